"""`POST /audience/v1/seen`: pages tell what was seen; only what can be true is counted."""

from __future__ import annotations

import json
import threading
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.limits import SEEN_RATE
from models import clock
from models.base import new_uid
from models.content import Content
from models.database import database
from models.day_count import DayCount, Viewing
from models.meter import Meter
from models.shop import Shop
from tests.api.audience.conftest import code_of
from tests.builders import a_product, a_share, a_shop, a_video
from tests.conftest import NOON
from usecases import counting

VISITOR = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
COUNTS = ("impressions", "views", "watch_s", "completions", "clicks", "adds")


class Page:
    """A page of Alice's shop, with a video that carries a product."""

    def __init__(self, client: FlaskClient, shop: Shop) -> None:
        self.client, self.shop = client, shop
        self.product = a_product(shop, ref="SKU-1")
        self.video: Content = a_video(shop, products=(self.product,))

    def tell(self, *seen: dict[str, Any], **sent: Any) -> TestResponse:
        """Tell as `sendBeacon` does; items are of the video unless they say otherwise."""
        headers = {"Origin": "https://shop.example", **sent.pop("headers", {})}
        app_id = sent.pop("app_id", self.shop.app_id)
        body = {"seen": [{"content": self.video.uid, **each} for each in seen], **sent}
        return self.client.post(
            f"/audience/v1/seen?app_id={app_id}",
            data=json.dumps(body),
            content_type="text/plain;charset=UTF-8",
            headers=headers,
        )


@pytest.fixture
def page(client: FlaskClient, alice: Shop) -> Page:
    """A page of Alice's shop."""
    return Page(client, alice)


def rows() -> list[tuple[Any, ...]]:
    """What has been counted: content, component, product and the counts that are not 0."""
    return [
        (
            each.content,
            each.component,
            each.product,
            {name: getattr(each, name) for name in COUNTS if getattr(each, name)},
        )
        for each in DayCount.select().order_by(DayCount.component, DayCount.product)
    ]


def test_what_a_page_tells_is_added_to_the_sums_of_the_day(page: Page) -> None:
    first = {"component": "floating", "impressions": 1, "views": 1, "watched": 9}
    added = {"component": "floating", "product": page.product.uid, "clicks": 1, "adds": 1}
    assert (page.tell(first, added).status_code, page.tell(first).status_code) == (204, 204)
    page.tell({"component": "embed", "completions": 1})
    uid, product = page.video.uid, page.product.uid
    assert rows() == [
        (uid, "bubble", "", {"impressions": 2, "views": 2, "watch_s": 18}),
        (uid, "bubble", product, {"clicks": 1, "adds": 1}),
        (uid, "inline", "", {"completions": 1}),
    ]


def test_a_day_is_one_of_the_shops_time_zone(page: Page, alice: Shop, noon: datetime) -> None:
    Shop.update(time_zone="Pacific/Auckland").where(Shop.id == alice.id).execute()
    page.tell({"views": 1})
    assert DayCount.get().day == date(2026, 6, 16)


def test_nothing_is_stored_of_who_did_not_agree(page: Page) -> None:
    page.tell({"views": 1})
    assert Viewing.select().count() == 0


def test_who_agreed_is_known_again_by_a_digest_alone(page: Page) -> None:
    for _ in range(2):
        page.tell({"views": 1}, visitor=VISITOR)
    page.tell({"impressions": 1}, visitor=new_uid())
    [known] = Viewing.select()
    assert (known.content, len(known.visitor)) == (page.video.uid, 64)
    assert VISITOR not in known.visitor


def test_who_does_not_agree_any_more_is_forgotten(page: Page) -> None:
    other = new_uid()
    for visitor in (VISITOR, other):
        page.tell({"views": 1}, visitor=visitor)
    page.tell({"views": 1}, visitor=VISITOR, forget=True)
    assert [each.visitor for each in Viewing.select()] == [
        counting.visitor_digest(page.shop, other)
    ]
    assert DayCount.get().views == 3


def test_global_privacy_control_is_a_no(page: Page) -> None:
    page.tell({"views": 1}, visitor=VISITOR, headers={"Sec-GPC": "1"})
    assert (Viewing.select().count(), DayCount.get().views) == (0, 1)


def test_the_players_own_page_tells_as_well(page: Page) -> None:
    item = {"component": "page", "views": 1}
    for origin in ("https://vitrine.example", "http://localhost"):
        assert page.tell(item, headers={"Origin": origin}).status_code == 204
    assert rows() == [(page.video.uid, "page", "", {"views": 2})]


def test_components_that_this_server_does_not_know_yet_count_all_the_same(page: Page) -> None:
    page.tell({"component": "hologram", "views": 1}, {"views": 1})
    assert rows() == [(page.video.uid, "", "", {"views": 2})]


@pytest.mark.parametrize("whose", ["another shop's", "unknown", "unpublished"])
def test_contents_that_the_shop_does_not_show_have_no_effect(
    page: Page, charlie: Shop, whose: str
) -> None:
    made = {
        "another shop's": lambda: a_video(charlie).uid,
        "unknown": new_uid,
        "unpublished": lambda: a_video(page.shop, published=False).uid,
    }
    told = page.tell({"content": made[whose](), "views": 1}, visitor=VISITOR)
    assert (told.status_code, rows(), Viewing.select().count()) == (204, [], 0)


