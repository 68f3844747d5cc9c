"""Links of users: addresses that they show, each with its label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models import clock
from models.address import read_address
from models.base import UID
from models.database import database, exclusive, named, read_rows
from models.errors import Invalid, NotFound, Problem
from models.loading import Loader
from models.user import User, UserLink
from usecases.people import again
from usecases.ranks import refuse_equals

MOST_LINKS = 50
LINKS: Loader[UserLink] = Loader(UserLink)


def links_of(users: Sequence[User]) -> dict[int, list[UserLink]]:
    """Give the links of users by their row ids, each in the order they were added."""
    found: dict[int, list[UserLink]] = {each.id: [] for each in users}
    if not found:
        return found
    whose, value = named("l.user_id", list(found))
    sql = f"select {LINKS.columns('l')} from user_link l where {whose} order by l.id"  # noqa: S608
    for link in map(LINKS.load, read_rows(sql, [value])):
        found[link.user_id].append(link)
    return found


def add_link(user: User, by: User | None, *, label: str, url: str) -> User:
    """Add a link to a user; raises `Outranked`, `Invalid`."""
    refuse_equals(by, user)
    read_address(url, "url")
    if not url.lower().startswith(("http://", "https://")):
        raise Invalid(Problem("url", "must be an http or https address"))
    with exclusive(user):
        if UserLink.select().where(UserLink.user == user).count() >= MOST_LINKS:
            raise Invalid(Problem("url", f"a user has at most {MOST_LINKS} links; remove one"))
        UserLink.create(user=user, label=label, url=url)
        return _touched(user)


def remove_link(user: User, by: User | None, link_uid: str) -> User:
    """Remove a link of a user; raises `Outranked`, `NotFound`."""
    refuse_equals(by, user)
    with database.atomic():
        mine: Any = (UserLink.user == user) & (UserLink.uid == link_uid)
        if not UID.fullmatch(link_uid) or not UserLink.delete().where(mine).execute():
            raise NotFound("this user has no link with this id")
        return _touched(user)


def _touched(user: User) -> User:
    User.update(updated_at=clock.now()).where(User.id == user.id).execute()
    return again(user)
