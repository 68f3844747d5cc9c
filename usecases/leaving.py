"""Leaving: a user is removed thirty days after it was asked for, unless they sign in before.

What they have subscribed to ends with them, and what others have with them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from models import clock
from models.database import connected, exclusive
from models.session import SignInCode
from models.shop import Shop
from models.user import User
from models.waitlist import WaitlistEntry
from usecases.market import subscriptions
from usecases.people import find
from usecases.pictures import forget_pictures
from usecases.ranks import refuse_equals

AFTER = timedelta(days=30)
BATCH = 100


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
    """Remove the users whose day has come, with all that is theirs."""
    last = 0
    with connected():
        while some := _due(last):
            for user in some:
                _remove(user)
            last = some[-1].id


def _due(after: int) -> list[User]:
    query: Any = User.select().where(User.deletes_at <= clock.now(), User.id > after)
    return list(query.order_by(User.id).limit(BATCH))


def _remove(user: User) -> None:
    with exclusive(user.shop, user):
        # Who signed in a moment ago stays.
        now = User.get_or_none(User.id == user.id, User.deletes_at <= clock.now())
        if now is None:
            return
        subscriptions.end_all_of(now)
        now.delete_instance()
        for table in (SignInCode, WaitlistEntry):
            mine: Any = (table.shop == user.shop_id) & (table.email == user.email)
            table.delete().where(mine).execute()
    forget_pictures(user.picture)
