"""Lists of products: exact counts and whole pages under every filter, wherever the page is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.product import Product
from models.seller import Seller
from models.shop import Shop
from tests import builders
from usecases import products, shelf
from usecases.shelf import Article

SIZE = 20
# Numbers of products around the edges of what is counted together, with gaps.
NUMBERS = [*range(3, 300, 2), *range(500, 560), 65_535, 65_536, 70_000]


@pytest.fixture
def larch(alice: Shop, charlie: Shop) -> Seller:
    """A seller of Alice's with every third product of a long shelf; Charlie has products, too."""
    seller = builders.a_seller(alice)
    rows = [
        {
            "id": number,
            "shop": alice,
            "seller": seller if number % 3 == 0 else None,
            "name": f"{'Kestrel' if number % 5 == 0 else 'Field'} jacket {number}",
            "ref": f"SKU-{number}",
            "currency": "EUR",
        }
        for number in NUMBERS
    ]
    Product.insert_many(rows).execute()
    theirs = {"shop": charlie, "name": "Kestrel", "currency": "EUR"}
    Product.insert_many([{"id": 90_000 + each, **theirs} for each in range(30)]).execute()
    return seller


def all_pages(shop: Shop, **filters: Any) -> tuple[set[int], list[Article]]:
    """Turn every page, and one beyond; tell the totals they gave and what stood on them."""
    listing = products.listed(shop, **filters)
    totals, rows = set(), []
    number = 1
    while True:
        total, some = listing.page(number, SIZE)
        totals.add(total)
        rows += some
        if not some:
            return totals, rows
        assert len(some) == SIZE or len(rows) == total
        number += 1


CASES: dict[str, tuple[dict[str, str], Callable[[int], bool]]] = {
    "everything": ({}, lambda number: True),
    "a seller's": ({"seller": "larch"}, lambda number: number % 3 == 0),
    "of a ref": ({"ref": "SKU-505"}, lambda number: number == 505),
    "of a ref and another's": ({"ref": "SKU-505", "seller": "larch"}, lambda number: False),
    "of a ref and its seller": ({"ref": "SKU-501", "seller": "larch"}, lambda n: n == 501),
    "of a name": ({"name": "KESTREL"}, lambda number: number % 5 == 0),
    "of a name and a seller": ({"name": "estr", "seller": "larch"}, lambda n: n % 15 == 0),
    "of a short name": ({"name": "k"}, lambda number: True),
    "of an unknown seller": ({"seller": "f" * 32}, lambda number: False),
    "of no seller's id": ({"seller": "nobody"}, lambda number: False),
}


@pytest.mark.parametrize("looked_through", [0, 1_000], ids=["by an index", "looked through"])
@pytest.mark.parametrize(("filters", "holds"), CASES.values(), ids=CASES.keys())
def test_all_pages_together_are_the_list_newest_first(
    alice: Shop,
    larch: Seller,
    filters: dict[str, str],
    holds: Callable[[int], bool],
    looked_through: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "SCANNED", looked_through)
    named = {name: larch.uid if value == "larch" else value for name, value in filters.items()}
    totals, rows = all_pages(alice, **named)
    expected = [number for number in sorted(NUMBERS, reverse=True) if holds(number)]
    assert [each.product.id for each in rows] == expected
    assert totals == {len(expected)}


def test_a_sellers_key_turns_the_pages_of_its_own_products(alice: Shop, larch: Seller) -> None:
    alice.only_seller_id = larch.id
    expected = [number for number in sorted(NUMBERS, reverse=True) if number % 3 == 0]
    totals, rows = all_pages(alice)
    assert ([each.product.id for each in rows], totals) == (expected, {len(expected)})
    assert all_pages(alice, seller=larch.uid) == (totals, rows)
    assert all_pages(alice, seller=builders.a_seller(alice).uid) == ({0}, [])


def test_the_total_follows_every_change(alice: Shop, larch: Seller) -> None:
    def totals() -> tuple[int, int]:
        listed = products.listed
        return (
            listed(alice).page(1, SIZE)[0],
            listed(alice, seller=larch.uid).page(1, SIZE)[0],
        )

    whole, sellers = totals()
    added = products.add(alice, name="New", seller=larch.uid).product
    assert totals() == (whole + 1, sellers + 1)
    products.change(alice, added.uid, seller=None)
    assert totals() == (whole + 1, sellers)
    products.remove(alice, added.uid)
    assert totals() == (whole, sellers)


NAMES = (
    "Übergröße SCHÖN",
    "übergrösse schön",
    "50% off_now",
    "50 percent offnow",
    'The "quoted" AND or* NOT(near) thing',
    "istanbul İSTANBUL ıstanbul",
    "\u212aelvin Kelvin kelvin",
    "Ελληνικά ΚΑΦΕΣ",
    "日本語の名前 ジャケット",
    "back\\slash [class] *star*",
    "a",
)
WANTED = (
    "übergr", "SCHÖN", "öße", "50%", "off_n", '"quo', "AND or*", "NOT(", "istan", "kelvin",
    "KELVIN", "καφες", "ληνι", "日本語", "ジャケ", "k\\sl", "[cla", "*star*", "a", "zzz", "  ",
)  # fmt: skip


@pytest.mark.parametrize("wanted", WANTED)
def test_the_index_of_names_finds_what_looking_through_them_finds(
    alice: Shop, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        builders.a_product(alice, name=name)
    looked = all_pages(alice, name=wanted)
    monkeypatch.setattr(shelf, "SCANNED", 0)
    assert all_pages(alice, name=wanted) == looked
    plain = {each for each in NAMES if wanted in each}
    assert plain <= {each.product.name for each in looked[1]}


def test_a_product_is_found_by_the_name_it_has_now(
    alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "SCANNED", 0)
    uid = products.add(alice, name="Field jacket").product.uid
    products.change(alice, uid, name="Harbour coat")
    assert all_pages(alice, name="jacket") == ({0}, [])
    assert [each.product.uid for each in all_pages(alice, name="harbour")[1]] == [uid]
    products.remove(alice, uid)
    assert all_pages(alice, name="harbour") == ({0}, [])
