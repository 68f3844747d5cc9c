"""`/api/v1/sellers`: spelling, statuses, filters."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_seller, a_video

SELLER = {"name": "Larch & Co", "external_id": "vendor-17"}


def test_a_seller_is_created_as_documented(alices: Caller, noon: datetime) -> None:
    sent = {**SELLER, "url": "https://larch.example", "moderated": True}
    answer = alices.post("/sellers", sent)
    assert answer.status_code == 201
    made = answer.json["data"]
    assert len(made["id"]) == 32
    assert made["type"] == "seller"
    assert made["attributes"] == {
        **sent,
        "description": None,
        "thumbnail_url": None,
        "created_at": "2026-06-15T12:00:00.000Z",
        "updated_at": "2026-06-15T12:00:00.000Z",
    }
    assert alices.get(f"/sellers/{made['id']}").json["data"] == made


def test_put_asks_for_the_required_fields_and_keeps_what_is_not_sent(alices: Caller) -> None:
    uid = alices.post("/sellers", {**SELLER, "url": "https://larch.example"}).json["data"]["id"]
    assert alices.put(f"/sellers/{uid}", {"name": "Larch"}).status_code == 422
    changed = alices.put(f"/sellers/{uid}", {"name": "Larch", "external_id": "vendor-18"})
    assert changed.status_code == 200
    told = changed.json["data"]["attributes"]
    assert (told["name"], told["external_id"]) == ("Larch", "vendor-18")
    assert told["url"] == "https://larch.example"


def test_patch_changes_single_fields_and_null_empties_them(alices: Caller) -> None:
    uid = alices.post("/sellers", {**SELLER, "url": "https://larch.example"}).json["data"]["id"]
    told = alices.patch(f"/sellers/{uid}", {"url": None}).json["data"]["attributes"]
    assert told["url"] is None
    assert told["name"] == SELLER["name"]


def test_a_required_field_cannot_be_emptied(alices: Caller) -> None:
    uid = alices.post("/sellers", SELLER).json["data"]["id"]
    assert alices.patch(f"/sellers/{uid}", {"name": None}).status_code == 422
    assert alices.patch(f"/sellers/{uid}", {"name": "  "}).status_code == 422


def test_an_external_id_stands_once_in_a_shop(alices: Caller, charlies: Caller) -> None:
    alices.post("/sellers", SELLER)
    again = alices.post("/sellers", SELLER)
    assert again.status_code == 409
    assert again.json["errors"][0]["code"] == "external-id-taken"
    assert charlies.post("/sellers", SELLER).status_code == 201


def test_a_removed_seller_leaves_products_and_videos_to_the_shop(
    alices: Caller, alice: Shop
) -> None:
    seller = a_seller(alice)
    product = a_product(alice, seller=seller)
    video = a_video(alice, seller=seller, products=(product,))
    gone = alices.delete(f"/sellers/{seller.uid}")
    assert (gone.status_code, gone.data) == (204, b"")
    assert alices.get(f"/sellers/{seller.uid}").status_code == 404
    assert alices.get(f"/products/{product.uid}").json["data"]["attributes"]["seller_id"] is None
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert told["seller"] is None
    assert told["product_ids"] == [product.uid]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Birch", "LARCH 100%", "Élan_d"]),
        ("?name=larch", ["LARCH 100%"]),
        ("?name=%25", ["LARCH 100%"]),
        ("?name=_", ["Élan_d"]),
        ("?name=*", []),
        ("?name=%C3%A9LAN", ["Élan_d"]),
        ("?external_id=b-1", ["Birch"]),
        ("?external_id=b", []),
    ],
    ids=[
        "everything",
        "part, other case",
        "a per cent sign is one",
        "an underscore is one",
        "a star is one",
        "accents have cases too",
        "external id",
        "external ids are compared in full",
    ],
)
def test_sellers_are_found_by(alices: Caller, alice: Shop, query: str, found: list[str]) -> None:
    for name, external_id in (("Birch", "b-1"), ("LARCH 100%", "l-1"), ("Élan_d", "e-1")):
        a_seller(alice, name=name, external_id=external_id)
    listed = alices.get(f"/sellers{query}").json["data"]
    assert sorted(each["attributes"]["name"] for each in listed) == found
