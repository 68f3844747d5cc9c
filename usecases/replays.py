"""Replays: a request that came twice under one Idempotency-Key is done once and answered twice.

The key is written down first, so that a second request meets it while the first is at work. The
answer is then kept in the transaction of the change itself: whoever dies on the way has changed
nothing, and the key is free again once its claim ends. Refusals are not kept: they changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from peewee import IntegrityError

from models import clock
from models.base import new_uid
from models.database import connected, database
from models.errors import Problem
from models.replay import InFlight, KeyReused, Replay
from models.shop import Shop

KEPT = timedelta(hours=24)
# Longer than any request takes.
CLAIMED = timedelta(minutes=2)
HEADER = "Idempotency-Key"


class _LostClaim(Exception):
    """Somebody else has taken the request over."""


def once(
    shop: Shop, key: str, fingerprint: str, act: Callable[[], tuple[int, str]]
) -> tuple[int, str] | None:
    """Do `act` and keep its answer (status and body) with what it changed.

    None means that it was kept: `kept` gives the earlier answer. Raises `InFlight`, `KeyReused`.
    """
    claim = _claim(shop, key, fingerprint)
    if claim is None:
        return None
    mine = Replay.shop == shop, Replay.key == key, Replay.claim == claim
    try:
        with database.atomic():
            status, body = act()
            answered = Replay.update(status=status, body=body, updated_at=clock.now())
            if not answered.where(*mine).execute():
                raise _LostClaim
            return status, body
    except _LostClaim:
        raise _in_flight() from None
    except BaseException:
        Replay.delete().where(*mine).execute()
        raise


def kept(shop: Shop, key: str) -> tuple[int, str]:
    """Give what was answered under a key; raises `InFlight` when it was forgotten just now."""
    found = Replay.get_or_none(Replay.shop == shop, Replay.key == key)
    if found is None or found.status is None:
        raise _in_flight()
    return found.status, found.body


def forget_replays() -> None:
    """Remove the answers of more than a day ago."""
    with connected():
        Replay.delete().where(Replay.created_at <= clock.now() - KEPT).execute()


def _claim(shop: Shop, key: str, fingerprint: str) -> str | None:
    """Take the key; None when its answer is known."""
    now, claim = clock.now(), new_uid()
    same = Replay.shop == shop, Replay.key == key
    found = Replay.get_or_none(*same)
    if found is not None and found.created_at <= now - KEPT:
        Replay.delete().where(Replay.id == found.id, Replay.claim == found.claim).execute()
        found = None
    if found is None:
        facts = {"fingerprint": fingerprint, "claim": claim, "due_at": now + CLAIMED}
        try:
            with database.atomic():
                Replay.create(shop=shop, key=key, **facts)
        except IntegrityError:
            found = Replay.get_or_none(*same)
            if found is None:
                raise _in_flight() from None
        else:
            return claim
    if found.fingerprint != fingerprint:
        raise KeyReused(Problem(HEADER, "came before with another request; use a new key"))
    if found.status is not None:
        return None
    taken = Replay.update(claim=claim, due_at=now + CLAIMED).where(
        *same, Replay.claim == found.claim, Replay.status.is_null(), Replay.due_at <= now
    )
    if not taken.execute():
        raise _in_flight()
    return claim


def _in_flight() -> InFlight:
    return InFlight("the first request with this Idempotency-Key is still being answered")
