"""Lives of earlier releases become campaigns: each gets a passcode, plans stay what they were."""

from __future__ import annotations

from models.broadcast import Broadcast
from models.content import FINISHED, NOT_STARTED, Content
from models.database import migrate
from models.shop import Shop
from tests.builders import a_live
from tests.conftest import NOON
from tests.models.test_migrations import runner


def test_lives_get_a_passcode_and_keep_their_planned_end(alice: Shop) -> None:
    planned = a_live(alice, state=NOT_STARTED, ends_at=NOON, planned_end_at=NOON)
    ended = a_live(alice, state=FINISHED, ends_at=NOON)
    runner().down("0015_campaigns")
    assert migrate()[0] == "0015_campaigns"
    assert Content.get_by_id(planned.id).planned_end_at == NOON
    assert Content.get_by_id(ended.id).planned_end_at is None
    assert Content.get_by_id(ended.id).replayable
    for live in (planned, ended):
        broadcast = Broadcast.get(Broadcast.content == live)
        assert 1000 <= int(broadcast.passcode) <= 9999
        assert not broadcast.rehearsing
        assert not broadcast.rerun
