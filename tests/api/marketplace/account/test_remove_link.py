"""`DELETE /v1/users/auth/link/<id>`."""

from __future__ import annotations

from models.shop import Shop
from models.user import UserLink
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user


def test_a_link_of_ones_own_goes(noors: Caller, alice: Shop) -> None:
    bob = a_user(alice)
    his = UserLink.create(user=bob, label="His", url="https://bob.example")
    link = {"label": "My shop", "url": "https://larch.example"}
    [mine] = noors.told("POST", "/users/auth/link", link)["links"]
    for other in (f"link_{his.uid}", "link_x", mine["id"].removeprefix("link_")):
        assert refusal(noors.ask("DELETE", f"/users/auth/link/{other}")) == (404, "not_found")
    assert noors.told("DELETE", f"/users/auth/link/{mine['id']}")["links"] == []
    assert [each.label for each in bob.links] == ["His"]
