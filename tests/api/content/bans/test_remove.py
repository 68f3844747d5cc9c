"""`DELETE /lives/<uid>/bans/<ban>`: letting somebody write again."""

from __future__ import annotations

from models.base import new_uid
from models.message import Ban
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live


def test_a_ban_is_lifted_once(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    ban = Ban.create(shop=alice, content=live, kind="soft", author="x", viewer=new_uid())
    path = f"/lives/{live.uid}/bans/{ban.uid}"
    assert alices.delete(f"/lives/{a_live(alice).uid}/bans/{ban.uid}").status_code == 404
    assert alices.delete(path).status_code == 204
    assert alices.delete(path).status_code == 404
    assert Ban.select().count() == 0
