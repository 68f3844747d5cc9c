"""Leaving: a user is removed thirty days after it was asked for, unless they sign in before.

It is put off, from hour to hour, while they are being charged or paid, and until the provider of
payments has forgotten what they pay with. What was paid stays in the books.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog

from gateways.payments import PaymentError, Unreachable
from models import clock
from models.database import connected, exclusive
from models.session import SignInCode
from models.shop import Shop
from models.user import User
from models.waitlist import WaitlistEntry
from usecases.market import parting
from usecases.people import find
from usecases.pictures import forget_pictures
from usecases.ranks import refuse_equals

AFTER = timedelta(days=30)
BATCH = 100

log = structlog.get_logger()


def schedule(shop: Shop, uid: str, by: User | None) -> User:
    """Let a user be removed in thirty days; asked again, the day stays.

    Raises `NotFound`, `Outranked`.
    """
    user = find(shop, uid)
    refuse_equals(by, user)
    now = clock.now()
    leaves = User.update(deletes_at=now + AFTER, updated_at=now)
    leaves.where(User.id == user.id, User.deletes_at.is_null()).execute()
    return find(shop, uid)


def remove_leavers() -> None:
    """Remove the users whose day has come, with all that is theirs.

    A provider of payments that does not answer is asked for nobody else then.
    """
    last, silent = 0, False
    with connected():
        while some := _due(last):
            for user in some:
                if not (silent and user.customer_id):
                    silent = not _answered(user) or silent
            last = some[-1].id


def _due(after: int) -> list[User]:
    query: Any = User.select().where(User.deletes_at <= clock.now(), User.id > after)
    return list(query.order_by(User.id).limit(BATCH))


def _answered(user: User) -> bool:
    """Let a user leave if that can be now; tell whether the provider of payments answered."""
    try:
        _leave(user)
    except PaymentError as error:
        log.warning("a user is not removed yet", user=user.uid, reason=str(error))
        return not isinstance(error, Unreachable)
    except Exception:
        # The others are removed all the same.
        log.exception("a user cannot be removed", user=user.uid)
    return True


def _leave(user: User) -> None:
    if not parting.is_being_settled(user):
        parting.clear_shelf(user)
        parting.forget_customer(user)
        _remove(user)


def _remove(user: User) -> None:
    with exclusive(user.shop, user):
        # Who signed in a moment ago stays; who is being charged by now does for an hour.
        due = User.select().where(User.id == user.id, User.deletes_at <= clock.now())
        if not due.exists() or parting.is_being_settled(user):
            return
        parting.part(user)
        user.delete_instance()
        for table in (SignInCode, WaitlistEntry):
            mine: Any = (table.shop == user.shop_id) & (table.email == user.email)
            table.delete().where(mine).execute()
    forget_pictures(user.picture)
