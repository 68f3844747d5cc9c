"""`GET /lives/<uid>/bans`: who is banned, newest first."""

from __future__ import annotations

from flask.testing import FlaskClient

from models.base import new_uid
from models.message import Ban
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_key, a_live, a_seller


def test_bans_come_twenty_on_a_page(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    uids = [
        Ban.create(shop=alice, content=live, kind="soft", author="x", viewer=new_uid()).uid
        for _ in range(21)
    ]
    first, second = (alices.get(f"/lives/{live.uid}/bans?page={page}") for page in (1, 2))
    assert [each["id"] for each in first.json["data"]] == uids[:0:-1]
    assert [each["id"] for each in second.json["data"]] == uids[:1]
    assert first.headers["Total-Count"] == "21"


def test_a_seller_sees_the_bans_of_its_own_live_alone(client: FlaskClient, alice: Shop) -> None:
    seller = a_seller(alice)
    live = a_live(alice, seller=seller)
    for content in (live, None):
        Ban.create(shop=alice, content=content, kind="soft", author="x", viewer=new_uid())
    sellers = Caller(client, a_key(alice, seller=seller))
    listed = sellers.get(f"/lives/{live.uid}/bans").json["data"]
    assert [each["attributes"]["scope"] for each in listed] == ["live"]
