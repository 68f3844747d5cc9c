"""Products read for the product service: who sees which, whole pages wherever they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from peewee import SQL

from models.category import Category
from models.database import TookTooLong
from models.errors import NotFound
from models.picture_order import PictureOrder
from models.product import Product, ProductCategory
from models.product_template import ProductTemplate
from models.seller import Seller
from models.shop import Shop
from tests.builders import a_product, a_seller
from usecases.catalog import reading
from usecases.catalog.reading import Entries, Entry, Matching
from usecases.rows import Listing

SIZE = 20
# Numbers of products around the edges of what is counted together, with gaps.
NUMBERS = [*range(3, 300, 2), *range(500, 560), 65_535, 65_536, 70_000]


@pytest.fixture
def larch(alice: Shop, charlie: Shop) -> Seller:
    """A seller of every third product of a long shelf, of which every fifth is not published."""
    seller = a_seller(alice)
    rows = [
        {
            "id": number,
            "shop": alice,
            "seller": seller if number % 3 == 0 else None,
            "name": f"Jacket {number}",
            "published": number % 5 != 0,
            "catalog_id": f"jacket-{number}",
            "currency": "EUR",
        }
        for number in NUMBERS
    ]
    Product.insert_many(rows).execute()
    theirs = {"shop": charlie, "name": "Boots", "currency": "EUR"}
    Product.insert_many(
        [{"id": 90_000 + each, "catalog_id": f"boots-{each}", **theirs} for each in range(30)]
    ).execute()
    return seller


def all_pages(listing: Listing[Entry]) -> list[int]:
    """Turn every page, and one beyond; give the numbers that stood on them."""
    rows: list[int] = []
    total, number = listing.count(), 1
    while some := listing.part(number, SIZE):
        rows += [each.product.id for each in some]
        assert len(some) == SIZE or len(rows) == total
        number += 1
    assert len(rows) == total
    return rows


SEEN: dict[str, tuple[bool, bool, Callable[[int], bool]]] = {
    "all there is": (True, False, lambda number: True),
    "what is published": (False, False, lambda number: number % 5 != 0),
    "a seller's own": (True, True, lambda number: number % 3 == 0),
    "what a seller has published": (False, True, lambda n: n % 3 == 0 and n % 5 != 0),
}
KINDS: dict[str, Callable[..., Listing[Entry]]] = {
    "by counts": Entries,
    "by a condition": lambda shop, **seen: Matching(shop, Product.id > 0, **seen),
    "narrowed by nothing": Matching,
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("unpublished", "own", "holds"), SEEN.values(), ids=SEEN)
def test_all_pages_together_are_the_list_newest_first(
    alice: Shop,
    larch: Seller,
    kind: Callable[..., Listing[Entry]],
    unpublished: bool,
    own: bool,
    holds: Callable[[int], bool],
) -> None:
    alice.only_seller_id = larch.id if own else None
    expected = [number for number in sorted(NUMBERS, reverse=True) if holds(number)]
    assert all_pages(kind(alice, unpublished=unpublished)) == expected


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_far_beyond_the_end_there_is_nothing(
    alice: Shop, kind: Callable[..., Listing[Entry]]
) -> None:
    a_product(alice)
    listing = kind(alice, unpublished=True)
    assert listing.part(10**30, 1000) == []
    assert listing.part(2, 1) == []


def test_a_list_may_be_in_another_order(alice: Shop) -> None:
    for name in ("b", "a", "b"):
        a_product(alice, name=name)
    order: Any = Product.name.asc(), Product.id.desc()
    rows = Matching(alice, order=order, unpublished=True).part(1, 10)
    assert [(each.product.name, each.product.id) for each in rows] == [("a", 2), ("b", 3), ("b", 1)]


def test_products_come_in_the_order_of_the_ids_once_each(alice: Shop, charlie: Shop) -> None:
    for name in ("one", "two", "three"):
        a_product(alice, catalog_id=name)
    a_product(charlie, catalog_id="theirs")
    ids = ["three", "theirs", "none", "one", "three", "ONE", "", "nul\0", "\ud800", "x" * 5000]
    found = reading.find_many(alice, ids, unpublished=True)
    assert [each.product.catalog_id for each in found] == ["three", "one"]


def test_many_ids_are_found_at_once(alice: Shop) -> None:
    rows = [
        {"shop": alice, "name": "x", "currency": "EUR", "catalog_id": f"p-{each}"}
        for each in range(1100)
    ]
    Product.insert_many(rows).execute()
    wanted = [f"p-{each}" for each in range(1200)]
    found = reading.find_many(alice, wanted, unpublished=True)
    assert [each.product.catalog_id for each in found] == wanted[:1100]


@pytest.mark.parametrize("hidden", ["it is not published", "it is another seller's"])
def test_what_the_caller_may_not_see_does_not_exist(alice: Shop, hidden: str) -> None:
    product = a_product(alice, catalog_id="boots", published=hidden != "it is not published")
    if product.published:
        alice.only_seller_id = a_seller(alice).id
    with pytest.raises(NotFound):
        reading.find(alice, "boots", unpublished=False)
    alice.only_seller_id = None
    assert reading.find(alice, "boots", unpublished=True).product == product


def test_a_product_comes_with_what_it_names(alice: Shop) -> None:
    seller = a_seller(alice, name="Larch", external_id="LARCH")
    template = ProductTemplate.create(shop=alice, catalog_id="shirts")
    parent = a_product(alice, catalog_id="shirt")
    product = a_product(
        alice,
        catalog_id="shirt--red",
        parent=parent,
        template=template,
        template_version=1,
        seller=seller,
        picture="media/pictures/9c2e",
    )
    for name in ("Sale", "Rain"):
        category = Category.create(shop=alice, name=name, slug=name.lower())
        ProductCategory.create(product=product, category=category)
    [found] = reading.find_many(alice, ["shirt--red"], unpublished=True)
    sorts = Category.select(Category.uid).order_by(Category.name)
    assert found == Entry(
        product=product,
        parent="shirt",
        template="shirts",
        vendor=reading.Vendor("LARCH", "Larch"),
        picture_url="/media/pictures/9c2e/640.webp",
        categories=tuple(each.uid for each in sorts),
    )


def test_a_picture_that_is_not_fetched_yet_is_known_by_its_address(alice: Shop) -> None:
    product = a_product(alice, catalog_id="boots")
    PictureOrder.create(product=product, url="https://shop.example/boots.jpg")
    found = reading.find(alice, "boots", unpublished=True)
    assert found.picture_url == "https://shop.example/boots.jpg"


def test_products_at_hand_are_joined_as_they_are(alice: Shop) -> None:
    products = [a_product(alice, seller=a_seller(alice)) for _ in range(3)]
    products[1].name = "Not saved"
    gone = a_product(alice)
    gone.delete_instance()
    entries = reading.told([*products, gone])
    assert [each.product.name for each in entries] == ["Field jacket", "Not saved", "Field jacket"]
    assert all(each.vendor for each in entries)
    assert reading.told([]) == []


def test_what_takes_too_long_is_ended(alice: Shop) -> None:
    a_product(alice)
    endless = SQL(
        "(with recursive numbers(n) as (select 1 union all select n + 1 from numbers)"
        " select count(*) from numbers) > 0"
    )
    rows = Matching(alice, endless, unpublished=True, seconds=0.05)
    with pytest.raises(TookTooLong):
        rows.count()
    with pytest.raises(TookTooLong):
        rows.part(1, 10)
