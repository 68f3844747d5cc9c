"""The programme of a shop: which lives, in which order, and that many cost no more than one."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.content import FINISHED, STARTED
from models.errors import Invalid
from models.shop import Shop
from tests import builders
from tests.conftest import NOON
from usecases import products, programme

HOUR = timedelta(hours=1)


def names(shop: Shop, **narrowed: Any) -> list[str]:
    """The names of what is listed, in order."""
    return [each.content.name for each in programme.entries(shop, most=100, **narrowed)[1]]


def test_what_has_no_plan_stands_where_it_was_made(alice: Shop, noon: datetime) -> None:
    builders.a_live(alice, name="tonight", starts_at=NOON + 6 * HOUR)
    builders.a_live(alice, name="some day", created_at=NOON + HOUR)
    builders.a_live(alice, name="never sent", state=FINISHED, created_at=NOON - HOUR)
    builders.a_live(alice, name="sent", state=FINISHED, ends_at=NOON - 2 * HOUR)
    assert names(alice) == ["some day", "tonight", "never sent", "sent"]


def test_of_two_that_began_together_the_newer_comes_first(alice: Shop, noon: datetime) -> None:
    for name in ("first", "second"):
        builders.a_live(alice, name=name, state=STARTED, started_at=NOON)
    assert names(alice) == ["second", "first"]


def test_an_end_that_is_only_planned_is_no_end(alice: Shop, noon: datetime) -> None:
    builders.a_live(alice, state=STARTED, started_at=NOON, ends_at=NOON + HOUR)
    builders.a_live(alice, state=FINISHED, started_at=NOON - HOUR, ends_at=NOON)
    assert [each.ended_at for each in programme.entries(alice)[1]] == [None, NOON]


def test_a_category_is_told_once_whatever_its_products(alice: Shop) -> None:
    kept = [
        products.add(alice, name=name, categories=["Care", name]).product for name in ("Oil", "Gel")
    ]
    builders.a_live(alice, products=tuple(kept))
    [entry] = programme.entries(alice)[1]
    assert [each.slug for each in entry.categories] == ["care", "oil", "gel"]


def test_another_shops_category_is_unknown(alice: Shop, charlie: Shop) -> None:
    products.add(charlie, name="Oil", categories=["Care"])
    with pytest.raises(Invalid):
        programme.entries(alice, category="care")


def test_many_lives_cost_as_many_queries_as_one(
    alice: Shop, noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    def cost() -> int:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "peewee"):
            programme.entries(alice, most=100)
        return len(caplog.records)

    def add_live() -> None:
        oil = products.add(alice, name="Oil", categories=["Care"]).product
        builders.a_live(alice, products=(oil,), seller=builders.a_seller(alice))

    add_live()
    one = cost()
    for _ in range(10):
        add_live()
    assert cost() == one < 10
