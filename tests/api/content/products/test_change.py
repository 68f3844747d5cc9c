"""`PATCH /api/v1/products/<uid>`: single fields, pictures, and what pages make of it."""

from __future__ import annotations

import base64
import io

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.products.ways import stored
from tests.builders import a_product, a_seller, a_video


def test_a_file_that_was_not_chosen_changes_nothing(alices: Caller, photo: bytes) -> None:
    made = alices.form(
        "POST", "/products", name="Field jacket", thumbnail=(io.BytesIO(photo), "photo.jpg")
    ).json["data"]
    same = alices.form(
        "PATCH", f"/products/{made['id']}", name="Jacket", thumbnail=(io.BytesIO(b""), "")
    )
    assert same.status_code == 200, same.json
    told = same.json["data"]["attributes"]
    assert told["name"] == "Jacket"
    assert told["thumbnail_url"] == made["attributes"]["thumbnail_url"]


def test_a_new_picture_takes_the_place_of_the_old_one(alices: Caller, photo: bytes) -> None:
    sent = base64.b64encode(photo).decode()
    made = alices.post("/products", {"name": "Jacket", "thumbnail": sent}).json["data"]
    old = stored(made["attributes"]["thumbnail_url"])
    path = f"/products/{made['id']}"
    new = alices.patch(path, {"thumbnail": f"data:image/jpeg;base64,{sent}"}).json["data"]
    assert not old.exists()
    assert stored(new["attributes"]["thumbnail_url"]).exists()
    bare = alices.patch(path, {"thumbnail": None}).json["data"]
    assert bare["attributes"]["thumbnail_url"] is None
    assert not stored(new["attributes"]["thumbnail_url"]).exists()


def test_a_refused_change_leaves_the_picture_as_it_was(alices: Caller, photo: bytes) -> None:
    sent = base64.b64encode(photo).decode()
    made = alices.post("/products", {"name": "Jacket", "thumbnail": sent}).json["data"]
    path = f"/products/{made['id']}"
    assert alices.patch(path, {"thumbnail": sent, "price": "-1"}).status_code == 422
    assert alices.get(path).json["data"] == made
    kept = stored(made["attributes"]["thumbnail_url"])
    assert [each.name for each in kept.parents[1].iterdir()] == [kept.parent.name]


def test_null_empties_every_field_that_may_be_empty(alices: Caller, alice: Shop) -> None:
    fields = (
        "description",
        "thumbnail",
        "ref",
        "seller_id",
        "ean",
        "price",
        "discount_price",
        "in_stock",
        "url",
        "complementary_informations",
        "categories",
    )
    empty = dict.fromkeys(fields)
    made = alices.post("/products", {"name": "Jacket", **empty})
    assert made.status_code == 201, made.json
    sent = {
        "ref": "SKU-1",
        "seller_id": a_seller(alice).uid,
        "price": "2.00",
        "discount_price": "1.00",
        "in_stock": False,
        "complementary_informations": {"a": 1},
        "categories": ["Jackets"],
    }
    path = f"/products/{made.json['data']['id']}"
    assert alices.patch(path, sent).status_code == 200
    told = alices.patch(path, empty).json["data"]["attributes"]
    assert {name: told[name] for name in fields if name != "thumbnail"} == {
        **dict.fromkeys(name for name in fields if name != "thumbnail"),
        "complementary_informations": {},
        "categories": [],
    }


URL = "/displayed_data?url=https://shop.example/jackets/red"


def test_pages_follow_a_products_reference_and_address(alices: Caller, alice: Shop) -> None:
    product = a_product(alice, ref="SKU-1")
    video = a_video(alice, products=(product,))
    by_ref = "/displayed_data?product_ref="

    def shown(path: str) -> list[str]:
        return [each["contents"][0]["id"] for each in alices.get(path).json]

    assert shown(f"{by_ref}SKU-1") == [video.uid]
    change = {"ref": "SKU-2", "url": "https://www.shop.example/jackets/red/?utm_source=x"}
    alices.patch(f"/products/{product.uid}", change)
    assert shown(f"{by_ref}SKU-1") == []
    assert shown(f"{by_ref}SKU-2") == [video.uid]
    assert shown(URL) == [video.uid]
    alices.delete(f"/products/{product.uid}")
    assert shown(URL) == []
