"""`POST /v1/auth/session/refresh`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models import clock
from models.user import User
from tests.api.marketplace.conftest import Caller, code_for, refusal
from tests.conftest import NOON

PATH = "/auth/session/refresh"
BAD = (401, "bad_session")


@pytest.fixture
def signed(server: Caller, noor: User) -> Any:
    """What signing in at noon told."""
    with clock.frozen(NOON):
        server.told("POST", "/auth/otp/email", {"email": noor.email})
        body = {"email": noor.email, "token": code_for(noor.email)}
        return server.told("POST", "/auth/otp/verify", body)


def opens(server: Caller, told: Any) -> bool:
    """Tell whether a token opens its user's account."""
    answer = server.ask("GET", "/users/auth", headers={"Authorization": f"Bearer {told['token']}"})
    assert answer.status_code == 200 or refusal(answer) == BAD
    return answer.status_code == 200


def test_a_refresh_token_is_given_for_new_ones(server: Caller, signed: Any) -> None:
    with clock.frozen(NOON + timedelta(hours=2)):
        assert not opens(server, signed)
        told = server.told("POST", PATH, {"refreshToken": signed["refreshToken"]})
        assert set(told) == {"token", "refreshToken"}
        assert told["refreshToken"] != signed["refreshToken"]
        assert opens(server, told)


def test_one_that_was_used_ends_the_session_and_all_that_came_of_it(
    server: Caller, signed: Any
) -> None:
    with clock.frozen(NOON + timedelta(minutes=5)):
        told = server.told("POST", PATH, {"refreshToken": signed["refreshToken"]})
        assert opens(server, told)
        again = server.ask("POST", PATH, {"refreshToken": signed["refreshToken"]})
        assert refusal(again) == BAD
        assert not opens(server, told)
        assert not opens(server, signed)
        last = server.ask("POST", PATH, {"refreshToken": told["refreshToken"]})
        assert refusal(last) == BAD


@pytest.mark.parametrize(("days", "good"), [(6.99, True), (7, False)])
def test_it_is_good_for_seven_days(server: Caller, signed: Any, days: float, good: bool) -> None:
    with clock.frozen(NOON + timedelta(days=days)):
        answer = server.ask("POST", PATH, {"refreshToken": signed["refreshToken"]})
    assert (answer.status_code == 200) is good


def test_what_is_none_is_refused(server: Caller, charlies: Caller, signed: Any) -> None:
    with clock.frozen(NOON):
        sent = ["", "nonsense", signed["token"], signed["refreshToken"][:-1], "é", "x" * 2_000]
        answers = [server.ask("POST", PATH, {"refreshToken": each}) for each in sent]
        assert [refusal(each) for each in answers] == [BAD] * len(sent)
        theirs = charlies.ask("POST", PATH, {"refreshToken": signed["refreshToken"]})
        assert refusal(theirs) == BAD
        # Another shop's trying it ends nobody's session.
        assert opens(server, signed)
