"""`/api/v1/feeds` and products taken from them, from a real web server to the shop's shelf."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app import Settings
from gateways.queue import queue
from gateways.storage import files
from models import clock
from models.display_rule import PRODUCT, DisplayRule
from models.feed import Feed, FeedItem
from models.product import Product
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_seller
from tests.conftest import NOON
from tests.serving import Site, a_site

HEAD = "id,title,description,link,image_link,price,sale_price,gtin,availability,seller_id\n"
JACKET = (
    "SKU-1,Field jacket,Waxed,https://shop.example/p/1,{picture},129.00 EUR,99.00 EUR,"
    "4006381333931,in stock,\n"
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The site of the tests stands on this machine."""
    return settings.model_copy(update={"fetch_private": True})


@pytest.fixture
def site(photo: bytes) -> Iterator[Site]:
    """The shop's web server, with a feed of one jacket and its picture."""
    with a_site() as serving:
        serving.pages["/1.jpg"] = (200, {"Content-Type": "image/jpeg"}, photo)
        jacket(serving)
        yield serving


def jacket(site: Site, row: str = JACKET, more: str = "") -> None:
    """Let the feed have a jacket, and more rows."""
    site.pages["/feed.csv"] = (HEAD + row.format(picture=site.url("/1.jpg")) + more).encode()


def many(count: int) -> bytes:
    """A feed of so many items."""
    return ("id,title,price\n" + "".join(f"SKU-{n},Item {n},5\n" for n in range(count))).encode()


def taken_on(caller: Caller, site: Site, path: str = "/feed.csv", **more: Any) -> Any:
    """Take a feed on; answer its id and attributes."""
    made = caller.post("/feeds", {"url": site.url(path), **more})
    assert made.status_code == 201, made.json
    return made.json["data"]["id"], made.json["data"]["attributes"]


def test_a_feed_is_fetched_read_and_told(alices: Caller, site: Site, noon: object) -> None:
    broken = "SKU-2,Coat,,,,free,,,,\n,No reference,,,,5,,,,\nSKU-3,Scarf,,,,5 EUR,,123,,\n"
    jacket(site, more=broken)
    uid, told = taken_on(alices, site, every_minutes=60, name="Autumn")
    assert told == {
        "name": "Autumn",
        "url": site.url("/feed.csv"),
        "format": None,
        "locale": None,
        "currency": None,
        "every_minutes": 60,
        "seller_id": None,
        "status": "ready",
        "error": None,
        "progress": 1.0,
        "items_count": 2,
        "rows_count": 4,
        "rejected_count": 2,
        "held_count": None,
        "errors": [
            {"row": 2, "ref": "SKU-2", "detail": "the price 'free' cannot be read"},
            {
                "row": 3,
                "ref": None,
                "detail": "has no ref: one of the columns reference, ref, sku, id, offer_id",
            },
            {
                "row": 4,
                "ref": "SKU-3",
                "detail": "the GTIN '123' was left out: it has 8, 12, 13 or 14 digits",
            },
        ],
        "refreshed_at": "2026-06-15T12:00:00.000Z",
        "next_refresh_at": "2026-06-15T13:00:00.000Z",
        "created_at": "2026-06-15T12:00:00.000Z",
        "updated_at": "2026-06-15T12:00:00.000Z",
    }
    assert alices.get(f"/feeds/{uid}").json["data"]["attributes"] == told
    assert [each["id"] for each in alices.get("/feeds").json["data"]] == [uid]