def test_products_that_the_content_does_not_carry_have_no_effect(page: Page, charlie: Shop) -> None:
    strangers = [a_product(page.shop).uid, a_product(charlie).uid, new_uid()]
    told = page.tell(*({"product": each, "clicks": 1} for each in strangers))
    assert (told.status_code, rows()) == (204, [])


def test_a_borrowing_shop_counts_for_itself_with_its_own_products(page: Page) -> None:
    dora = a_shop("Dora")
    theirs, own = (a_product(each, ean="4006381333931") for each in (page.shop, dora))
    video = a_video(page.shop, products=(theirs,))
    a_share(video, dora)
    fixed = {"content": video.uid, "clicks": 1}
    page.tell({**fixed, "product": own.uid}, {**fixed, "product": theirs.uid}, app_id=dora.app_id)
    [row] = DayCount.select()
    assert (row.shop_id, row.product, row.clicks) == (dora.id, own.uid, 1)


@pytest.mark.parametrize(
    "item",
    [
        {"impressions": -1},
        {"views": 21},
        {"watched": 121},
        {"watched": 1.5},
        {"watched": 10**30},
        {"adds": "1"},
        {"views": True},
        {"views": None},
        {"content": "x", "views": 1},
        {"content": "A" * 32, "views": 1},
        {"product": "\0", "clicks": 1},
        {"component": "a" * 41, "views": 1},
        {"secret": 1},
    ],
    ids=str,
)
def test_what_cannot_be_true_is_refused_as_a_whole(page: Page, item: dict[str, Any]) -> None:
    refused = page.tell({"views": 1}, item)
    assert code_of(refused) == (422, "invalid")
    assert rows() == []


@pytest.mark.parametrize("visitor", ["x", "A" * 32, 7, ["a"]], ids=str)
def test_an_id_that_no_script_makes_is_refused(page: Page, visitor: object) -> None:
    assert code_of(page.tell({"views": 1}, visitor=visitor)) == (422, "invalid")
    assert rows() == []


def test_ten_thousand_items_are_refused(page: Page) -> None:
    many = [{"views": 1}] * 10_000
    assert code_of(page.tell(*many)) == (413, "request-entity-too-large")
    assert code_of(page.tell(*many[:51])) == (422, "invalid")
    assert rows() == []


@pytest.mark.parametrize(
    ("origin", "app_id", "refused"),
    [
        ("https://evil.example", None, (403, "origin-not-allowed")),
        ("null", None, (403, "origin-not-allowed")),
        ("https://shop.example", "unknown", (404, "unknown-app")),
        ("https://vitrine.example", "unknown", (404, "unknown-app")),
        ("https://shop.example", "", (401, "no-credentials")),
    ],
    ids=["another site", "a hidden origin", "no such shop", "our own page", "no shop"],
)
def test_only_pages_of_the_shop_are_heard(
    page: Page, origin: str, app_id: str | None, refused: tuple[int, str]
) -> None:
    shop = page.shop.app_id if app_id is None else app_id
    answer = page.tell({"views": 1}, headers={"Origin": origin}, app_id=shop)
    assert code_of(answer) == refused
    assert rows() == []


def test_a_page_is_answered_nothing_and_may_read_refusals(page: Page) -> None:
    told, refused = page.tell({"views": 1}), page.tell({"views": -1})
    assert (told.data, told.headers["Cache-Control"]) == (b"", "no-store")
    for each in (told, refused):
        assert each.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in each.headers


def test_json_that_says_so_is_let_in_by_browsers(page: Page) -> None:
    path = f"/audience/v1/seen?app_id={page.shop.app_id}"
    asked = page.client.options(path)
    assert asked.headers["Access-Control-Allow-Headers"] == "Content-Type"
    body = {"seen": [{"content": page.video.uid, "views": 1}]}
    told = page.client.post(path, json=body, headers={"Origin": "https://shop.example"})
    assert (told.status_code, DayCount.get().views) == (204, 1)


def test_a_flood_from_one_address_is_refused(
    app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch, noon: datetime
) -> None:
    meters = app.extensions["vitrine.meters"]
    assert meters["seen"].rate == SEEN_RATE
    monkeypatch.setitem(meters, "seen", Meter(2))
    told = [page.tell({"views": 1}).status_code for _ in range(3)]
    assert (told, DayCount.get().views) == ([204, 204, 429], 2)


def test_of_many_pages_at_once_nothing_is_lost(app: Flask, page: Page) -> None:
    def tell() -> None:
        other = Page.__new__(Page)
        other.client, other.shop, other.video = app.test_client(), page.shop, page.video
        for _ in range(10):
            told = other.tell(
                {"component": "embed", "views": 1}, {"component": "floating", "views": 1}
            )
            assert told.status_code == 204

    threads = [threading.Thread(target=tell) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.views for each in DayCount.select()] == [80, 80]


def test_watching_is_forgotten_after_a_year_and_the_sums_are_not(page: Page) -> None:
    with clock.frozen(NOON):
        page.tell({"views": 1}, visitor=VISITOR)
    for later, left in ((counting.KEPT, 1), (counting.KEPT * 1.01, 0)):
        with clock.frozen(NOON + later):
            counting.forget_viewings()
        assert Viewing.select().count() == left
    assert (DayCount.get().views, database.is_closed()) == (1, False)
