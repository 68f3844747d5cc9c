"""`POST /api/v1/videos`: a video, its products, its pictures and the link for its film."""

from __future__ import annotations

import base64
import io
from datetime import datetime

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_seller


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
