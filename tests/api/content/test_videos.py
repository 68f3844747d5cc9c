"""`/api/v1/videos`: spelling, statuses, filters, and the link a film is sent to."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateways.storage import files
from models.asset import ERROR, PROCESSING, READY, WAITING_UPLOAD, Asset
from models.content import Content
from models.database import database
from models.display_rule import DisplayRule
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import (
    a_live,
    a_placement,
    a_product,
    a_seller,
    a_shop,
    a_video,
    an_asset,
)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Write down every statement the block sends to the database."""
    told: list[str] = []
    real = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        told.append(sql)
        return real(sql, *rest, **options)

    database.obj.execute_sql = listen
    try:
        yield told
    finally:
        del database.obj.execute_sql


def test_a_video_is_created_as_documented(
    alices: Caller, alice: Shop, photo: bytes, noon: datetime
) -> None:
    seller = a_seller(alice)
    product = a_product(alice, seller=seller)
    sent = {
        "name": "Rain test",
        "description": "Ten minutes under the hose",
        "tags": ["rain", "autumn"],
        "seller_id": seller.uid,
        "product_ids": [product.uid],
        "urls": ["https://shop.example/jackets/*"],
        "excluded_urls": ["*.shop.example/checkout"],
    }
    picture = base64.b64encode(photo).decode()
    answer = alices.post("/videos", {**sent, "thumbnail": picture, "portrait_thumbnail": picture})
    assert answer.status_code == 201, answer.json
    made = answer.json["data"]
    told = made["attributes"]
    assert {name: told[name] for name in sent} == sent
    assert told["products"][0]["attributes"]["price"] == "129.00"
    assert told["seller"]["attributes"]["name"] == seller.name
    assert told["thumbnail_url"] != told["portrait_thumbnail_url"]
    assert told["upload_url"].startswith("https://vitrine.example/api/v1/uploads/")
    assert told["upload_url_expires_at"] == "2026-06-15T13:00:00.000Z"
    assert told["player_url"] == f"https://vitrine.example/embed/videos/{made['id']}"
    assert (told["status"], told["progress"], told["error"]) == ("waiting_upload", 0.0, None)
    assert (told["duration"], told["playback_url"], told["shared"]) == (None, None, False)
    assert told["created_at"] == told["updated_at"] == "2026-06-15T12:00:00.000Z"


def test_the_link_is_told_when_the_video_is_made_and_when_it_is_asked_for(
    alices: Caller, client: FlaskClient
) -> None:
    uid = alices.post("/videos", {"name": "Rain test"}).json["data"]["id"]
    assert alices.get(f"/videos/{uid}").json["data"]["attributes"]["upload_url"] is None
    answer = alices.post(f"/videos/{uid}/upload_url")
    assert answer.status_code == 200
    assert list(answer.json) == ["url"]
    path = answer.json["url"].removeprefix("https://vitrine.example")
    assert client.get(path).json["data"]["attributes"]["status"] == "waiting_upload"


def test_a_form_takes_lists_and_pictures(alices: Caller, alice: Shop, photo: bytes) -> None:
    products = [a_product(alice, ref=ref) for ref in ("A", "B")]
    answer = alices.form(
        "POST",
        "/videos",
        name="Rain test",
        **{"tags[]": ["rain", "wind, and cold"]},
        product_ids=[each.uid for each in products],
        thumbnail=(io.BytesIO(photo), "photo.jpg"),
    )
    assert answer.status_code == 201, answer.json
    told = answer.json["data"]["attributes"]
    assert told["tags"] == ["rain", "wind, and cold"]
    assert told["product_ids"] == [each.uid for each in products]
    assert told["thumbnail_url"].endswith("/640.webp")


