"""Languages: which one a page speaks, its sentences, its direction and how it writes money.

English is the source; every other language is a catalog `templates/locale/<code>.po`, read once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po
from flask import request

LOCALES = Path(__file__).resolve().parent.parent / "templates" / "locale"
SOURCE = "en"
LONGEST_TAG = 35
MOST_ACCEPTED = 20


@dataclass(frozen=True)
class Language:
    """A language a page is written in; calling it translates a sentence.

    `tag` is what was asked for (`fr-CA`), `texts` the language of the sentences (`fr`): they
    differ where we have no catalog, and then money and direction still follow the tag.
    """

    tag: str
    texts: str
    direction: str
    locale: Locale

    def __call__(self, sentence: str) -> str:
        return catalogs().get(self.texts, {}).get(sentence) or sentence


@cache
def catalogs() -> dict[str, dict[str, str]]:
    """Read every catalog: `{"fr": {"Play": "Lire", …}}`."""
    found = {}
    for path in sorted(LOCALES.glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.stem)
        found[path.stem] = {
            str(each.id): str(each.string)
            for each in catalog
            if each.id and each.string and not each.fuzzy
        }
    return found


def language_of(tag: str, direction: str | None = None) -> Language | None:
    """Read a language tag (BCP 47); None when it names no language."""
    try:
        locale = Locale.parse(tag[:LONGEST_TAG].replace("_", "-"), sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        primary, _, rest = tag.replace("_", "-").partition("-")
        return language_of(primary, direction) if rest else None
    known = locale.language in catalogs()
    return Language(
        tag=str(locale).replace("_", "-"),
        texts=locale.language if known else SOURCE,
        direction=direction or locale.text_direction,
        locale=locale,
    )


def choose(asked: str, accepted: Iterable[str], default: str, direction: str = "") -> Language:
    """Choose the one asked for, else the first accepted one we have, else the default."""
    forced = direction if direction in ("ltr", "rtl") else None
    found = language_of(asked, forced) if asked else None
    if found:
        return found
    for tag in accepted:
        offered = language_of(tag, forced)
        if offered and (offered.texts != SOURCE or offered.locale.language == SOURCE):
            return offered
    return language_of(default, forced) or Language(SOURCE, SOURCE, "ltr", Locale("en"))


def spoken_here(default: str = SOURCE) -> Language:
    """Choose the language of the page being asked for: `?lang=`, `Accept-Language`, the default."""
    # The best ones: a hostile header names a hundred thousand, and looking one up is not cheap.
    accepted = islice(request.accept_languages, MOST_ACCEPTED)
    tags = [tag for tag, quality in accepted if quality > 0 and tag != "*"]
    return choose(request.args.get("lang", ""), tags, default, request.args.get("dir", ""))