def test_a_product_is_created_by_its_ref_alone(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    made = alices.post("/products", {"ref": "SKU-1"})
    assert made.status_code == 201, made.json
    told = made.json["data"]["attributes"]
    picture = told.pop("thumbnail_url").removeprefix("https://vitrine.example/")
    with Image.open(files().path(picture)) as kept:
        assert kept.size == (640, 480)
    assert {name: told[name] for name in told if not name.endswith("_at")} == {
        "name": "Field jacket",
        "description": "Waxed",
        "ref": "SKU-1",
        "seller_id": None,
        "ean": "4006381333931",
        "price": "129.00",
        "discount_price": "99.00",
        "currency": "EUR",
        "in_stock": True,
        "url": "https://shop.example/p/1",
        "complementary_informations": {},
        "categories": [],
        "published": True,
        "feed_id": feed,
        "overrides": [],
    }


def test_of_a_feeds_product_the_other_fields_sent_are_passed_over(
    alices: Caller, site: Site
) -> None:
    taken_on(alices, site)
    sent = {"ref": "SKU-1", "name": "Other", "price": "1.00", "published": False}
    told = alices.post("/products", {**sent, "categories": ["Jackets"]}).json["data"]["attributes"]
    assert (told["name"], told["price"]) == ("Field jacket", "129.00")
    assert (told["published"], told["categories"]) == (False, ["Jackets"])


def test_what_no_feed_has_is_a_product_by_hand(alices: Caller, site: Site) -> None:
    taken_on(alices, site)
    bare = alices.post("/products", {"ref": "SKU-9"})
    assert bare.status_code == 422
    assert bare.json["errors"][0]["source"] == {"pointer": "/name"}
    told = alices.post("/products", {"ref": "SKU-9", "name": "Coat"}).json["data"]["attributes"]
    assert (told["name"], told["feed_id"]) == ("Coat", None)


def test_a_seller_limits_the_search_to_its_items(alices: Caller, alice: Shop, site: Site) -> None:
    larch, birch = a_seller(alice, external_id="larch"), a_seller(alice, external_id="birch")
    site.pages["/feed.csv"] = (
        b"id,title,price,seller_id\nSKU-1,By larch,5,larch\nSKU-1,By birch,6,birch\n"
        b"SKU-2,By larch,7,larch\n"
    )
    taken_on(alices, site)
    sent = {"ref": "SKU-1", "seller_id": birch.uid}
    told = alices.post("/products", sent).json["data"]["attributes"]
    assert (told["name"], told["seller_id"]) == ("By birch", birch.uid)
    other = {"ref": "SKU-2", "seller_id": birch.uid}
    assert alices.post("/products", other).status_code == 422
    told = alices.post("/products", {**other, "name": "By hand"}).json["data"]["attributes"]
    assert (told["name"], told["seller_id"], told["feed_id"]) == ("By hand", birch.uid, None)
    assert larch.uid != told["seller_id"]


def test_items_that_name_no_seller_belong_to_the_feeds_own(
    alices: Caller, alice: Shop, site: Site
) -> None:
    larch = a_seller(alice)
    taken_on(alices, site, seller_id=larch.uid)
    told = alices.post("/products", {"ref": "SKU-1"}).json["data"]["attributes"]
    assert told["seller_id"] == larch.uid


def test_another_shops_feed_gives_nothing(alices: Caller, charlies: Caller, site: Site) -> None:
    taken_on(alices, site)
    assert charlies.post("/products", {"ref": "SKU-1"}).status_code == 422


def test_a_ref_stands_once_also_when_it_is_taken_from_a_feed(alices: Caller, site: Site) -> None:
    taken_on(alices, site)
    assert alices.post("/products", {"ref": "SKU-1"}).status_code == 201
    again = alices.post("/products", {"ref": "SKU-1"})
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "ref-taken")


def test_a_refresh_changes_products_but_for_what_is_overridden(
    alices: Caller, site: Site, photo: bytes
) -> None:
    feed, _ = taken_on(alices, site)
    uid = alices.post("/products", {"ref": "SKU-1"}).json["data"]["id"]
    own = alices.patch(f"/products/{uid}", {"name": "My jacket", "description": "Waxed"})
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
    assert (told["price"], told["discount_price"]) == ("140.00", None)
    assert (told["in_stock"], told["url"]) == (False, "https://shop.example/p/2")
    after = Product.get().picture
    assert before != after
    assert not files().path(before).exists()
    assert files().path(after).exists()
    rules = {each.text for each in DisplayRule.select().where(DisplayRule.owner == PRODUCT)}
    assert rules == {"ref SKU-1", "https://shop.example/p/2"}


