"""How much one address may send to lives; what is only asked is not counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import Settings
from models import clock
from tests.api.audience.conftest import Player, code_of
from tests.conftest import NOON


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """A house where an address may send three requests a minute to lives."""
    return Settings(data=tmp_path / "data", database_url=database_url, audience_rate=3)


def test_an_address_that_sends_without_end_is_slowed_down(player: Player, noon: datetime) -> None:
    def enter(address: str = "203.0.113.7") -> int:
        return player.post("/viewers", {"anonymous": True}, address=address).status_code

    assert [enter() for _ in range(4)] == [201, 201, 201, 429]
    refused = player.post("/viewers", {"anonymous": True})
    assert code_of(refused) == (429, "too-many-requests")
    assert refused.headers["Retry-After"] == "20"
    assert enter("198.51.100.1") == 201
    with clock.frozen(NOON + timedelta(seconds=20)):
        assert enter() == 201


def test_asking_is_not_counted(player: Player, noon: datetime) -> None:
    statuses = {player("GET", "/viewers").status_code for _ in range(9)}
    assert statuses == {405}


def test_who_sends_the_show_is_not_held_to_what_viewers_may(player: Player, noon: datetime) -> None:
    # Larger than anything a viewer sends, and more often.
    statuses = {
        player.client.put(
            f"/audience/v1/lives/{player.live.uid}/sending/nobody/{number}", data=b"x" * 100_000
        ).status_code
        for number in range(5)
    }
    assert not statuses & {413, 429}
