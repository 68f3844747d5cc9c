"""Ranks: who decides for whom, and who gives roles.

`by` is the user who asks, None for the shop's own server, which may everything. Nobody decides for
another who has as high a role as theirs: by that one's mail address they would become them.
"""

from __future__ import annotations

from models import clock
from models.database import exclusive
from models.shop import Shop
from models.user import Outranked, User, rank_of
from usecases.rows import find_row, refuse_sellers


def role_of(shop: Shop, uid: str) -> str | None:
    """Tell what a user is in the shop; None also for whom the shop does not know."""
    refuse_sellers(shop)
    found = User.get_or_none(User.shop == shop, User.uid == uid)
    return found.role if found else None


def give_role(shop: Shop, uid: str, role: str | None, by: User | None) -> User:
    """Say what a user is in the shop: one of ROLES, or None. Raises `NotFound`, `Outranked`."""
    user = find_row(User, shop, uid, "user")
    refuse_equals(by, user)
    if by is not None and rank_of(role) >= rank_of(by.role):
        raise Outranked("only the shop's server gives a role as high as your own")
    with exclusive(user):
        User.update(role=role, updated_at=clock.now()).where(User.id == user.id).execute()
    return find_row(User, shop, uid, "user")


def refuse_equals(by: User | None, user: User) -> None:
    """Raise `Outranked` where somebody decides for another who has as high a role as theirs."""
    if by is not None and by.id != user.id and rank_of(by.role) <= rank_of(user.role):
        raise Outranked("this user has as high a role as yours, or a higher one")
