"""`POST /api/v1/lives/<uid>/events`: what is put on screen, and how a refusal names its field."""

from __future__ import annotations

import base64
import io
from datetime import datetime

import pytest

from models.content import FINISHED, STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product
from tests.conftest import NOON


def test_products_are_put_on_screen(alices: Caller, alice: Shop, noon: datetime) -> None:
    jacket, coat = a_product(alice, name="Jacket"), a_product(alice, name="Coat")
    live = a_live(alice, products=(jacket, coat), state=STARTED, started_at=NOON)
    sent = {"type": "product", "product_ids": [coat.uid, jacket.uid]}
    answer = alices.post(f"/lives/{live.uid}/events", sent)
    assert answer.status_code == 201, answer.json
    made = answer.json["data"]
    assert [each["type"] for each in made] == ["product", "product"]
    assert [each["attributes"]["product_id"] for each in made] == [coat.uid, jacket.uid]
    assert made[0]["attributes"]["shown_at"] == "2026-06-15T12:00:00.000Z"
    now = alices.get(f"/lives/{live.uid}/events").json["data"]["attributes"]
    assert now["product_active_ids"] == [coat.uid, jacket.uid]


def test_an_extension_comes_with_its_picture(alices: Caller, alice: Shop, photo: bytes) -> None:
    alices.patch("/shop", {"extension_hosts": ["quiz.example"]})
    live = a_live(alice)
    sent = {"type": "extension", "title": "Quiz", "url": "https://quiz.example/today"}
    path = f"/lives/{live.uid}/events"
    in_json = alices.post(path, {**sent, "thumbnail": base64.b64encode(photo).decode()})
    in_form = alices.form("POST", path, **sent, thumbnail=(io.BytesIO(photo), "quiz.jpg"))
    for answer in (in_json, in_form):
        assert answer.status_code == 201, answer.json
        [made] = answer.json["data"]
        assert made["attributes"]["thumbnail_url"].startswith("https://vitrine.example/media/")
    alices.delete(f"/lives/{live.uid}")


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({}, "/type"),
        ({"type": "fireworks"}, "/type"),
        ({"type": "product"}, "/product_ids"),
        ({"type": "product", "product_ids": []}, "/product_ids"),
        ({"type": "product", "product_ids": ["nobody"]}, "/product_ids/0"),
        ({"type": "announcement"}, "/text"),
        ({"type": "announcement", "text": "x", "text_color": "red"}, "/text_color"),
        ({"type": "announcement", "text": "x", "url": "javascript:0"}, "/url"),
        ({"type": "announcement", "text": "x" * 1001}, "/text"),
        ({"type": "announcement", "text": "x", "product_ids": ["y"]}, "/product_ids"),
        ({"type": "extension", "url": "https://elsewhere.example/"}, "/url"),
        ({"type": "announcement", "text": "x", "at": "2026-06-15T12:00:01Z"}, "/at"),
        ({"type": "announcement", "text": "x", "at": "soon"}, "/at"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_and_nothing_is_shown(
    alices: Caller, alice: Shop, noon: datetime, sent: dict[str, object], pointer: str
) -> None:
    path = f"/lives/{a_live(alice).uid}/events"
    refused = alices.post(path, sent)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    now = alices.get(path).json["data"]["attributes"]
    assert (now["products"], now["announcements"], now["extensions"]) == ([], [], [])


def test_nothing_is_put_on_the_screen_of_a_finished_live(alices: Caller, alice: Shop) -> None:
    path = f"/lives/{a_live(alice, state=FINISHED).uid}/events"
    refused = alices.post(path, {"type": "announcement", "text": "x"})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "live-finished")
