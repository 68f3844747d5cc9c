"""`GET /api/v1/purchases`: what was bought, newest first, narrowed by order, product and day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.purchase import PAGE, SERVER
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.purchases.ways import Page
from tests.builders import a_key, a_purchase, a_seller
from tests.conftest import NOON


def orders(caller: Caller, query: str = "") -> list[str]:
    """The ids of the orders listed."""
    answer = caller.get(f"/purchases{query}")
    assert answer.status_code == 200
    return [each["attributes"]["order_id"] for each in answer.json["data"]]


@pytest.fixture
def bought(alice: Shop, charlie: Shop) -> None:
    """An order a day, noon in Greenwich; another shop's too."""
    sold = {"first": (PAGE, ["SKU-1"]), "second": (SERVER, ["SKU-2", "SKU-1"]), "third": (PAGE, [])}
    for days, (order, (source, refs)) in enumerate(sold.items()):
        with clock.frozen(NOON + timedelta(days=days)):
            a_purchase(alice, *refs, order_ref=order, source=source)
            a_purchase(charlie, *refs, order_ref=order)


FOUND = {
    "everything": ("", ["third", "second", "first"]),
    "an order": ("?order_id=second", ["second"]),
    "part of an order's id": ("?order_id=sec", []),
    "a product": ("?product_ref=SKU-1", ["second", "first"]),
    "a product nobody bought": ("?product_ref=SKU", []),
    "what servers told": ("?source=server", ["second"]),
    "what pages told": ("?source=page", ["third", "first"]),
    "from a day": ("?from=2026-06-16", ["third", "second"]),
    "to a day": ("?to=2026-06-16", ["second", "first"]),
    "one day": ("?from=2026-06-16&to=2026-06-16", ["second"]),
    "all at once": ("?from=2026-06-16&product_ref=SKU-1&source=server", ["second"]),
}


@pytest.mark.parametrize(("query", "found"), FOUND.values(), ids=FOUND)
def test_purchases_are_found(bought: None, alices: Caller, query: str, found: list[str]) -> None:
    assert orders(alices, query) == found


def test_a_day_is_one_of_the_shops_time_zone(alice: Shop, alices: Caller) -> None:
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    with clock.frozen(NOON):
        a_purchase(alice, order_ref="after midnight there")
    assert orders(alices, "?to=2026-06-15") == []
    assert orders(alices, "?from=2026-06-16&to=2026-06-16") == ["after midnight there"]


WRONG = {
    "no day": ("from=yesterday", "from"),
    "a moment": ("from=2026-06-15T12:00:00Z", "from"),
    "a day without lines": ("from=20260615", "from"),
    "a day of no month": ("to=2026-02-30", "to"),
    "a day of a week": ("to=2026-W24-1", "to"),
    "long ago": ("from=0001-01-01", "from"),
    "the end of time": ("to=9999-12-31", "to"),
    "backwards": ("from=2026-06-16&to=2026-06-15", "to"),
    "twice": ("to=2026-06-16&to=2026-06-15", "to"),
    "another source": ("source=nobody", "source"),
    "a NUL": ("order_id=%00", "order_id"),
    "a page before the first": ("page=0", "page"),
    "an unknown filter": ("visitor=x", "visitor"),
}


@pytest.mark.parametrize(("query", "parameter"), WRONG.values(), ids=WRONG)
def test_a_wrong_filter_is_named(alices: Caller, query: str, parameter: str) -> None:
    refused = alices.get(f"/purchases?{query}")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"parameter": parameter}


def test_pages_are_of_twenty(alice: Shop, alices: Caller) -> None:
    for number in range(21):
        a_purchase(alice, order_ref=str(number))
    second = alices.get("/purchases?page=2")
    assert [each["attributes"]["order_id"] for each in second.json["data"]] == ["0"]
    assert (second.headers["Total-Count"], second.headers["Total-Pages"]) == ("21", "2")


def test_a_page_that_may_tell_may_not_read(page: Page, client: FlaskClient) -> None:
    page.tell()
    headers = {"Origin": page.origin, "App-Id": page.app_id}
    answer = client.get("/api/v1/purchases", headers=headers)
    assert answer.status_code == 401


def test_a_sellers_key_finds_nothing_here(client: FlaskClient, alice: Shop) -> None:
    seller: Any = Caller(client, a_key(alice, seller=a_seller(alice)))
    assert seller.get("/purchases").status_code == 404
