"""`POST /api/v1/lives/<uid>/stream_key`: a new key, and nobody sends by the old one."""

from __future__ import annotations

import pytest

from models.broadcast import Broadcast
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live
from usecases import airing


def test_a_new_key_lets_in_and_the_old_one_does_not(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    old = Broadcast.get().stream_key
    answer = alices.post(f"/lives/{live.uid}/stream_key")
    assert answer.status_code == 200, answer.json
    new = answer.json["data"]["attributes"]["stream_key"]
    assert len(new) == 48
    assert new != old
    with pytest.raises(airing.WrongKey):
        airing.open_take(old, "stage", "rtmp")
    assert airing.open_take(new, "stage", "rtmp").content == live


def test_who_sends_by_the_old_key_is_cut_off(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    take = airing.open_take(Broadcast.get().stream_key, "stage", "rtmp")
    assert airing.renew(take, "stage", 0, [])
    alices.post(f"/lives/{live.uid}/stream_key")
    assert not airing.renew(take, "stage", 0, [])
