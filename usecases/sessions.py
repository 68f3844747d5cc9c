"""Sessions: signing in by a code, tokens for an hour, and new ones for a token that is used once.

Both tokens are signed and kept nowhere; the session's row says which refresh token is good and
whether the session still is. Of two that use one refresh token the second is a thief or was
robbed, so the whole session ends, with every token that came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models import clock
from models.base import UID
from models.database import connected, database
from models.session import ACCESS_LASTS, REFRESH_LASTS, BadSession, Session
from models.shop import Shop
from models.user import User
from usecases import codes
from usecases.joining import joined
from usecases.passes import sealed, unsealed
from usecases.rows import refuse_sellers

ACCESS, REFRESH = "user access", "user refresh"


@dataclass(frozen=True)
class SignedIn:
    """A user and the tokens of a session: for an hour, and to get new ones with."""

    user: User
    token: str
    refresh_token: str


def sign_in(shop: Shop, email: str, code: str) -> SignedIn:
    """Open a session by a code; a new address becomes a user, a leaving one stays.

    Raises `BadCode`, `Invalid`.
    """
    user = joined(shop, codes.use(shop, email, code))
    session = Session.create(user=user, ends_at=clock.now() + REFRESH_LASTS)
    return _tokens(user, session, 1)


def refresh(shop: Shop, token: str) -> SignedIn:
    """Give new tokens for a refresh token that was not used before; raises `BadSession`."""
    refuse_sellers(shop)
    uid, number, ends_at = _said(REFRESH, token)
    session, now = _session(uid), clock.now()
    if session.user.shop_id != shop.id or ends_at <= now:
        raise _bad()
    mine: Any = (Session.id == session.id) & Session.revoked_at.is_null()
    turn = Session.update(number=number + 1, ends_at=now + REFRESH_LASTS, updated_at=now)
    if not turn.where(mine, Session.number == number).execute():
        Session.update(revoked_at=now).where(mine).execute()
        raise _bad()
    return _tokens(session.user, session, number + 1)


def enter(token: str) -> User:
    """Let a user in by a token of an hour, whose shop comes with them; raises `BadSession`."""
    uid, _, ends_at = _said(ACCESS, token)
    session = _session(uid)
    if session.revoked_at is not None or ends_at <= clock.now():
        raise _bad()
    return session.user


def forget_sessions() -> None:
    """Remove the sessions that nobody can go on with."""
    with connected():
        Session.delete().where(Session.ends_at <= clock.now() - ACCESS_LASTS).execute()


def end_sessions(user: User) -> None:
    """End all sessions of a user."""
    with database.atomic():
        mine: Any = (Session.user == user) & Session.revoked_at.is_null()
        Session.update(revoked_at=clock.now()).where(mine).execute()


def _tokens(user: User, session: Session, number: int) -> SignedIn:
    now = clock.now()
    access = sealed(ACCESS, [session.uid, number, _milliseconds(now + ACCESS_LASTS)])
    refreshing = sealed(REFRESH, [session.uid, number, _milliseconds(now + REFRESH_LASTS)])
    return SignedIn(user, access, refreshing)


def _said(kind: str, token: str) -> tuple[str, int, datetime]:
    said = unsealed(kind, token)
    if said is None:
        raise _bad()
    uid, number, ends = said
    return uid, number, datetime.fromtimestamp(ends / 1000, UTC)


def _session(uid: str) -> Session:
    query: Any = Session.select(Session, User, Shop).join(User).join(Shop)
    found: Session | None = query.where(Session.uid == uid).first() if UID.fullmatch(uid) else None
    if found is None:
        raise _bad()
    return found


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _bad() -> BadSession:
    return BadSession("this token opens no session; sign in again")