def test_an_override_ends_when_the_feeds_own_fact_is_sent_or_none_is_wanted(
    alices: Caller, site: Site, photo: bytes
) -> None:
    taken_on(alices, site)
    path = f"/products/{alices.post('/products', {'ref': 'SKU-1'}).json['data']['id']}"

    def told(sent: dict[str, Any]) -> dict[str, Any]:
        answer = alices.patch(path, sent)
        assert answer.status_code == 200, answer.json
        attributes: dict[str, Any] = answer.json["data"]["attributes"]
        return attributes

    picture = base64.b64encode(photo).decode()
    sent = {"name": "Mine", "discount_price": None, "in_stock": False, "thumbnail": picture}
    assert told(sent)["overrides"] == ["in_stock", "name", "thumbnail", "price"]
    assert told({"name": "Field jacket"})["overrides"] == ["in_stock", "thumbnail", "price"]
    left = told({"overrides": ["in_stock"]})
    assert (left["overrides"], left["in_stock"]) == (["in_stock"], False)
    assert left["discount_price"] == "99.00"
    assert len(site.asked) == 3, "the feed, the picture, and the picture once more"
    assert told({"overrides": [], "url": None})["overrides"] == ["url"]


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


def test_a_picture_that_cannot_be_had_costs_nothing_else(alices: Caller, site: Site) -> None:
    site.pages["/1.jpg"] = (200, {"Content-Type": "image/jpeg"}, b"<html>not a picture</html>")
    taken_on(alices, site)
    told = alices.post("/products", {"ref": "SKU-1"}).json["data"]["attributes"]
    assert (told["name"], told["thumbnail_url"]) == ("Field jacket", None)


def test_a_feed_that_shrinks_by_more_than_half_is_held_back(alices: Caller, site: Site) -> None:
    site.pages["/feed.csv"] = many(10)
    feed, _ = taken_on(alices, site)
    site.pages["/feed.csv"] = many(4).replace(b"Item 1", b"Other 1")
    alices.post(f"/feeds/{feed}/refresh")
    held = alices.get(f"/feeds/{feed}").json["data"]["attributes"]
    assert (held["status"], held["items_count"], held["held_count"]) == ("held_back", 10, 4)
    assert "4 items now and had 10" in held["error"]
    assert alices.post("/products", {"ref": "SKU-1"}).json["data"]["attributes"]["name"] == "Item 1"
    # What is accepted is what was judged, whatever the address answers by now.
    site.pages["/feed.csv"] = b"<html>"
    assert alices.post(f"/feeds/{feed}/accept").status_code == 202
    told = alices.get(f"/feeds/{feed}").json["data"]["attributes"]
    assert (told["status"], told["items_count"], told["held_count"]) == ("ready", 4, None)
    assert Product.get().name == "Other 1"
    again = alices.post(f"/feeds/{feed}/accept")
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "nothing-held")
    assert not list(files().entries(f"feeds/{feed}"))


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


def test_a_shopify_shop_is_read_page_by_page(alices: Caller, site: Site) -> None:
    def product(number: int) -> str:
        variant = f'{{"id": {number}, "title": "Default Title", "price": "5.00"}}'
        return f'{{"title": "Item {number}", "handle": "item-{number}", "variants": [{variant}]}}'

    for number in (1, 2):
        page = f'{{"products": [{product(number)}]}}'.encode()
        site.pages[f"/products.json?limit=250&page={number}"] = page
    site.pages["/products.json?limit=250&page=3"] = b'{"products": []}'
    _, told = taken_on(alices, site, "/products.json?page=7")
    assert (told["status"], told["items_count"]) == ("ready", 2), told
    made = alices.post("/products", {"ref": "2"}).json["data"]["attributes"]
    assert (made["price"], made["url"]) == ("5.00", site.url("/products/item-2?variant=2"))


