"""The counts of products are always those of the rows, whoever changes them and however."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from flask import Flask

from models.database import HOME, database, migrate
from models.product import Product
from models.product_tally import ALL, LARGE, PUBLISHED, SMALL, ProductTally, place_of
from models.seller import Seller
from models.shop import Shop
from tests import builders
from tests.models.test_migrations import empty, fill_first_schema, runner  # noqa: F401

# Around the edges of the counted neighbourhoods.
IDS = (1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 66_000, 131_072, 200_000)


def put(shop: Shop, number: int, seller: Seller | None = None) -> Product:
    """Put a product with a chosen id on the shelf."""
    return Product.create(
        id=number, shop=shop, seller=seller, name=f"Product {number}", currency="EUR"
    )


def kept() -> dict[tuple[int, int, int, int], int]:
    """Read the counts that are kept."""
    return {
        (each.shop_id, each.seller_id, each.level, each.bucket): each.number
        for each in ProductTally.select()
    }


def counted() -> Counter[tuple[int, int, int, int]]:
    """Count the rows anew."""
    found: Counter[tuple[int, int, int, int]] = Counter()
    columns = Product.shop, Product.seller, Product.id, Product.published
    for shop, seller, number, published in Product.select(*columns).tuples():
        for level in (SMALL, LARGE):
            found[shop, ALL, level, number >> level] += 1
            if seller:
                found[shop, seller, level, number >> level] += 1
            if published:
                found[shop, PUBLISHED, level, number >> level] += 1
    return found


def test_the_counts_are_those_of_the_rows_after_any_changes(alice: Shop, charlie: Shop) -> None:
    chance = random.Random(5)
    sellers = [builders.a_seller(alice) for _ in range(3)]
    for number in IDS:
        put(chance.choice((alice, alice, charlie)), number)
    for _ in range(60):
        products = list(Product.select().where(Product.shop == alice))
        each = chance.choice(products)
        each.seller = chance.choice([None, *sellers])
        each.published = chance.choice([True, False])
        each.name = "Renamed"
        each.save()
        if chance.random() < 0.1 and len(products) > 4:
            each.delete_instance()
            assert kept() == counted()
    Product.update(seller=sellers[0]).where(Product.shop == alice, Product.id > 300).execute()
    assert kept() == counted()
    assert sum(1 for key in kept() if key[1] == sellers[0].id) > 2


def test_products_of_a_removed_seller_are_counted_as_the_shops(alice: Shop) -> None:
    seller = builders.a_seller(alice)
    for number in IDS:
        put(alice, number, seller)
    seller.delete_instance()
    assert {key[1] for key in kept()} == {ALL, PUBLISHED}
    assert kept() == counted()


def test_of_a_removed_shop_no_count_stays(alice: Shop, charlie: Shop) -> None:
    put(alice, 1, builders.a_seller(alice))
    put(charlie, 2)
    alice.delete_instance()
    assert kept() == counted()
    assert {key[0] for key in kept()} == {charlie.id}


def test_a_change_that_is_undone_is_not_counted(alice: Shop) -> None:
    put(alice, 1)
    with database.atomic() as transaction:
        put(alice, 300)
        transaction.rollback()
    assert kept() == counted()


@pytest.mark.parametrize("sold_by", ["the shop", "a seller"])
def test_every_place_in_the_list_is_found(alice: Shop, charlie: Shop, sold_by: str) -> None:
    seller = builders.a_seller(alice)
    ours = [*range(1, 40), *range(250, 1_200, 7), *IDS[8:], *range(140_000, 140_400)]
    for number in sorted(set(ours)):
        put(alice, number, seller if number % 3 else None)
    put(charlie, 5_000)
    whose = ALL if sold_by == "the shop" else seller.id
    newest = sorted((each for each in set(ours) if whose == ALL or each % 3), reverse=True)
    for offset in range(len(newest) + 3):
        total, below, skip = place_of(alice.id, whose, offset)
        assert total == len(newest)
        assert [each for each in newest if below is None or each < below][skip:] == newest[offset:]
        assert skip < 1 << SMALL or offset >= total


def test_an_upgrade_counts_what_there_is_and_can_be_taken_back(empty: str) -> None:  # noqa: F811
    fill_first_schema()
    migrate()
    assert kept() == counted()
    assert kept()
    runner().down((HOME / "migrations").joinpath("0008_product_tallies.py").stem)
    Product.update(seller=None).execute()
    assert Product.delete().execute() == 1
    assert not ProductTally.table_exists()


def test_an_empty_shop_has_no_place(app: Flask, alice: Shop) -> None:
    assert place_of(alice.id, ALL, 0) == (0, None, 0)
