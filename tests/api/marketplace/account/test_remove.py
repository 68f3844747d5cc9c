"""`DELETE /v1/users/auth`."""

from __future__ import annotations

from datetime import timedelta

from models import clock
from tests.api.marketplace.conftest import Caller
from tests.conftest import NOON


def test_nothing_is_removed_at_once_and_the_day_stays(noors: Caller) -> None:
    for hours in (0, 1):
        # Their token is of now, and good an hour from now.
        with clock.frozen(NOON + timedelta(hours=hours)):
            told = noors.told("DELETE", "/users/auth")
        assert told["scheduledDeletion"] == "2026-07-15T12:00:00Z"
    assert noors.told("GET", "/users/auth")["scheduledDeletion"] == "2026-07-15T12:00:00Z"
