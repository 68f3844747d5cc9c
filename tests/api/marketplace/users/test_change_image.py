"""`POST /v1/users/<id>/image`."""

from __future__ import annotations

from models.user import OWNER, User
from tests.api.marketplace.conftest import GREEN, Caller, a_picture, refusal, shown


def test_a_picture_is_given_to_a_user(server: Caller, charlies: Caller, noor: User) -> None:
    path = f"/users/user_{noor.uid}/image"
    assert refusal(charlies.uploads(path, a_picture())) == (404, "not_found")
    told = server.uploads(path, a_picture()).json
    assert told
    assert shown(server.client, told["image"]) == GREEN
    assert server.told("GET", f"/users/user_{noor.uid}")["image"] == told["image"]


def test_one_picture_is_given_to_many(server: Caller, noor: User) -> None:
    bob = User.create(shop=noor.shop, email="bob@shop.example", role=OWNER)
    medium = server.uploads("/utils/media/upload", a_picture()).json
    assert medium
    told = [
        server.told("POST", f"/users/user_{each.uid}/image", {"id": medium["id"]})["image"]
        for each in (noor, bob)
    ]
    assert len({*told, medium["url"]}) == 3
