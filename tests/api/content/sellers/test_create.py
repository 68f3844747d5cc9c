"""`POST /api/v1/sellers`: a seller is taken on, known by the shop's own id."""

from __future__ import annotations

from datetime import datetime

from tests.api.content.conftest import Caller
from tests.api.content.sellers.ways import SELLER


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


def test_an_external_id_stands_once_in_a_shop(alices: Caller, charlies: Caller) -> None:
    alices.post("/sellers", SELLER)
    again = alices.post("/sellers", SELLER)
    assert again.status_code == 409
    assert again.json["errors"][0]["code"] == "external-id-taken"
    assert charlies.post("/sellers", SELLER).status_code == 201
