"""Profiles: a user's facts and picture changed as one, or neither."""

from __future__ import annotations

from typing import Any

from models.database import exclusive
from models.shop import Shop
from models.user import User
from usecases import people
from usecases.market import parties
from usecases.uploaded_pictures import change_picture


def add(shop: Shop, **facts: Any) -> User:
    """Make a user; see `people.add` and `change_picture`."""
    with exclusive(shop):
        made = people.add(shop, **facts)
        parties.recognise(made)
        return _pictured(made, None, facts)


def change(shop: Shop, uid: str, by: User | None, **facts: Any) -> User:
    """Change what is sent of a user; see `people.change` and `change_picture`."""
    with exclusive(people.find(shop, uid)):
        return _pictured(people.change(shop, uid, by, **facts), by, facts)


def change_own(user: User, **facts: Any) -> User:
    """Change what users say of themselves; see `people.change_own` and `change_picture`."""
    with exclusive(user):
        return _pictured(people.change_own(user, **facts), user, facts)


def _pictured(user: User, by: User | None, facts: dict[str, Any]) -> User:
    # The picture comes last: its old file is removed at once.
    return change_picture(user, by, facts["picture"]) if "picture" in facts else user
