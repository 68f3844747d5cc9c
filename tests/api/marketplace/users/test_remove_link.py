"""`DELETE /v1/users/<id>/link/<id>`."""

from __future__ import annotations

from models.user import User, UserLink
from tests.api.marketplace.conftest import Caller, refusal


def test_a_link_goes(server: Caller, charlies: Caller, noor: User) -> None:
    link = UserLink.create(user=noor, label="Hers", url="https://larch.example")
    path = f"/users/user_{noor.uid}/link/link_{link.uid}"
    assert refusal(charlies.ask("DELETE", path)) == (404, "not_found")
    assert server.told("DELETE", path)["links"] == []
    assert refusal(server.ask("DELETE", path)) == (404, "not_found")
