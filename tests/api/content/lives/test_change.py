"""`PATCH /api/v1/lives/<uid>`: single fields of a live."""

from __future__ import annotations

import base64

from gateways.storage import files
from models.content import STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product
from tests.conftest import NOON


def test_the_fields_that_are_sent_change_alone(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, description="Jackets", products=(a_product(alice),), starts_at=NOON)
    path = f"/lives/{live.uid}"
    before = alices.get(path).json["data"]["attributes"]
    changed = alices.patch(path, {"start_date": "2026-07-01T20:00:00+02:00"})
    assert changed.status_code == 200, changed.json
    told = changed.json["data"]["attributes"]
    assert told["start_date"] == "2026-07-01T18:00:00.000Z"
    other = before.keys() - {"start_date", "updated_at"}
    assert {name: told[name] for name in other} == {name: before[name] for name in other}


def test_null_empties_lists_and_texts(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, description="Jackets", urls=["/a"], products=(a_product(alice),))
    empty = dict.fromkeys(("description", "tags", "product_ids", "urls", "thumbnail"))
    told = alices.patch(f"/lives/{live.uid}", empty).json["data"]["attributes"]
    assert (told["description"], told["tags"], told["product_ids"], told["urls"]) == (
        None,
        [],
        [],
        [],
    )


def test_a_live_on_air_is_renamed_and_stays_on_air(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    told = alices.patch(f"/lives/{live.uid}", {"name": "Rain"}).json["data"]["attributes"]
    assert (told["name"], told["state"], told["is_started"]) == ("Rain", "started", True)


def test_a_picture_comes_and_goes(alices: Caller, alice: Shop, photo: bytes) -> None:
    path = f"/lives/{a_live(alice).uid}"
    sent = base64.b64encode(photo).decode()
    url = alices.patch(path, {"thumbnail": sent}).json["data"]["attributes"]["thumbnail_url"]
    kept = files().path(url.removeprefix("https://vitrine.example/"))
    assert kept.exists()
    told = alices.patch(path, {"thumbnail": None}).json["data"]["attributes"]
    assert told["thumbnail_url"] != url
    assert not kept.exists()
