"""`POST /lives/<uid>/bans`: banning the writer of a message."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from models.base import new_uid
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_key, a_live, a_message, a_seller, a_viewer, bearing


def test_a_ban_is_told_without_any_address(alices: Caller, alice: Shop, noon: datetime) -> None:
    live = a_live(alice)
    message = a_message(live, author="Troll", viewer=new_uid(), address="a" * 64)
    sent = {"message_id": message.uid, "kind": "hard", "scope": "shop", "reason": "Insults"}
    answer = alices.post(f"/lives/{live.uid}/bans", {**sent, "hide_messages": True})
    assert answer.status_code == 201, answer.json
    assert answer.json["data"]["attributes"] == {
        "kind": "hard",
        "scope": "shop",
        "author": "Troll",
        "viewer_id": message.viewer,
        "by_address": True,
        "reason": "Insults",
        "created_at": "2026-06-15T12:00:00.000Z",
    }
    assert "a" * 64 not in answer.text
    [told] = alices.get(f"/lives/{live.uid}/messages").json["data"]
    assert told["attributes"]["moderated"] is True


def test_a_ban_is_soft_and_of_this_live_unless_said(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    message = a_message(live, viewer=new_uid(), address="a" * 64)
    sent = {"message_id": message.uid, "by_address": False}
    told = alices.post(f"/lives/{live.uid}/bans", sent).json["data"]["attributes"]
    assert (told["kind"], told["scope"], told["by_address"]) == ("soft", "live", False)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"message_id": None}, "/message_id"),
        ({"message_id": "0" * 32}, "/message_id"),
        ({"message_id": "\x00"}, "/message_id"),
        ({"kind": "cruel"}, "/kind"),
        ({"scope": "world"}, "/scope"),
        ({"reason": "x" * 501}, "/reason"),
    ],
    ids=str,
)
def test_a_wrong_ban_is_named(
    alices: Caller, alice: Shop, change: dict[str, object], pointer: str
) -> None:
    live = a_live(alice)
    sent = {"message_id": a_message(live, viewer=new_uid()).uid, **change}
    refused = alices.post(f"/lives/{live.uid}/bans", sent)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(f"/lives/{live.uid}/bans").json["data"] == []


def test_only_the_shop_bans_from_all_its_lives(client: FlaskClient, alice: Shop) -> None:
    seller = a_seller(alice)
    live = a_live(alice, seller=seller)
    sent = {"message_id": a_message(live, viewer=new_uid()).uid, "scope": "shop"}
    for headers in (a_key(alice, seller=seller), bearing(a_viewer(live, role="host"))):
        refused = Caller(client, headers).post(f"/lives/{live.uid}/bans", sent)
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (403, "shop-decides")
