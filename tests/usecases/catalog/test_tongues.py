"""Languages of products: which one is told, and how texts are kept and read back."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from models.product import Product
from models.shop import Shop
from usecases.catalog import tongues

SWISS = Shop(name="Larch", locale="de-CH", locales=["de-CH", "fr", "en-GB", "pt_BR"])
TAGS = ("de-CH", "fr", "en-GB", "pt_BR")

CHAINS = {
    "nothing asked": ([], ["de-CH"]),
    "the one asked, then the default": (["fr"], ["fr", "de-CH"]),
    "in the order asked": (["en-GB", "fr"], ["en-GB", "fr", "de-CH"]),
    "the default asked first ends the chain at once": (["de-CH", "fr"], ["de-CH", "fr"]),
    "whatever the case": (["EN-gb"], ["en-GB", "de-CH"]),
    "underscores are dashes": (["en_GB", "pt-BR"], ["en-GB", "pt_BR", "de-CH"]),
    "a closer one than the shop has": (["fr-CA-quebec"], ["fr", "de-CH"]),
    "a wider one than the shop has": (["en"], ["en-GB", "de-CH"]),
    "a sister is another language": (["en-US"], ["de-CH"]),
    "a language that begins alike": (["f", "d"], ["de-CH"]),
    "unknown ones are passed over": (["xx", "fr", "", "-", "*"], ["fr", "de-CH"]),
    "once each": (["fr", "fr-CA", "FR"], ["fr", "de-CH"]),
}


@pytest.mark.parametrize(("asked", "languages"), CHAINS.values(), ids=CHAINS)
def test_what_is_asked_for_becomes_a_chain_of_the_shops_languages(
    asked: list[str], languages: list[str]
) -> None:
    assert list(tongues.chain(SWISS, asked)) == languages


@given(st.lists(st.text(max_size=12) | st.sampled_from(TAGS), max_size=8))
def test_a_chain_always_has_the_default_and_nothing_foreign(asked: list[str]) -> None:
    chain = tongues.chain(SWISS, asked)
    assert "de-CH" in chain
    assert set(chain) <= set(TAGS)
    assert len(set(chain)) == len(chain)


@pytest.mark.parametrize(
    ("tag", "spelled"),
    [("FR", "fr"), (" en_gb ", "en-GB"), ("pt-br", "pt_BR"), ("en", None), ("fr-CA", None)],
)
def test_texts_are_filed_under_a_language_the_shop_allows_and_no_near_one(
    tag: str, spelled: str | None
) -> None:
    assert tongues.known(SWISS, tag) == spelled


def test_the_default_language_is_allowed_though_it_is_not_listed() -> None:
    shop = Shop(name="Larch", locale="it", locales=["en"])
    assert tongues.spoken(shop) == ("it", "en")
    assert tongues.known(shop, "it") == "it"


def test_the_first_language_there_is_a_text_in_is_told_else_any() -> None:
    texts = {"en": "Jacket", "pl": "Kurtka"}
    assert tongues.told(texts, ("de", "pl", "en")) == "Kurtka"
    assert tongues.told(texts, ("de",)) == "Jacket"
    assert tongues.told({}, ("de",)) is None
    assert tongues.told({"en": ""}, ("en",)) == ""


def kept(
    names: dict[str, str], descriptions: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Keep texts in a product, and read them back."""
    product = Product()
    for column, value in tongues.columns(SWISS, names, descriptions)._asdict().items():
        setattr(product, column, value)
    return tongues.names_of(product, SWISS), tongues.descriptions_of(product, SWISS)


@given(
    st.dictionaries(st.sampled_from(TAGS), st.text(min_size=1), min_size=1),
    st.dictionaries(st.sampled_from(TAGS), st.text()),
)
def test_texts_are_read_back_as_they_were_kept(
    names: dict[str, str], descriptions: dict[str, str]
) -> None:
    assert kept(names, descriptions) == (names, descriptions)


def test_other_apis_see_the_default_language_where_the_name_has_it() -> None:
    names = {"fr": "Veste", "de-CH": "Jacke"}
    french = {"name": {"fr": "Veste"}, "description": {"fr": "Cirée"}}
    kept = tongues.columns(SWISS, names, {"fr": "Cirée"})
    assert kept == ("de-CH", "Jacke", None, french)
    assert tongues.columns(SWISS, {"pt_BR": "Casaco"}, {}) == ("pt_BR", "Casaco", None, None)


def test_a_product_of_another_api_is_in_the_default_language() -> None:
    product = Product(name="Jacke", description=None)
    assert tongues.names_of(product, SWISS) == {"de-CH": "Jacke"}
    assert tongues.descriptions_of(product, SWISS) == {}


def test_what_another_api_wrote_counts_whatever_was_kept_beside_it() -> None:
    beside = {"name": {"de-CH": "Alte Jacke", "fr": "Veste"}}
    product = Product(name="Neue Jacke", translations=beside)
    assert tongues.names_of(product, SWISS) == {"de-CH": "Neue Jacke", "fr": "Veste"}
