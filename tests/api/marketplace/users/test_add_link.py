"""`POST /v1/users/<id>/link`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal

LINK = {"label": "Her shop", "url": "https://larch.example"}


def test_a_link_is_added(server: Caller, charlies: Caller, noor: User) -> None:
    path = f"/users/user_{noor.uid}/link"
    assert refusal(charlies.ask("POST", path, LINK)) == (404, "not_found")
    [link] = server.told("POST", path, LINK)["links"]
    assert {name: link[name] for name in LINK} == LINK
    assert server.told("GET", f"/users/user_{noor.uid}")["links"] == [link]
