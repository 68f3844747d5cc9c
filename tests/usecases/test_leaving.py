"""Leaving: thirty days, then nothing is left; who signs in before stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from gateways.storage import files
from models import clock
from models.session import Session, SignInCode
from models.shop import Shop
from models.uploaded_picture import UploadedPicture
from models.user import ADMIN, Outranked, User, UserLink
from models.waitlist import WaitlistEntry
from tests.builders import a_token, a_user
from usecases import joining, leaving, uploaded_pictures, waitlists

DAYS = timedelta(days=1)


def a_picture() -> bytes:
    """A picture."""
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def noor(alice: Shop, noon: datetime) -> User:
    """Somebody with everything that users have."""
    user = a_user(alice, "noor@shop.example")
    a_token(user)
    UserLink.create(user=user, label="x", url="https://a.example")
    waitlists.join(alice, user.email)
    return uploaded_pictures.change_picture(user, user, a_picture())


def at(moment: datetime) -> None:
    """Do what the worker does at a moment."""
    with clock.frozen(moment):
        leaving.remove_leavers()


def test_after_thirty_days_nothing_of_a_user_is_left(
    alice: Shop, charlie: Shop, noor: User, noon: datetime
) -> None:
    stays, elsewhere = a_user(alice), a_user(charlie, noor.email)
    waitlists.join(charlie, noor.email)
    leaving.schedule(alice, noor.uid, noor)
    folder = files().path(noor.picture or "")
    assert folder.is_dir()
    at(noon + 30 * DAYS - timedelta(seconds=1))
    assert User.select().count() == 3
    at(noon + 30 * DAYS)
    assert {each.id for each in User.select()} == {stays.id, elsewhere.id}
    assert not folder.exists()
    assert [each.shop_id for each in WaitlistEntry.select()] == [charlie.id]
    for table in (UserLink, Session, SignInCode):
        assert table.select().count() == 0


def test_who_signs_in_before_stays(alice: Shop, noor: User, noon: datetime) -> None:
    leaving.schedule(alice, noor.uid, noor)
    with clock.frozen(noon + 29 * DAYS):
        joining.joined(alice, noor.email)
    at(noon + 31 * DAYS)
    assert User.get_by_id(noor.id).deletes_at is None


def test_asked_again_the_day_stays(alice: Shop, noor: User, noon: datetime) -> None:
    for days in (0, 10):
        with clock.frozen(noon + days * DAYS):
            told = leaving.schedule(alice, noor.uid, None)
            assert told.deletes_at == noon + 30 * DAYS


def test_many_leave_at_once(alice: Shop, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "BATCH", 2)
    for _ in range(5):
        leaving.schedule(alice, a_user(alice).uid, None)
    at(noon + 30 * DAYS)
    assert not User.select().exists()


def test_nobody_removes_who_has_as_high_a_role(alice: Shop) -> None:
    one, other = (a_user(alice, role=ADMIN) for _ in "12")
    with pytest.raises(Outranked):
        leaving.schedule(alice, other.uid, one)
    assert leaving.schedule(alice, one.uid, one).deletes_at


def test_uploaded_pictures_are_forgotten_after_a_day_and_what_shows_them_is_not(
    alice: Shop, noor: User, noon: datetime
) -> None:
    made = uploaded_pictures.upload(alice, a_picture())
    shown = uploaded_pictures.change_picture(noor, noor, made.uid)
    with clock.frozen(noon + DAYS):
        uploaded_pictures.forget_uploaded()
    assert not UploadedPicture.select().exists()
    assert not files().path(made.picture).exists()
    assert files().path(shown.picture or "").is_dir()
