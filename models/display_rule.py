"""The index of what is displayed where: a row per address or reference that shows or hides.

The rows are derived: a content, product, placement or shop writes its own anew whenever it
changes, in the same transaction. Look-ups find rows by `key`, a hash that carries the shop, so
that one join with a handful of keys answers a page whatever the number of rules; the table is
clustered by it (measured in `bench/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from peewee import (
    BigIntegerField,
    BooleanField,
    CompositeKey,
    IntegerField,
    SmallIntegerField,
    TextField,
    chunked,
)

from models import address
from models.base import Link
from models.content import Content
from models.database import database
from models.placement import Placement
from models.product import Product
from models.shop import Shop

SHOP, CONTENT, PRODUCT, PLACEMENT = 1, 2, 3, 4
# Marks the text of a rule about a reference; no address begins so, a host holds no blank.
OF_REF = "ref "


class DisplayRule(Link):
    """One pattern of one owner; `owner` is SHOP, CONTENT, PRODUCT or PLACEMENT."""

    key = BigIntegerField()
    owner = SmallIntegerField()
    owner_id = IntegerField()
    text = TextField()
    hides = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("key", "owner", "owner_id", "text", "hides")
        indexes = ((("owner", "owner_id"), False),)


class Rule(NamedTuple):
    """A rule before it is stored: an address pattern, or `ref` for a product reference."""

    text: str
    hides: bool = False
    ref: bool = False


def rules_of_shop(shop: Shop) -> list[Rule]:
    """Tell where nothing of the shop is shown."""
    return [Rule(url, hides=True) for url in shop.excluded_urls]


def rules_of_content(content: Content) -> list[Rule]:
    """Tell the pages a content names itself."""
    return [Rule(url) for url in content.urls] + [
        Rule(url, hides=True) for url in content.excluded_urls
    ]


def rules_of_product(product: Product) -> list[Rule]:
    """Tell by what a product's page is recognised: its reference and its address."""
    rules = [Rule(product.ref, ref=True)] if product.ref else []
    return rules + ([Rule(product.url)] if product.url else [])


def rules_of_placement(placement: Placement) -> list[Rule]:
    """Tell the pages and products of a merchant's rule."""
    return (
        [Rule(url) for url in placement.urls]
        + [Rule(url, hides=True) for url in placement.excluded_urls]
        + [Rule(ref, ref=True) for ref in placement.product_refs]
        + [Rule(ref, hides=True, ref=True) for ref in placement.excluded_refs]
    )


def rows_of(
    shop_id: int, listed: Sequence[str], owner: int, owner_id: int, rules: Iterable[Rule]
) -> list[tuple[int, int, int, str, bool]]:
    """Compute the index rows of one owner; `listed` are the shop's significant query parameters."""
    rows = set()
    for rule in rules:
        if rule.ref:
            rows.add(
                (
                    address.key_of_ref(shop_id, rule.text),
                    owner,
                    owner_id,
                    OF_REF + rule.text,
                    rule.hides,
                )
            )
        else:
            pattern = address.read_pattern(rule.text)
            rows.add(
                (
                    address.key_of_pattern(shop_id, pattern, listed),
                    owner,
                    owner_id,
                    rule.text.strip(),
                    rule.hides,
                )
            )
    return sorted(rows)


def write_rules(shop: Shop, owner: int, owner_id: int, rules: Iterable[Rule]) -> None:
    """Replace the rows of one owner; part of a transaction that holds the shop's write lock."""
    # Read under the lock: the parameters may have changed since the caller came in.
    listed = Shop.select(Shop.significant_params).where(Shop.id == shop.id).get().significant_params
    with database.atomic():
        forget_rules(owner, [owner_id])
        _insert(rows_of(shop.id, listed, owner, owner_id, rules))


def write_rules_of_many(
    shop: Shop, owner: int, rules: Sequence[tuple[int, Iterable[Rule]]]
) -> None:
    """Replace the rows of many owners of one kind, each given by its id."""
    with database.atomic():
        for some in chunked(rules, 500):
            forget_rules(owner, [owner_id for owner_id, _ in some])
            rows = [
                row
                for owner_id, its in some
                for row in rows_of(shop.id, shop.significant_params, owner, owner_id, its)
            ]
            _insert(rows)


def forget_rules(owner: int, owner_ids: Any) -> None:
    """Remove the rows of owners that are gone; `owner_ids` is a list or a subquery."""
    DisplayRule.delete().where(
        DisplayRule.owner == owner, DisplayRule.owner_id.in_(owner_ids)
    ).execute()


def rewrite_all_rules(shop: Shop) -> None:
    """Compute every row of the shop anew, after the parameters that count have changed."""
    sources: tuple[tuple[int, Any, Any], ...] = (
        (CONTENT, Content, rules_of_content),
        (PRODUCT, Product, rules_of_product),
        (PLACEMENT, Placement, rules_of_placement),
    )
    with database.atomic():
        write_rules(shop, SHOP, shop.id, rules_of_shop(shop))
        for owner, table, rules_of in sources:
            query = table.select().where(table.shop == shop)
            forget_rules(owner, table.select(table.id).where(table.shop == shop))
            for some in chunked(query.iterator(), 500):
                rows = [
                    rows_of(shop.id, shop.significant_params, owner, each.id, rules_of(each))
                    for each in some
                ]
                _insert([row for group in rows for row in group])


def _insert(rows: list[tuple[int, int, int, str, bool]]) -> None:
    fields = [
        DisplayRule.key,
        DisplayRule.owner,
        DisplayRule.owner_id,
        DisplayRule.text,
        DisplayRule.hides,
    ]
    for some in chunked(rows, 150):
        DisplayRule.insert_many(list(some), fields=fields).on_conflict_ignore().execute()
