"""`GET /v2/…/shortform/…`: a short with all its products."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.brand import Brand
from models.content import Content, ContentTag
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_live, a_product, a_seller, a_video
from tests.conftest import NOON
from usecases.numerals import numeral_of


def test_a_short_is_told_whole(server: Server, alice: Shop) -> None:
    facts: dict[str, Any] = {"price_amount": 2000, "discount_amount": 1000, "brand": "Larch"}
    with clock.frozen(NOON):
        mug = a_product(alice, ref="MUG", name="Mug", url="https://shop.example/mug", **facts)
        cap = a_product(alice, in_stock=False, price_amount=None)
        video = a_video(alice, name="Rain", description="On a hill", products=(mug, cap))
    brand = Brand.create(shop=alice, name="Larch", identifier="larch")
    Content.update(brand=brand, updated_at=NOON).where(Content.id == video.id).execute()
    for position in range(7):
        ContentTag.create(content=video, tag=f"tag{position}", position=position)
    told = server.get(f"/shortform/{numeral_of(video.uid)}")
    assert told == server.get(f"/shortform/{video.uid}")
    first, second = told["details"].pop("products")
    [film] = told.pop("video")
    assert told == {
        "shortformId": numeral_of(video.uid),
        "createdAt": "2026-06-15T12:00:00Z",
        "updatedAt": "2026-06-15T12:00:00Z",
        "status": "OPEN",
        "details": {
            "title": "Rain",
            "description": "On a hill",
            "brand": {
                "id": numeral_of(brand.uid),
                "identifier": "larch",
                "name": "Larch",
                "imageUrl": None,
            },
            "tags": ["tag0", "tag1", "tag2", "tag3", "tag4"],
            "productCount": 2,
            "productBanner": None,
        },
        "activity": {
            "viewCount": 0,
            "likeCount": None,
            "commentCount": None,
            "bookmarkCount": None,
            "shareCount": None,
        },
    }
    assert first == {
        "productId": numeral_of(mug.uid),
        "name": "Mug",
        "brand": "Larch",
        "url": "https://shop.example/mug",
        "sku": "MUG",
        "imageUrl": None,
        "currency": "EUR",
        "showPrice": True,
        "originalPrice": 20.0,
        "discountPrice": 10.0,
        "discountRate": 50.0,
        "stockStatus": "IN_STOCK",
    }
    assert (second["originalPrice"], second["stockStatus"]) == (None, "SOLD_OUT")
    assert (film["duration"], film["videoId"]) == (6, told["shortformId"])
    for name, end in (
        ("videoUrl", ".m3u8"),
        ("previewVideoUrl", ".mp4"),
        ("screenshotUrl", ".webp"),
    ):
        assert film[name].startswith("https://vitrine.example/media/")
        assert film[name].endswith(end)


def test_a_hidden_short_and_one_without_a_film_are_the_shops_to_see(
    server: Server, alice: Shop
) -> None:
    video = a_video(alice, ready=False, published=False)
    told = server.get(f"/shortform/{video.uid}")
    assert (told["status"], told["video"]) == ("HIDDEN", [])


def test_what_is_not_the_callers_is_not_there(
    client: FlaskClient, server: Server, charlies: Server, alice: Shop
) -> None:
    video, live = a_video(alice), a_live(alice)
    theirs = a_sellers_server(client, a_seller(alice))
    for caller, name in [
        (charlies, video.uid),
        (charlies, numeral_of(video.uid)),
        (theirs, video.uid),
        (server, live.uid),
    ]:
        assert refusal(caller.ask("GET", f"/shortform/{name}")) == (404, -840)


@pytest.mark.parametrize("name", ["0", "x", "9" * 19, "9" * 40, "-1", "%00", "١٢"])
def test_no_such_short(server: Server, alice: Shop, name: str) -> None:
    a_video(alice)
    assert refusal(server.ask("GET", f"/shortform/{name}")) == (404, -840)
