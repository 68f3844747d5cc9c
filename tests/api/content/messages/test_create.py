"""`POST /lives/<uid>/messages`: writing as host, by key or by link."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.content import FINISHED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_viewer, bearing


def test_a_key_writes_in_the_shops_name_or_another(alices: Caller, alice: Shop) -> None:
    path = f"/lives/{a_live(alice).uid}/messages"
    made = alices.post(path, {"message": "All at https://shop.example"})
    assert made.status_code == 201
    told = made.json["data"]["attributes"]
    assert (told["author"], told["is_host"], told["is_moderator"]) == ("Alice", True, False)
    assert told["message"] == "All at https://shop.example"
    named = alices.post(path, {"message": "Who?", "author": "Anna", "is_question": True})
    told = named.json["data"]["attributes"]
    assert (told["author"], told["is_question"]) == ("Anna", True)
    assert [each["id"] for each in alices.get(path).json["data"]] == [
        made.json["data"]["id"],
        named.json["data"]["id"],
    ]


@pytest.mark.parametrize("role", ["host", "moderator"])
def test_a_link_writes_in_its_holders_name(client: FlaskClient, alice: Shop, role: str) -> None:
    live = a_live(alice)
    leads = Caller(client, bearing(a_viewer(live, "Bob", role=role)))
    path = f"/lives/{live.uid}/messages"
    told = leads.post(path, {"message": "Hi"}).json["data"]["attributes"]
    assert (told["author"], told["is_host"]) == ("Bob", role == "host")
    assert told["is_moderator"] is (role == "moderator")
    refused = leads.post(path, {"message": "Hi", "author": "Anna"})
    assert refused.json["errors"][0]["source"] == {"pointer": "/author"}


def test_a_message_is_sent_once_under_one_idempotency_key(client: FlaskClient, alice: Shop) -> None:
    live = a_live(alice)
    headers = {**bearing(a_viewer(live, role="host")), "Idempotency-Key": "1"}
    leads, path = Caller(client, headers), f"/lives/{live.uid}/messages"
    answers = [leads.post(path, {"message": "Hi"}) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(leads.get(path).json["data"]) == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/message"),
        ({"message": ""}, "/message"),
        ({"message": "x" * 1_001}, "/message"),
        ({"message": "x" * 10_000}, "/message"),
        ({"message": "a\x00b"}, "/message"),
        ({"message": "Hi", "author": "x" * 51}, "/author"),
        ({"message": "Hi", "author": ""}, "/author"),
        ({"message": "Hi", "votes": 9}, "/votes"),
    ],
    ids=lambda each: str(each)[:40],
)
def test_a_wrong_message_is_named(
    alices: Caller, alice: Shop, body: dict[str, object], pointer: str
) -> None:
    refused = alices.post(f"/lives/{a_live(alice).uid}/messages", body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}


def test_a_finished_live_takes_no_message(alices: Caller, alice: Shop) -> None:
    path = f"/lives/{a_live(alice, state=FINISHED).uid}/messages"
    refused = alices.post(path, {"message": "Hi"})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "live-finished")
