"""What nginx passes on: the names of relays, and publishers whose pictures do not arrive."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import clock
from models.broadcast import Broadcast
from models.content import Content
from models.shop import Shop
from tests import builders
from tests.conftest import NOON
from usecases import airing, relaying
from usecases.relaying import NotArriving

SECOND = timedelta(seconds=1)


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    return builders.a_live(alice)


def key_of(live: Content) -> str:
    return str(Broadcast.get(Broadcast.content == live).stream_key)


def test_a_relays_name_means_its_key_until_that_changes(alice: Shop, live: Content) -> None:
    name = relaying.admit(key_of(live))
    assert relaying.key_behind(name) == key_of(live)
    airing.rotate_key(alice, live.uid)
    assert relaying.key_behind(name) is None
    assert relaying.key_behind(relaying.admit(key_of(live))) == key_of(live)


@pytest.mark.parametrize("made", ["{uid}", "{uid}.", "{uid}.{digest}", "", ".", "\0", "\ud800.é"])
def test_other_names_mean_nothing(live: Content, made: str) -> None:
    digest = Broadcast.get(Broadcast.content == live).digest
    assert relaying.key_behind(made.format(uid=live.uid, digest=digest)) is None


@pytest.mark.parametrize(
    ("via", "pictures", "after", "goes_on"),
    [
        ("rtmp", True, 29 * SECOND, True),
        ("rtmp", True, 31 * SECOND, False),
        ("rtmp", False, SECOND, False),
        ("browser", True, SECOND, False),
    ],
    ids=["the stage is away", "away for too long", "no picture came", "a browser took over"],
)
def test_who_sends_in_vain_is_let_go(
    live: Content, via: str, pictures: bool, after: timedelta, goes_on: bool
) -> None:
    take = airing.open_take(key_of(live), "somebody", via)
    if pictures:
        airing.picture_came(take, "somebody", NOON)
    airing.close_take(take, "somebody", 0, [])
    relaying.go_on(key_of(live), lasted_s=30)
    with clock.frozen(NOON + after):
        if goes_on:
            relaying.go_on(key_of(live), lasted_s=60)
        else:
            with pytest.raises(NotArriving):
                relaying.go_on(key_of(live), lasted_s=60)
