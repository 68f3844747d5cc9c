"""The languages of a product's name and description: which there are, and which one is told.

Languages are tags of BCP 47 such as `en` or `de-CH`, spelled as the shop spells them; case and
`_` for `-` make no difference. Texts are `{language: text}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from models.product import Product
from models.shop import Shop

Text = TypeVar("Text")
NAME, DESCRIPTION = "name", "description"


class Columns(NamedTuple):
    """How a product keeps its texts: in columns those of one `locale`, all others beside them."""

    locale: str
    name: str
    description: str | None
    translations: dict[str, dict[str, str]] | None


def spoken(shop: Shop) -> tuple[str, ...]:
    """List the languages a shop allows, its default one first."""
    return tuple(dict.fromkeys((shop.locale, *shop.locales)))


def known(shop: Shop, tag: str) -> str | None:
    """Spell a language as the shop does; None for one that it does not allow.

    Nothing is filed under a language that is merely near: `en-GB` is not `en`.
    """
    wanted = _plain(tag)
    return next((each for each in spoken(shop) if _plain(each) == wanted), None)


def chain(shop: Shop, ranges: Iterable[str]) -> tuple[str, ...]:
    """List the shop's languages that fit what is asked for, best first; the default one ends it.

    `en-GB` takes `en` where the shop has nothing closer, as look-up does (RFC 4647, 3.4), and
    `de` takes `de-CH`.
    """
    languages = spoken(shop)
    fit = [each for asked in ranges for each in _fitting(languages, _plain(asked))]
    return tuple(dict.fromkeys((*fit, shop.locale)))


def told(texts: Mapping[str, Text], languages: Iterable[str]) -> Text | None:
    """Give the text in the first of these languages that there is one in, else in any."""
    for each in (*languages, *texts):
        if each in texts:
            return texts[each]
    return None


def names_of(product: Product, shop: Shop) -> dict[str, str]:
    """Give a product's name in all its languages, the one of its columns first."""
    return _texts(product, shop, NAME, product.name)


def descriptions_of(product: Product, shop: Shop) -> dict[str, str]:
    """Give a product's description in all its languages; empty without one."""
    return _texts(product, shop, DESCRIPTION, product.description)


def columns(shop: Shop, names: Mapping[str, str], descriptions: Mapping[str, str]) -> Columns:
    """Say how a product keeps these texts; its other APIs see those of its columns.

    `names` holds one at least. The columns have the shop's default language where the name has it.
    """
    locale = next((each for each in spoken(shop) if each in names), next(iter(names)))
    others = {
        field: {language: text for language, text in texts.items() if language != locale}
        for field, texts in ((NAME, names), (DESCRIPTION, descriptions))
    }
    beside = {field: texts for field, texts in others.items() if texts}
    return Columns(locale, names[locale], descriptions.get(locale), beside or None)


def _texts(product: Product, shop: Shop, field: str, own: str | None) -> dict[str, str]:
    others: dict[str, str] = (product.translations or {}).get(field) or {}
    if own is None:
        return dict(others)
    language = product.locale or shop.locale
    # What another API wrote into the columns counts, whatever was kept beside them.
    return {language: own, **{tag: text for tag, text in others.items() if tag != language}}


def _fitting(languages: Iterable[str], asked: str) -> list[str]:
    plain = {_plain(each): each for each in languages}
    shorter = asked
    while shorter:
        if shorter in plain:
            return [plain[shorter]]
        shorter = shorter.rpartition("-")[0]
    return [each for name, each in plain.items() if name.startswith(f"{asked}-")]


def _plain(tag: str) -> str:
    return tag.strip().lower().replace("_", "-")
