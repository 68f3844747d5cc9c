"""`PUT /v1/subscriptions/auth/<id>/resume`."""

from __future__ import annotations

import pytest

from models import clock
from models.subscription import Subscription
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import WHEN, a_lesson, a_subscription, a_teacher, utc
from tests.builders import a_user
from usecases.market import subscriptions

NOW = utc("2026-10-20T12:00")


@pytest.fixture
def begun(noor: User) -> Subscription:
    """Noor's lesson on Mondays, which is paused on the day after the first."""
    with clock.frozen(NOW):
        made = a_subscription(noor, a_lesson(a_teacher(noor.shop)), **WHEN)
        return subscriptions.pause(noor.shop, made.uid, utc("2026-11-30T00:00"))


def test_it_goes_on_with_its_sessions_to_come(
    server: Caller, noor: User, begun: Subscription
) -> None:
    with clock.frozen(utc("2026-10-27T12:00")):
        caller = server.sees_as(noor)
        told = caller.told("PUT", f"/subscriptions/auth/subs_{begun.uid}/resume")
        events = caller.told("GET", "/calendars/auth")["events"]
    assert [told[each] for each in ("isPaused", "pausedAt", "pausedUntil")] == [False, None, None]
    assert [each["cancelled"] is None for each in events[:4]] == [True, False, True, True]


def test_what_is_not_paused_is_not_resumed(noors: Caller, begun: Subscription) -> None:
    path = f"/subscriptions/auth/subs_{begun.uid}"
    noors.told("PUT", f"{path}/resume")
    assert refusal(noors.ask("PUT", f"{path}/resume")) == (409, "wrong_state")
    noors.told("DELETE", path)
    assert refusal(noors.ask("PUT", f"{path}/resume")) == (409, "wrong_state")


def test_only_whose_it_is_resumes_it(server: Caller, charlies: Caller, begun: Subscription) -> None:
    path = f"/subscriptions/auth/subs_{begun.uid}/resume"
    for other in (a_user(server.shop), a_user(charlies.shop)):
        caller = Caller(server.client, other.shop).sees_as(other)
        assert refusal(caller.ask("PUT", path)) == (404, "not_found")
    assert Subscription.get().paused
