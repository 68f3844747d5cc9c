"""`PUT /v1/users/<id>`."""

from __future__ import annotations

import pytest

from models.shop import Shop
from models.user import ADMIN, EDITOR, MEMBER, OWNER, User
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user


def test_the_platform_changes_what_users_do_not_too(server: Caller, noor: User) -> None:
    told = server.told("GET", f"/users/user_{noor.uid}")
    sent = {**told, "plan": "gold", "bio": "Jackets", "timezone": "Europe/Paris"}
    changed = server.told("PUT", f"/users/user_{noor.uid}", sent)
    assert changed == {**sent, "updated": changed["updated"]}


def test_another_address_ends_the_sessions_of_who_had_the_old_one(
    server: Caller, noors: Caller, noor: User, alice: Shop
) -> None:
    a_user(alice, "bob@shop.example")
    path = f"/users/user_{noor.uid}"
    assert refusal(server.ask("PUT", path, {"email": "bob@shop.example"})) == (409, "email_taken")
    server.told("PUT", path, {"email": "NOOR@shop.example", "bio": "Same address"})
    noors.told("GET", "/users/auth")
    changed = server.told("PUT", path, {"email": "noor@new.example"})
    assert changed["email"] == "noor@new.example"
    assert refusal(noors.ask("GET", "/users/auth")) == (401, "bad_session")


@pytest.mark.parametrize("email", [None, ""])
def test_an_address_is_never_taken_away(server: Caller, noor: User, email: str | None) -> None:
    told = server.told("PUT", f"/users/user_{noor.uid}", {"email": email, "bio": "x"})
    assert (told["email"], told["bio"]) == (noor.email, "x")


def test_nobody_changes_who_has_as_high_a_role(server: Caller, alice: Shop) -> None:
    people = {role: a_user(alice, role=role) for role in (OWNER, ADMIN, EDITOR, MEMBER)}
    other = a_user(alice, role=ADMIN)
    admins = Caller(server.client, alice).sees_as(people[ADMIN])
    for role in (OWNER, ADMIN):
        user = people[OWNER] if role == OWNER else other
        answer = admins.ask("PUT", f"/users/user_{user.uid}", {"email": "mine@shop.example"})
        assert refusal(answer) == (403, "outranked")
    for role in (EDITOR, MEMBER, ADMIN):
        told = admins.told("PUT", f"/users/user_{people[role].uid}", {"bio": "Changed"})
        assert told["bio"] == "Changed"
    # With the key beside the token the platform asks.
    both = server.sees_as(people[EDITOR])
    assert both.told("PUT", f"/users/user_{people[OWNER].uid}", {"bio": "x"})["bio"] == "x"


def test_another_platforms_user_is_none(charlies: Caller, noor: User) -> None:
    answer = charlies.ask("PUT", f"/users/user_{noor.uid}", {"bio": "x"})
    assert refusal(answer) == (404, "not_found")
