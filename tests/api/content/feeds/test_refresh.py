"""`POST /api/v1/feeds/<uid>/refresh`: a feed is read again, and the products made of it follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from gateways.queue import queue
from gateways.storage import files
from models import clock
from models.display_rule import PRODUCT, DisplayRule
from models.feed import Feed, FeedItem
from models.product import Product
from tests.api.content.conftest import Caller
from tests.api.content.feeds.ways import HEAD, jacket, many, taken_on
from tests.conftest import NOON
from tests.serving import Site


def test_a_refresh_changes_products_but_for_what_is_overridden(
    alices: Caller, site: Site, photo: bytes
) -> None:
    feed, _ = taken_on(alices, site)
    uid = alices.post("/products", {"ref": "SKU-1"}).json["data"]["id"]
    small = {"ref": "SKU-1-S", "options": ["S"], "price": None, "in_stock": True}
    choices = {"options": [{"name": "Size", "values": ["S"]}], "variants": [small]}
    sent = {"name": "My jacket", "description": "Waxed", "choices": choices}
    own = alices.patch(f"/products/{uid}", sent)
    assert own.json["data"]["attributes"]["overrides"] == ["name"]
    site.pages["/2.jpg"] = (200, {}, photo)
    site.pages["/feed.csv"] = (
        f"{HEAD}SKU-1,New name,New words,https://shop.example/p/2,{site.url('/2.jpg')},"
        "140.00 EUR,,,out of stock,\n"
    ).encode()
    before = Product.get().picture
    assert alices.post(f"/feeds/{feed}/refresh").status_code == 202
    told = alices.get(f"/products/{uid}").json["data"]["attributes"]
    assert (told["name"], told["description"]) == ("My jacket", "New words")
    assert told["choices"] == choices
    assert (told["price"], told["discount_price"]) == ("140.00", None)
    assert (told["in_stock"], told["url"]) == (False, "https://shop.example/p/2")
    after = Product.get().picture
    assert before != after
    assert not files().path(before).exists()
    assert files().path(after).exists()
    rules = {each.text for each in DisplayRule.select().where(DisplayRule.owner == PRODUCT)}
    assert rules == {"ref SKU-1", "https://shop.example/p/2"}


def test_what_leaves_the_feed_is_sold_out_until_it_is_back(alices: Caller, site: Site) -> None:
    jacket(site, more="SKU-2,Coat,,,,5,,,,\n")
    feed, _ = taken_on(alices, site)
    uid = alices.post("/products", {"ref": "SKU-1"}).json["data"]["id"]
    site.pages["/feed.csv"] = (HEAD + "SKU-2,Coat,,,,5,,,,\n").encode()
    alices.post(f"/feeds/{feed}/refresh")
    gone = alices.get(f"/products/{uid}").json["data"]["attributes"]
    assert (gone["name"], gone["in_stock"], gone["feed_id"]) == ("Field jacket", False, feed)
    jacket(site, more="SKU-2,Coat,,,,5,,,,\n")
    alices.post(f"/feeds/{feed}/refresh")
    assert alices.get(f"/products/{uid}").json["data"]["attributes"]["in_stock"] is True


def test_half_is_not_held_back_and_a_held_feed_heals_itself(alices: Caller, site: Site) -> None:
    site.pages["/feed.csv"] = many(10)
    feed, _ = taken_on(alices, site)
    for count, state, items in ((5, "ready", 5), (2, "held_back", 5), (6, "ready", 6)):
        site.pages["/feed.csv"] = many(count)
        alices.post(f"/feeds/{feed}/refresh")
        told = alices.get(f"/feeds/{feed}").json["data"]["attributes"]
        assert (told["status"], told["items_count"], told["error"] is None) == (
            state,
            items,
            state == "ready",
        )
    assert not list(files().entries(f"feeds/{feed}"))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ((404, {}, b""), "404"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "http://"),
        (b"<!doctype html><html>", "web page"),
        (b"", "empty"),
        (b'[{"id": 1, "title": "a"}, {', "broken"),
    ],
    ids=["gone", "a redirect to a file", "a web page", "nothing", "cut off"],
)
def test_a_failed_refresh_is_told_and_loses_nothing(
    alices: Caller, site: Site, page: Any, words: str
) -> None:
    feed, _ = taken_on(alices, site)
    site.pages["/feed.csv"] = page
    alices.post(f"/feeds/{feed}/refresh")
    told = alices.get(f"/feeds/{feed}").json["data"]["attributes"]
    assert (told["status"], told["items_count"]) == ("error", 1)
    assert words in told["error"]
    assert FeedItem.select().count() == 1


def test_what_has_not_changed_is_not_read_again(alices: Caller, site: Site) -> None:
    body = site.pages["/feed.csv"]

    def page(handler: Any) -> Any:
        if handler.headers["If-None-Match"] == '"1"':
            return 304, {}, b""
        return 200, {"ETag": '"1"'}, body

    site.pages["/feed.csv"] = page
    feed, _ = taken_on(alices, site)
    for sent, rounds in (({}, 2), ({"currency": "USD"}, 3)):
        assert alices.patch(f"/feeds/{feed}", sent).status_code == 200
        alices.post(f"/feeds/{feed}/refresh")
        assert alices.get(f"/feeds/{feed}").json["data"]["attributes"]["status"] == "ready"
        assert Feed.get().round >= rounds
    marks = [headers.get("if-none-match") for path, headers in site.asked if path == "/feed.csv"]
    assert marks == [None, '"1"', None, '"1"']


def test_a_removed_product_is_followed_by_nothing(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    uid = alices.post("/products", {"ref": "SKU-1"}).json["data"]["id"]
    assert alices.delete(f"/products/{uid}").status_code == 204
    alices.post(f"/feeds/{feed}/refresh")
    assert alices.get(f"/feeds/{feed}").json["data"]["attributes"]["status"] == "ready"
    assert alices.post("/products", {"ref": "SKU-1"}).status_code == 201


def test_schedules_are_kept_by_the_worker(app: Flask, alices: Caller, site: Site) -> None:
    with clock.frozen(NOON):
        feed, _ = taken_on(alices, site, every_minutes=15)
    asked = len(site.asked)
    for minutes, more in ((14, 0), (15, 1), (29, 1), (30, 2)):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            queue().add("feeds")
        assert len(site.asked) - asked == more
    assert alices.get(f"/feeds/{feed}").json["data"]["attributes"]["status"] == "ready"
