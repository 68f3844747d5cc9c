"""`PUT /v1/users/auth`."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import GREEN, Caller, a_picture, refusal, shown
from tests.builders import a_user

FACTS = {
    "username": "noor_doe",
    "bio": "Makes jackets.",
    "name": "Noor D.",
    "firstName": "Noor",
    "lastName": "Doe",
    "timezone": "America/New_York",
    "onboarded": "2026-06-15T12:00:00Z",
}


def test_users_change_what_they_say_of_themselves(noors: Caller) -> None:
    told = noors.told("GET", "/users/auth")
    changed = noors.told("PUT", "/users/auth", FACTS)
    assert changed == {**told, **FACTS, "updated": changed["updated"]}
    assert noors.told("GET", "/users/auth") == changed


def test_the_whole_user_is_sent_back_and_what_is_not_theirs_to_say_is_passed_over(
    server: Caller, noors: Caller
) -> None:
    told = noors.told("GET", "/users/auth")
    others = {
        "id": "user_0",
        "mode": "live",
        "platform_id": "plat_0",
        "email": "owner@shop.example",
        "plan": "gold",
        "role": "owner",
        "stripeConnectId": "acct_1",
        "chargesEnabled": True,
        "stripeCustomerId": "cus_1",
        "authenticated": "yesterday",
        "links": [{"label": "x"}],
        "paymentMethods": 5,
        "scheduledDeletion": "2026-06-15T12:00:00Z",
    }
    changed = noors.told("PUT", "/users/auth", {**told, **others, "bio": "New"})
    assert changed == {**told, "bio": "New", "updated": changed["updated"]}
    membership = server.told("GET", f"/platforms/community/user/{told['id']}")
    assert membership == {"isMember": False, "role": None}


def test_what_is_empty_or_null_is_taken_back(noors: Caller) -> None:
    noors.told("PUT", "/users/auth", FACTS)
    changed = noors.told("PUT", "/users/auth", {"bio": "", "username": None, "timezone": None})
    assert (changed["bio"], changed["username"]) == (None, None)
    assert changed["timezone"] == "America/New_York"
    named = noors.told("PUT", "/users/auth", {"name": None})
    assert named["name"] == "Noor Doe"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("username", "no spaces"),
        ("username", "x" * 41),
        ("image", "https://elsewhere.example/me.png"),
        ("bio", 5),
        ("onboarded", "soon"),
        ("name", "n\u0000"),
    ],
)
def test_what_cannot_be_changes_nothing(noors: Caller, field: str, value: Any) -> None:
    told = noors.told("GET", "/users/auth")
    answer = noors.ask("PUT", "/users/auth", {"lastName": "Other", field: value})
    assert refusal(answer) == (422, "invalid")
    assert answer.json
    assert answer.json["message"].startswith(f"{field}: ")
    assert noors.told("GET", "/users/auth") == told


def test_a_name_that_another_has_is_taken(noors: Caller, alice: Shop, charlie: Shop) -> None:
    a_user(alice, username="bob")
    a_user(charlie, username="dora")
    answer = noors.ask("PUT", "/users/auth", {"username": "BOB"})
    assert refusal(answer) == (409, "username_taken")
    assert noors.told("PUT", "/users/auth", {"username": "dora"})["username"] == "dora"


def test_the_address_of_an_uploaded_picture_becomes_the_image(noors: Caller, noor: User) -> None:
    medium = noors.uploads("/utils/media/upload", a_picture()).json
    assert medium
    changed = noors.told("PUT", "/users/auth", {"image": medium["url"]})
    assert shown(noors.client, changed["image"]) == GREEN
    same = noors.told("PUT", "/users/auth", changed)
    assert same["image"] == changed["image"]
    assert noors.told("PUT", "/users/auth", {"image": None})["image"] is None
    assert User.get_by_id(noor.id).picture is None


def test_a_form_that_was_left_empty_says_nothing(noors: Caller) -> None:
    empty = ("username", "name", "firstName", "lastName", "bio", "image", "onboarded")
    told = noors.told("PUT", "/users/auth", dict.fromkeys([*empty, "timezone"], ""))
    assert [told[each] for each in empty] == [None] * len(empty)
    assert told["timezone"]
