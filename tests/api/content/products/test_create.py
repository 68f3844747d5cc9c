"""`POST /api/v1/products`: a product by hand, with its picture and its price."""

from __future__ import annotations

import base64
import io
from datetime import datetime

import pytest
from PIL import Image

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.products.ways import stored
from tests.builders import a_seller


def test_a_product_is_created_as_documented(
    alices: Caller, alice: Shop, photo: bytes, noon: datetime
) -> None:
    seller = a_seller(alice)
    sent = {
        "name": "Field jacket",
        "description": "Waxed cotton",
        "ref": "SKU-1",
        "seller_id": seller.uid,
        "ean": "4006381333931",
        "price": "129.00",
        "discount_price": "99.90",
        "in_stock": True,
        "url": "https://shop.example/p/field-jacket",
        "complementary_informations": {"fabric": {"outer": ["cotton", None, 1.5]}},
        "categories": ["Jackets", "Autumn"],
    }
    answer = alices.post("/products", {**sent, "thumbnail": base64.b64encode(photo).decode()})
    assert answer.status_code == 201
    made = answer.json["data"]
    told = made["attributes"]
    picture = told.pop("thumbnail_url")
    assert told == {
        **sent,
        "categories": ["Autumn", "Jackets"],
        "currency": "EUR",
        "published": True,
        "choices": None,
        "auction": None,
        "feed_id": None,
        "overrides": [],
        "created_at": "2026-06-15T12:00:00.000Z",
        "updated_at": "2026-06-15T12:00:00.000Z",
    }
    with Image.open(stored(picture)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (640, 480))
    again = alices.get(f"/products/{made['id']}").json["data"]
    assert again["attributes"] == {**told, "thumbnail_url": picture}


def test_a_form_says_the_same_as_json(alices: Caller, photo: bytes) -> None:
    answer = alices.form(
        "POST",
        "/products",
        name="Field jacket",
        ref="1e3",
        price="129.00",
        in_stock="false",
        complementary_informations='{"fabric": "cotton"}',
        categories=["Jackets", "Autumn, early"],
        description="",
        thumbnail=(io.BytesIO(photo), "photo.jpg"),
    )
    assert answer.status_code == 201, answer.json
    told = answer.json["data"]["attributes"]
    assert told["in_stock"] is False
    assert told["ref"] == "1e3"
    assert told["complementary_informations"] == {"fabric": "cotton"}
    assert told["categories"] == ["Autumn, early", "Jackets"]
    assert told["description"] is None
    assert stored(told["thumbnail_url"]).exists()


def test_a_picture_is_told_in_every_size_without_what_the_camera_wrote(
    alices: Caller,
) -> None:
    turned = Image.Exif()
    turned[0x0112], turned[0x010F] = 6, "a camera"
    out = io.BytesIO()
    Image.new("RGB", (1000, 500), (200, 30, 30)).save(out, "JPEG", exif=turned)
    sent = base64.b64encode(out.getvalue()).decode()
    made = alices.post("/products", {"name": "Jacket", "thumbnail": sent}).json["data"]
    folder = stored(made["attributes"]["thumbnail_url"]).parent
    sizes = {}
    for each in folder.iterdir():
        with Image.open(each) as kept:
            sizes[each.name] = kept.size
            assert not kept.getexif()
    assert sizes == {
        "160.webp": (160, 320),
        "160.jpg": (160, 320),
        "640.webp": (500, 1000),
        "640.jpg": (500, 1000),
    }


@pytest.mark.parametrize(
    ("price", "currency"),
    [("19.90", "EUR"), ("0.00", "EUR"), ("1990", "JPY"), ("19.900", "KWD"), ("0.07", "EUR")],
)
def test_money_comes_back_as_it_was_sent(alices: Caller, price: str, currency: str) -> None:
    made = alices.post("/products", {"name": "Jacket", "price": price, "currency": currency})
    assert made.json["data"]["attributes"]["price"] == price


def test_a_ref_stands_once_in_a_shop(alices: Caller, charlies: Caller) -> None:
    first = alices.post("/products", {"name": "Jacket", "ref": "SKU-1"}).json["data"]
    second = alices.post("/products", {"name": "Coat", "ref": "SKU-2"}).json["data"]
    again = alices.post("/products", {"name": "Other", "ref": "SKU-1"})
    assert again.status_code == 409
    assert again.json["errors"][0]["code"] == "ref-taken"
    assert "SKU-1" in again.json["errors"][0]["detail"]
    assert alices.patch(f"/products/{second['id']}", {"ref": "SKU-1"}).status_code == 409
    assert alices.patch(f"/products/{first['id']}", {"ref": "SKU-1"}).status_code == 200
    assert charlies.post("/products", {"name": "Jacket", "ref": "SKU-1"}).status_code == 201


def test_products_without_a_ref_do_not_collide(alices: Caller) -> None:
    made = [alices.post("/products", {"name": "Jacket"}).status_code for _ in range(2)]
    assert made == [201, 201]
