"""`POST /api/v1/lives`: a live is planned, and told where it is sent to and with which key."""

from __future__ import annotations

import base64
from datetime import datetime

import pytest

from models.broadcast import Broadcast
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.lives.ways import SHOW
from tests.builders import a_live, a_product, a_seller


def test_a_live_is_created_as_documented(
    alices: Caller, alice: Shop, photo: bytes, noon: datetime
) -> None:
    seller = a_seller(alice)
    product = a_product(alice, seller=seller)
    sent = {
        **SHOW,
        "description": "Jackets in the rain",
        "tags": ["rain"],
        "seller_id": seller.uid,
        "product_ids": [product.uid],
    }
    picture = base64.b64encode(photo).decode()
    answer = alices.post("/lives", {**sent, "thumbnail": picture})
    assert answer.status_code == 201, answer.json
    made = answer.json["data"]
    told = made["attributes"]
    assert made["type"] == "live"
    kept = {name: told[name] for name in sent if name != "start_date"}
    assert kept == {name: value for name, value in sent.items() if name != "start_date"}
    assert told["start_date"] == "2026-06-20T18:00:00.000Z"
    assert (told["state"], told["is_started"], told["is_finished"]) == ("not_started", False, False)
    assert told["rtmp_url"] == "rtmp://vitrine.example/live"
    assert len(told["stream_key"]) == 48
    assert (told["playback_url"], told["replay_url"], told["end_date"]) == (None, None, None)
    assert told["thumbnail_url"].endswith("/640.webp")
    assert told["created_at"] == "2026-06-15T12:00:00.000Z"
    assert alices.get(f"/lives/{made['id']}").json["data"] == made


def test_a_form_makes_a_live(alices: Caller) -> None:
    answer = alices.form("POST", "/lives", **SHOW, **{"tags[]": ["rain", "wind, and cold"]})
    assert answer.status_code == 201, answer.json
    assert answer.json["data"]["attributes"]["tags"] == ["rain", "wind, and cold"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"start_date": None}, "/start_date"),
        ({"start_date": "tomorrow"}, "/start_date"),
        ({"start_date": "2026-06-20T20:00:00"}, "/start_date"),
        ({"start_date": 1781524800}, "/start_date"),
        ({"start_date": "9999-01-01T00:00:00Z"}, "/start_date"),
        ({"name": None}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"tags": ["a" * 101]}, "/tags/0"),
        ({"product_ids": ["nobody"]}, "/product_ids/0"),
        ({"seller_id": 7}, "/seller_id"),
        ({"urls": ["javascript:alert(1)"]}, "/urls/0"),
        ({"stream_key": "mine"}, "/stream_key"),
        ({"state": "started"}, "/state"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_and_nothing_changes(
    alices: Caller, alice: Shop, change: dict[str, object], pointer: str
) -> None:
    path = f"/lives/{a_live(alice).uid}"
    before = alices.get(path).json
    for refused in (
        alices.post("/lives", {**SHOW, **change}),
        alices.put(path, {**SHOW, **change}),
        alices.patch(path, change),
    ):
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(path).json == before
    assert alices.get("/lives").headers["Total-Count"] == "1"


def test_each_live_has_a_key_of_its_own_known_by_its_digest(alices: Caller) -> None:
    keys = {alices.post("/lives", SHOW).json["data"]["attributes"]["stream_key"] for _ in range(3)}
    assert len(keys) == 3
    assert not any(each.digest in keys for each in Broadcast.select())
