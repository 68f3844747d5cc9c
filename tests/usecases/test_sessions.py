"""Sessions: who refreshes twice at once loses all, whom nobody knows becomes a user once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import clock
from models.session import BadSession, Session, SignInCode
from models.shop import Shop
from models.user import User
from tests.builders import a_user
from tests.conftest import NOON
from tests.together import at_once
from usecases import codes, joining, passes, people, sessions
from usecases.sessions import SignedIn

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def signed_in(user: User) -> SignedIn:
    """Sign a user in."""
    codes.ask(user.shop, user.email)
    code = codes.code_of(SignInCode.get(SignInCode.email == user.email))
    return sessions.sign_in(user.shop, user.email, code)


def enters(token: str) -> bool:
    """Tell whether a token lets its user in."""
    try:
        return bool(sessions.enter(token))
    except BadSession:
        return False


def refreshed(shop: Shop, token: str) -> SignedIn | None:
    """Refresh a session, or give nothing."""
    try:
        return sessions.refresh(shop, token)
    except BadSession:
        return None


def test_of_two_refreshes_at_once_one_is_answered_and_the_session_ends(alice: Shop) -> None:
    first = signed_in(a_user(alice))
    came = at_once(*[lambda: refreshed(alice, first.refresh_token)] * 2)
    [answered] = [each for each in came if each]
    assert len(came) == 2
    # Nobody can tell the thief from the robbed, so both sign in anew.
    assert not enters(first.token)
    assert not enters(answered.token)
    assert refreshed(alice, answered.refresh_token) is None


def test_other_sessions_of_the_user_go_on(alice: Shop) -> None:
    user = a_user(alice)
    with clock.frozen(NOON):
        robbed = signed_in(user)
    with clock.frozen(NOON + timedelta(minutes=1)):
        other = signed_in(user)
        assert refreshed(alice, robbed.refresh_token)
        assert refreshed(alice, robbed.refresh_token) is None
        assert not enters(robbed.token)
        assert enters(other.token)
        assert refreshed(alice, other.refresh_token)


@pytest.mark.parametrize(("after", "good"), [(HOUR - timedelta(seconds=1), True), (HOUR, False)])
def test_a_token_is_good_for_an_hour(alice: Shop, after: timedelta, good: bool) -> None:
    with clock.frozen(NOON):
        token = signed_in(a_user(alice)).token
    with clock.frozen(NOON + after):
        assert enters(token) is good


def test_a_session_that_is_refreshed_goes_on(alice: Shop) -> None:
    with clock.frozen(NOON):
        now = signed_in(a_user(alice))
    for days in (6, 12, 18):
        with clock.frozen(NOON + days * DAY):
            now = sessions.refresh(alice, now.refresh_token)
            assert enters(now.token)
    assert Session.select().count() == 1


def test_forged_texts_open_nothing(alice: Shop) -> None:
    signed = signed_in(a_user(alice))
    session = Session.get()
    later = round((clock.now() + DAY).timestamp() * 1000)
    forged = [
        "",
        "x",
        signed.refresh_token,
        signed.token[:-1],
        signed.token + "x",
        passes.sealed("vitrine live pass", [session.uid, 1, later]),
        passes.sealed(sessions.ACCESS, ["0" * 32, 1, later]),
    ]
    assert [enters(each) for each in forged] == [False] * len(forged)
    assert enters(signed.token)


def test_a_user_who_is_removed_is_signed_out(alice: Shop) -> None:
    signed = signed_in(a_user(alice))
    signed.user.delete_instance()
    assert not enters(signed.token)
    assert refreshed(alice, signed.refresh_token) is None


def test_of_many_who_join_at_once_by_one_address_one_user_is_made(alice: Shop) -> None:
    came = at_once(*[lambda: joining.joined(alice, "noor@shop.example").id] * 5)
    assert len(came) == 5
    assert set(came) == {User.get().id}


def test_another_address_ends_every_session(alice: Shop) -> None:
    user = a_user(alice)
    signed = signed_in(user)
    people.change(alice, user.uid, None, email="other@shop.example")
    assert not enters(signed.token)


def test_sessions_that_have_ended_are_forgotten(alice: Shop, noon: datetime) -> None:
    signed_in(a_user(alice))
    for after, left in ((7 * DAY, 1), (7 * DAY + HOUR, 0)):
        with clock.frozen(noon + after):
            sessions.forget_sessions()
        assert Session.select().count() == left