def test_a_file_is_uploaded_instead(alices: Caller, site: Site) -> None:
    made = alices.form("POST", "/feeds", file=(io.BytesIO(many(3)), "feed.csv"), name="Mine")
    assert made.status_code == 201, made.json
    feed, told = made.json["data"]["id"], made.json["data"]["attributes"]
    assert (told["status"], told["items_count"], told["url"]) == ("ready", 3, None)
    refused = alices.post(f"/feeds/{feed}/refresh")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "nothing-to-fetch")
    sent = {"file": base64.b64encode(many(2)).decode()}
    told = alices.patch(f"/feeds/{feed}", sent).json["data"]["attributes"]
    assert (told["status"], told["items_count"]) == ("ready", 2)
    assert not list(files().entries(f"feeds/{feed}"))
    told = alices.patch(f"/feeds/{feed}", {"url": site.url("/feed.csv")}).json["data"]["attributes"]
    assert (told["status"], told["items_count"]) == ("ready", 1)


def test_a_removed_feed_leaves_the_products_made_of_it(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    uid = alices.post("/products", {"ref": "SKU-1"}).json["data"]["id"]
    assert alices.delete(f"/feeds/{feed}").status_code == 204
    told = alices.get(f"/products/{uid}").json["data"]["attributes"]
    assert (told["name"], told["feed_id"], told["overrides"]) == ("Field jacket", None, [])
    assert FeedItem.select().count() == 0


def test_a_removed_product_is_followed_by_nothing(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    uid = alices.post("/products", {"ref": "SKU-1"}).json["data"]["id"]
    assert alices.delete(f"/products/{uid}").status_code == 204
    alices.post(f"/feeds/{feed}/refresh")
    assert alices.get(f"/feeds/{feed}").json["data"]["attributes"]["status"] == "ready"
    assert alices.post("/products", {"ref": "SKU-1"}).status_code == 201


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({}, "/url"),
        ({"url": "https://shop.example/feed", "file": "YQ=="}, "/url"),
        ({"url": "ftp://shop.example/feed"}, "/url"),
        ({"url": "https://bob:secret@shop.example/"}, "/url"),
        ({"url": "https://shop.example/" + "a" * 2048}, "/url"),
        ({"file": ""}, "/file"),
        ({"file": "not base64!"}, "/file"),
        ({"file": 7}, "/file"),
        ({"file": "YQ==", "every_minutes": 60}, "/every_minutes"),
        ({"url": "https://shop.example/", "every_minutes": 14}, "/every_minutes"),
        ({"url": "https://shop.example/", "every_minutes": 43201}, "/every_minutes"),
        ({"url": "https://shop.example/", "every_minutes": "60"}, "/every_minutes"),
        ({"url": "https://shop.example/", "format": "xlsx"}, "/format"),
        ({"url": "https://shop.example/", "currency": "QQQ"}, "/currency"),
        ({"url": "https://shop.example/", "locale": "klingon"}, "/locale"),
        ({"url": "https://shop.example/", "seller_id": "nobody"}, "/seller_id"),
        ({"url": "https://shop.example/", "name": ""}, "/name"),
        ({"url": "https://shop.example/", "colour": "red"}, "/colour"),
    ],
    ids=lambda each: str(each)[-50:] if isinstance(each, dict) else "",
)
def test_a_wrong_field_is_named_and_no_feed_is_made(
    alices: Caller, sent: dict[str, Any], pointer: str
) -> None:
    refused = alices.post("/feeds", sent)
    assert refused.status_code == 422
    assert [each["source"]["pointer"] for each in refused.json["errors"]] == [pointer]
    assert alices.get("/feeds").json["data"] == []


def test_a_feed_cannot_lose_its_address(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    assert alices.patch(f"/feeds/{feed}", {"url": None}).status_code == 422


def test_schedules_are_kept_by_the_worker(app: Flask, alices: Caller, site: Site) -> None:
    with clock.frozen(NOON):
        feed, _ = taken_on(alices, site, every_minutes=15)
    asked = len(site.asked)
    for minutes, more in ((14, 0), (15, 1), (29, 1), (30, 2)):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            queue().add("feeds")
        assert len(site.asked) - asked == more
    assert alices.get(f"/feeds/{feed}").json["data"]["attributes"]["status"] == "ready"
