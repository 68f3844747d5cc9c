"""`PUT /v1/subscriptions/<id>/pause`."""

from __future__ import annotations

from typing import Any

import pytest

from models import clock
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import WHEN, a_lesson, a_subscription, a_teacher, utc

NOW = utc("2026-10-20T12:00")


@pytest.fixture
def path(noor: User) -> str:
    """Noor's lesson on Mondays."""
    begun = a_subscription(noor, a_lesson(a_teacher(noor.shop)), **WHEN)
    return f"/subscriptions/subs_{begun.uid}"


@pytest.mark.parametrize("body", [None, {}, {"pausedUntil": None}, {"reason": "away"}], ids=str)
def test_it_is_paused_until_it_is_resumed(server: Caller, path: str, body: Any) -> None:
    with clock.frozen(NOW):
        told = server.told("PUT", f"{path}/pause", body)
    assert (told["isActive"], told["isPaused"]) == (True, True)
    assert (told["pausedAt"], told["pausedUntil"]) == ("2026-10-20T12:00:00Z", None)
    assert server.told("GET", path) == told


def test_a_client_that_calls_nothing_json_is_understood(server: Caller, path: str) -> None:
    headers = {**server.headers, "Content-Type": "application/json"}
    assert server.told("PUT", f"{path}/pause", headers=headers)["isPaused"]


def test_sessions_until_a_day_are_cancelled_on_both_sides(
    server: Caller, path: str, noor: User
) -> None:
    teacher = User.get(User.name == "Larch")
    with clock.frozen(NOW):
        told = server.told("PUT", f"{path}/pause", {"pausedUntil": "2026-11-02T10:30:00+01:00"})
        assert told["pausedUntil"] == "2026-11-02T09:30:00Z"
        for user in (noor, teacher):
            events = server.sees_as(user).told("GET", "/calendars/auth")["events"]
            marks = [(each["eventStart"][:10], each["cancelled"]) for each in events[:4]]
            assert marks == [
                ("2026-10-19", None),
                ("2026-10-26", "2026-10-20T12:00:00Z"),
                ("2026-11-02", "2026-10-20T12:00:00Z"),
                ("2026-11-09", None),
            ]


@pytest.mark.parametrize("until", ["2026-10-20T12:00:00Z", "tomorrow", "2026-11-02", 7], ids=str)
def test_it_is_paused_until_a_moment_to_come(server: Caller, path: str, until: object) -> None:
    with clock.frozen(NOW):
        answer = server.ask("PUT", f"{path}/pause", {"pausedUntil": until})
        assert refusal(answer) == (422, "invalid")
        assert answer.get_json()["message"].startswith("pausedUntil: ")
    assert not server.told("GET", path)["isPaused"]


def test_what_is_paused_or_has_ended_is_not_paused(
    server: Caller, noors: Caller, path: str
) -> None:
    server.told("PUT", f"{path}/pause", {})
    assert refusal(server.ask("PUT", f"{path}/pause", {})) == (409, "wrong_state")
    noors.told("DELETE", path.replace("/subs_", "/auth/subs_"))
    assert refusal(server.ask("PUT", f"{path}/pause", {})) == (409, "wrong_state")


def test_another_platform_has_no_such(charlies: Caller, path: str) -> None:
    assert refusal(charlies.ask("PUT", f"{path}/pause", {})) == (404, "not_found")
