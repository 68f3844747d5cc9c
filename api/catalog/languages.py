"""The languages of a request: which ones the answer is in, and which ones the body is in.

A localized field is a text in one language or a map `{language: text}` of all. Readers say by
Accept-Language which they want, writers by Content-Language which they send.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import Response, request
from werkzeug.http import parse_list_header

from models.errors import Invalid, Problem
from models.shop import Shop
from usecases.catalog import tongues

ALL = "*"
ACCEPT = {
    "name": "Accept-Language",
    "description": "In which language texts are told, best first; `*`: maps of all.",
    "schema": {"type": "string"},
    "example": "pl, en;q=0.5",
}
CONTENT = {
    "name": "Content-Language",
    "description": "In which language plain texts of the body are; `*`: there are maps alone.",
    "schema": {"type": "string"},
    "example": "en",
}
Text = TypeVar("Text", bound=str | None)


@dataclass(frozen=True)
class Accepted:
    """What a reader wants: texts in the first of `languages` there is one in, or maps of `all`."""

    languages: tuple[str, ...]
    all: bool

    def told(self, texts: Mapping[str, str]) -> str | dict[str, str] | None:
        """Spell a localized field; None where there is no text at all."""
        if self.all:
            return dict(texts) or None
        return tongues.told(texts, self.languages)


@dataclass(frozen=True)
class Sent:
    """What a writer sends: plain texts are in `one` language; None: maps alone can be read."""

    shop: Shop
    one: str | None

    def texts(self, value: str | Mapping[str, Text], where: str) -> dict[str, str | Text]:
        """Read a localized field of a body as a map in the shop's spelling of its languages.

        Raises `Invalid` at `where` for a language that the shop does not allow, and for a plain
        text where Content-Language leaves open which language it is in.
        """
        if isinstance(value, str):
            if self.one is None:
                why = "must be a map of languages: the header Content-Language names no single one"
                raise Invalid(Problem(where, why))
            return {self.one: value}
        texts: dict[str, str | Text] = {}
        for tag, text in value.items():
            language = tongues.known(self.shop, tag)
            place = f"{where}/{_escaped(tag)}"
            if language is None:
                raise Invalid(Problem(place, _unknown(self.shop)))
            if language in texts:
                raise Invalid(Problem(place, "stands in the map already"))
            texts[language] = text
        return texts


def accepted(shop: Shop) -> Accepted:
    """Read Accept-Language (RFC 9110, 12.5.4): a fallback chain, `*` alone for maps of all.

    What the shop does not speak is passed over; the shop's default language ends the chain.
    """
    ranked = [each for each, quality in request.accept_languages if quality > 0]
    # Everything there is, for who names no language beside it.
    whole = ranked == [ALL]
    return Accepted(tongues.chain(shop, (each for each in ranked if each != ALL)), whole)


def sent(shop: Shop) -> Sent:
    """Read Content-Language: one language, several or `*` for maps, empty for the default one.

    Raises `Invalid` for a language that the shop does not allow.
    """
    tags = [each for each in parse_list_header(request.headers.get("Content-Language", "")) if each]
    if not tags:
        return Sent(shop, shop.locale)
    languages = [tongues.known(shop, each) for each in tags if each != ALL]
    if None in languages:
        raise Invalid(Problem("Content-Language", _unknown(shop)))
    return Sent(shop, languages[0] if len(languages) == len(tags) == 1 else None)


def varied(answer: Response) -> Response:
    """Tell caches that the answer depends on the language asked for."""
    answer.vary.add("Accept-Language")
    return answer


def _unknown(shop: Shop) -> str:
    return f"must be one of the shop's languages: {', '.join(tongues.spoken(shop))}"


def _escaped(part: str) -> str:
    return part[:100].replace("~", "~0").replace("/", "~1")
