"""Languages of requests: Accept-Language and Content-Language, read with a shop's languages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from api.catalog import languages
from models.errors import Invalid
from models.shop import Shop

SHOP = Shop(name="Larch", locale="en", locales=["en", "pl", "de-CH"])
TEXTS = {"en": "Jacket", "pl": "Kurtka", "de-CH": "Jacke"}

ASKED: dict[str, tuple[str | None, str]] = {
    "no header": (None, "Jacket"),
    "an empty header": ("", "Jacket"),
    "one language": ("pl", "Kurtka"),
    "quality values": ("en;q=0.3, pl;q=0.8, xx", "Kurtka"),
    "alike in quality, the first": ("de-CH, pl", "Jacke"),
    "refused by quality nought": ("pl;q=0, de", "Jacke"),
    "a language the shop has not": ("fr", "Jacket"),
    "anything after a language": ("pl, *;q=0.1", "Kurtka"),
    "anything refused": ("*;q=0", "Jacket"),
    "a closer language": ("pl-PL", "Kurtka"),
    "no list at all": (";;;,,q=1,\t", "Jacket"),
    "a quality that is none": ("pl;q=high, de-CH;q=0.1", "Jacke"),
}


@pytest.mark.parametrize(("header", "text"), ASKED.values(), ids=ASKED)
def test_the_language_asked_for_is_told(header: str | None, text: str) -> None:
    assert accepted(header).told(TEXTS) == text


@pytest.mark.parametrize("header", ["*", " * ", "*;q=0.5"])
def test_a_star_asks_for_maps_of_all_languages(header: str) -> None:
    read = accepted(header)
    assert read.told(TEXTS) == TEXTS
    assert read.told({}) is None
    assert read.languages == ("en",)


def test_what_is_not_in_any_language_asked_for_is_told_in_another() -> None:
    assert accepted("pl").told({"de-CH": "Jacke"}) == "Jacke"
    assert accepted("pl").told({}) is None


SENT: dict[str, tuple[str | None, Any, Any]] = {
    "a text in the default language": (None, "Jacket", {"en": "Jacket"}),
    "a map without a header": ("", {"pl": "Kurtka"}, {"pl": "Kurtka"}),
    "a text in one language": ("pl", "Kurtka", {"pl": "Kurtka"}),
    "the language in other letters": ("DE_ch", "Jacke", {"de-CH": "Jacke"}),
    "a map in spite of one language": ("pl", {"EN": "Jacket"}, {"en": "Jacket"}),
    "a map after a star": ("*", TEXTS, TEXTS),
    "a map after several": ("en, pl", {"en": "Jacket"}, {"en": "Jacket"}),
    "a language taken out": ("*", {"pl": None}, {"pl": None}),
    "an empty map": ("*", {}, {}),
}


@pytest.mark.parametrize(("header", "value", "texts"), SENT.values(), ids=SENT)
def test_localized_fields_of_a_body_are_read_as_maps(
    header: str | None, value: Any, texts: dict[str, str]
) -> None:
    assert sent(header).texts(value, "name") == texts


REFUSED: dict[str, tuple[str | None, Any, str]] = {
    "a text after a star": ("*", "Jacket", "name"),
    "a text after several languages": ("en, pl", "Jacket", "name"),
    "a language the shop has not": (None, {"en": "Jacket", "fr": "Veste"}, "name/fr"),
    "a language that is merely near": ("*", {"en-GB": "Jacket"}, "name/en-GB"),
    "a language twice": ("*", {"en": "Jacket", "EN": "Coat"}, "name/EN"),
    "a language that is a path": ("*", {"a/b~": "Jacket"}, "name/a~1b~0"),
}


@pytest.mark.parametrize(("header", "value", "where"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_filed_is_refused(header: str | None, value: Any, where: str) -> None:
    with pytest.raises(Invalid) as refused:
        sent(header).texts(value, "name")
    [problem] = refused.value.problems
    assert problem.where == where


@pytest.mark.parametrize("header", ["fr", "en-GB", "pl, fr", "*, fr", "x" * 5000, ";"])
def test_a_body_in_a_language_the_shop_has_not_is_refused(header: str) -> None:
    with pytest.raises(Invalid) as refused:
        sent(header)
    [problem] = refused.value.problems
    assert problem == ("Content-Language", "must be one of the shop's languages: en, pl, de-CH")


def accepted(header: str | None) -> languages.Accepted:
    """Read Accept-Language as Alice's shop does."""
    headers = {} if header is None else {"Accept-Language": header}
    with Flask("test").test_request_context(headers=headers):
        return languages.accepted(SHOP)


def sent(header: str | None) -> languages.Sent:
    """Read Content-Language as Alice's shop does."""
    headers = {} if header is None else {"Content-Language": header}
    with Flask("test").test_request_context(headers=headers):
        return languages.sent(SHOP)
