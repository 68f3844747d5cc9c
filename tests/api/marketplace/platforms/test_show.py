"""`GET /v1/platforms`."""

from __future__ import annotations

from models.shop import Shop
from models.user import ADMIN, EDITOR, MEMBER, OWNER, User
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_seller, a_user
from usecases import shops


def test_the_platform_is_the_shop_of_the_key(server: Caller, alice: Shop) -> None:
    told = server.told("GET", "/platforms")
    stamps = {told.pop(each) for each in ("created", "updated")}
    assert all(each.endswith("Z") and len(each) == 20 for each in stamps)
    assert told == {
        "id": f"plat_{alice.uid}",
        "mode": "test",
        "name": "Alice",
        "admins": [],
        "description": None,
        "logo": None,
        "url": "https://shop.example",
        "platformFee": 0.0,
        "activeSubscription": None,
    }


def test_who_runs_it_is_told_to_its_server_and_to_those_themselves(
    server: Caller, alice: Shop
) -> None:
    people: dict[str | None, User] = {
        role: a_user(alice, role=role) for role in (OWNER, ADMIN, EDITOR, MEMBER, None)
    }
    running = [f"user_{people[each].uid}" for each in (OWNER, ADMIN)]
    assert [each["id"] for each in server.told("GET", "/platforms")["admins"]] == running
    for role, seen in ((ADMIN, running), (EDITOR, []), (MEMBER, [])):
        told = Caller(server.client, alice).sees_as(people[role]).told("GET", "/platforms")
        assert [each["id"] for each in told["admins"]] == seen, role


def test_the_url_is_one_that_can_be_opened(server: Caller, alice: Shop) -> None:
    shops.change_shop(alice, allowed_origins=["https://*.shop.example", "https://b.example"])
    assert server.told("GET", "/platforms")["url"] == "https://b.example"
    shops.change_shop(alice, allowed_origins=[])
    assert server.told("GET", "/platforms")["url"] == ""


def test_a_sellers_key_finds_none(server: Caller, alice: Shop) -> None:
    _, key = shops.make_key(alice, seller=a_seller(alice))
    theirs = Caller(server.client, alice, key)
    assert refusal(theirs.ask("GET", "/platforms")) == (404, "not_found")
