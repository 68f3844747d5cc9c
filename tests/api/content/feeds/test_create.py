"""`POST /api/v1/feeds`: a feed is taken on by its address or as a file, and read."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest

from gateways.storage import files
from tests.api.content.conftest import Caller
from tests.api.content.feeds.ways import jacket, many, taken_on
from tests.serving import Site


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
