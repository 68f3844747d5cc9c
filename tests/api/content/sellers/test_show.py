"""`GET /api/v1/sellers/<uid>`: one seller, and its picture."""

from __future__ import annotations

import base64

from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.sellers.ways import SELLER
from tests.builders import a_key, a_seller


def test_a_seller_is_told_as_it_was_made(alices: Caller, photo: bytes) -> None:
    picture = base64.b64encode(photo).decode()
    made = alices.post("/sellers", {**SELLER, "description": "Wet woods", "thumbnail": picture})
    shown = alices.get(f"/sellers/{made.json['data']['id']}")
    assert (shown.status_code, shown.json) == (200, made.json)
    told = shown.json["data"]["attributes"]
    assert told["description"] == "Wet woods"
    assert told["thumbnail_url"].startswith("https://vitrine.example/media/pictures/")


def test_a_sellers_key_reads_the_seller_and_no_other(client: FlaskClient, alice: Shop) -> None:
    larch, pine = a_seller(alice), a_seller(alice)
    caller = Caller(client, a_key(alice, seller=larch))
    assert caller.get(f"/sellers/{larch.uid}").json["data"]["id"] == larch.uid
    assert caller.get(f"/sellers/{pine.uid}").status_code == 404