def test_what_plays_is_told(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert (told["status"], told["progress"]) == ("ready", 1.0)
    assert (told["duration"], told["width"], told["height"]) == (6.2, 1280, 720)
    assert told["playback_url"].endswith("/master.m3u8")
    assert told["thumbnail_url"].endswith("/poster-640.webp")
    assert told["portrait_thumbnail_url"] is None


def test_an_upright_film_is_its_own_portrait(alices: Caller, alice: Shop) -> None:
    video = a_video(alice, ready=False)
    an_asset(video, width=720, height=1280)
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert told["portrait_thumbnail_url"].endswith("/poster-640.webp")


@pytest.mark.parametrize(
    ("states", "status", "plays"),
    [
        ((), "waiting_upload", False),
        ((WAITING_UPLOAD,), "waiting_upload", False),
        ((PROCESSING,), "processing", False),
        ((ERROR,), "error", False),
        ((READY, WAITING_UPLOAD), "ready", True),
        ((READY, PROCESSING), "processing", True),
        ((READY, ERROR), "error", True),
        ((ERROR, WAITING_UPLOAD), "error", False),
    ],
    ids=lambda each: "+".join(each) or "no upload" if isinstance(each, tuple) else None,
)
def test_the_upload_that_counts_gives_the_status(
    alices: Caller, alice: Shop, states: tuple[str, ...], status: str, plays: bool
) -> None:
    video = a_video(alice, ready=False)
    for state in states:
        facts = {"progress": 0.4, "reason": "The file is cut off."} if state == ERROR else {}
        an_asset(video, state=state, playing=state == READY, **facts)
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert told["status"] == status
    assert (told["playback_url"] is not None) is plays
    assert told["error"] == ("The file is cut off." if status == "error" else None)


def test_put_asks_for_the_name_and_keeps_what_is_not_sent(alices: Caller, alice: Shop) -> None:
    video = a_video(alice, products=(a_product(alice),), description="About rain")
    assert alices.put(f"/videos/{video.uid}", {"description": "x"}).status_code == 422
    told = alices.put(f"/videos/{video.uid}", {"name": "Wind test"}).json["data"]["attributes"]
    assert (told["name"], told["description"]) == ("Wind test", "About rain")
    assert len(told["products"]) == 1


@pytest.mark.parametrize("empty", [None, []], ids=["null", "an empty list"])
def test_patch_empties_lists(alices: Caller, alice: Shop, empty: Any) -> None:
    product = a_product(alice)
    sent = {"name": "Rain", "tags": ["a"], "product_ids": [product.uid], "urls": ["/a"]}
    uid = alices.post("/videos", sent).json["data"]["id"]
    change = {"tags": empty, "product_ids": empty, "urls": empty}
    told = alices.patch(f"/videos/{uid}", change).json["data"]["attributes"]
    assert (told["tags"], told["product_ids"], told["urls"]) == ([], [], [])


def test_a_sellers_video_carries_that_sellers_products_alone(alices: Caller, alice: Shop) -> None:
    larch, birch = a_seller(alice), a_seller(alice)
    theirs, other, nobodys = (
        a_product(alice, seller=larch),
        a_product(alice, seller=birch),
        a_product(alice),
    )
    sent = {"name": "Rain", "seller_id": larch.uid}
    wrong = {**sent, "product_ids": [theirs.uid, other.uid, nobodys.uid]}
    refused = alices.post("/videos", wrong)
    assert refused.status_code == 422
    pointers = [each["source"]["pointer"] for each in refused.json["errors"]]
    assert pointers == ["/product_ids/1", "/product_ids/2"]
    made = alices.post("/videos", {**sent, "product_ids": [theirs.uid]}).json["data"]
    assert alices.patch(f"/videos/{made['id']}", {"seller_id": birch.uid}).status_code == 422
    moved = alices.patch(f"/products/{theirs.uid}", {"seller_id": birch.uid})
    assert moved.status_code == 409
    assert moved.json["errors"][0]["code"] == "seller-differs"
    assert "Rain" in moved.json["errors"][0]["detail"]


def test_a_moderated_sellers_video_waits_until_it_is_published(alices: Caller, alice: Shop) -> None:
    seller = a_seller(alice, moderated=True)
    made = alices.post("/videos", {"name": "Rain", "seller_id": seller.uid}).json["data"]
    assert made["attributes"]["published"] is False
    told = alices.patch(f"/videos/{made['id']}", {"published": True}).json["data"]["attributes"]
    assert told["published"] is True


def test_a_removed_video_takes_its_files_and_rules_along(
    alices: Caller, alice: Shop, photo: bytes
) -> None:
    sent = {"name": "Rain", "urls": ["/a"], "thumbnail": base64.b64encode(photo).decode()}
    uid = alices.post("/videos", sent).json["data"]["id"]
    video = Content.get(Content.uid == uid)
    film = an_asset(video)
    files().write(f"{film.folder}/master.m3u8", b"#EXTM3U")
    a_placement(alice, content=video, urls=["/b"], excluded_refs=["SKU-1"])
    assert DisplayRule.select().count() == 3
    assert alices.delete(f"/videos/{uid}").status_code == 204
    assert DisplayRule.select().count() == 0
    assert Asset.select().count() == 0
    assert alices.get("/placements").json["data"] == []
    kept = [each for each in files().path("media").rglob("*") if each.is_file()]
    assert kept == []


def test_videos_are_narrowed_by_what_is_documented(alices: Caller, alice: Shop) -> None:
    larch = a_seller(alice, name="Larch & Co", external_id="v-1")
    jacket, scarf = a_product(alice, ref="J-1"), a_product(alice, ref="S-1")
    made = {
        "Rain": alices.post("/videos", {"name": "Rain", "tags": ["wet", "cold"]}),
        "Wind": alices.post(
            "/videos", {"name": "Wind", "tags": ["cold"], "product_ids": [jacket.uid, scarf.uid]}
        ),
    }
    assert {each.status_code for each in made.values()} == {201}
    a_video(alice, name="Snow", seller=larch, products=(jacket,))
    a_live(alice, name="Live show")
    other = a_shop("Other")
    a_video(other, name="Rain", products=(a_product(other, ref="J-1"),))

    def names(query: str) -> list[str]:
        listed = alices.get(f"/videos?{query}").json["data"]
        return sorted(each["attributes"]["name"] for each in listed)

    assert names("") == ["Rain", "Snow", "Wind"]
    assert names("name=RAI") == ["Rain"]
    assert names(f"product_id={jacket.uid}") == ["Snow", "Wind"]
    assert names("product_ref=S-1") == ["Wind"]
    assert names(f"seller_id={larch.uid}") == ["Snow"]
    assert names("seller_name=larch") == ["Snow"]
    assert names("seller_external_id=v-1") == ["Snow"]
    for both in ("tags=wet&tags=cold", "tags[]=wet&tags[]=cold", "tags=wet,cold"):
        assert names(both) == ["Rain"]
    assert names("tags=cold") == ["Rain", "Wind"]
    assert names("tags=cold&product_ref=J-1") == ["Wind"]
    assert names("tags=") == ["Rain", "Snow", "Wind"]


def test_a_live_is_no_video(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    assert alices.get(f"/videos/{live.uid}").status_code == 404
    assert alices.delete(f"/videos/{live.uid}").status_code == 404


def test_pages_are_told_in_headers(alices: Caller, alice: Shop) -> None:
    for number in range(45):
        a_video(alice, name=f"Rain {number}", ready=False)
    first = alices.get("/videos?name=rain")
    assert len(first.json["data"]) == 20
    told = {name: first.headers[name] for name in ("Current-Page", "Page-Items")}
    assert told == {"Current-Page": "1", "Page-Items": "20"}
    assert (first.headers["Total-Count"], first.headers["Total-Pages"]) == ("45", "3")
    assert (
        '<https://vitrine.example/api/v1/videos?name=rain&page=2>; rel="next"'
        in first.headers["Link"]
    )
    assert "Link" in first.headers["Access-Control-Expose-Headers"]
    third = alices.get("/videos?name=rain&page=3")
    assert len(third.json["data"]) == 5
    assert 'rel="prev"' in third.headers["Link"]
    assert 'rel="next"' not in third.headers["Link"]
    seen = {
        each["id"] for page in (1, 2, 3) for each in alices.get(f"/videos?page={page}").json["data"]
    }
    assert len(seen) == 45


@pytest.mark.parametrize("page", ["4", "999999999", "123456789012345678901234567890"])
def test_a_page_past_the_end_is_empty(alices: Caller, alice: Shop, page: str) -> None:
    a_video(alice)
    answer = alices.get(f"/videos?page={page}")
    assert (answer.status_code, answer.json["data"]) == (200, [])


def test_twenty_videos_cost_no_more_queries_than_one(alices: Caller, alice: Shop) -> None:
    def another() -> None:
        products = tuple(a_product(alice, seller=a_seller(alice)) for _ in range(3))
        a_video(alice, products=products, seller=a_seller(alice))

    another()
    alices.get("/videos")
    with counted_queries() as for_one:
        alices.get("/videos")
    for _ in range(19):
        another()
    with counted_queries() as for_twenty:
        assert len(alices.get("/videos").json["data"]) == 20
    assert len(for_twenty) == len(for_one)
    assert len(for_one) > 3
