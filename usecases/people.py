"""People: the users of a shop, made, found and changed."""

from __future__ import annotations

from typing import Any

from peewee import IntegrityError

from models.database import database, exclusive, read_rows
from models.errors import Invalid, NotFound, Problem
from models.loading import Loader
from models.shop import Shop
from models.user import EmailTaken, User, UsernameTaken
from usecases.mailboxes import read_mailbox
from usecases.ranks import refuse_equals
from usecases.rows import find_row, only_sent, owned, refuse_sellers
from usecases.sessions import end_sessions
from usecases.time_zones import is_time_zone
from usecases.usernames import read_username, suggested_of

# What users say of themselves, and what the shop says of them.
OWN = ("username", "name", "first_name", "last_name", "bio", "time_zone", "onboarded_at")
SHOPS = ("email", "plan")
USERS: Loader[User] = Loader(User)
# By hand: of ten thousand users a query of the model takes most of the time of the answer.
LISTED = (
    f"select {USERS.columns('u')} from shop_user u"  # noqa: S608
    " where u.shop_id = ? and u.id > ? order by u.id limit ?"
)


def find(shop: Shop, uid: str) -> User:
    """Find a user of the shop, or raise `NotFound`."""
    return find_row(User, shop, uid, "user")


def listed(shop: Shop, *, after: str | None = None, most: int) -> list[User]:
    """List users in the order they came, at most so many; after the one of this uid, if any.

    Raises `Invalid`.
    """
    last = 0
    if after is not None:
        found = User.get_or_none(User.uid == after, owned(User, shop))
        if found is None:
            raise Invalid(Problem("after", "this shop has no user with this id"))
        last = found.id
    if shop.only_seller_id is not None:
        return []
    return [USERS.load(each) for each in read_rows(LISTED, (shop.id, last, most))]


def add(shop: Shop, *, email: str, **facts: Any) -> User:
    """Make a user of an address, with a username made of it unless one is sent.

    Raises `Invalid`, `EmailTaken`, `UsernameTaken`.
    """
    refuse_sellers(shop)
    user = User(shop=shop, time_zone=shop.time_zone)
    sent = {"email": email, **only_sent(facts, (*OWN, *SHOPS))}
    with exclusive(shop):
        sent["username"] = sent.get("username") or suggested_of(shop, email)
        return _kept(user, sent)


def change(shop: Shop, uid: str, by: User | None, **facts: Any) -> User:
    """Change what is sent of a user.

    Raises `NotFound`, `Invalid`, `Outranked`, `EmailTaken`, `UsernameTaken`.
    """
    user = find(shop, uid)
    refuse_equals(by, user)
    with exclusive(user):
        user = again(user)
        before = user.email
        changed = _kept(user, only_sent(facts, (*OWN, *SHOPS)))
        if changed.email != before:
            # Who had the old address signed in with it.
            end_sessions(changed)
    return changed


def change_own(user: User, **facts: Any) -> User:
    """Change what users say of themselves; raises `Invalid`, `UsernameTaken`."""
    with exclusive(user):
        return _kept(again(user), only_sent(facts, OWN))


def again(user: User) -> User:
    """Read a user anew, as inside a transaction; raises `NotFound` when they are gone."""
    fresh: User | None = User.get_or_none(User.id == user.id)
    if fresh is None:
        raise NotFound("this user has just been removed")
    return fresh


def _kept(user: User, sent: dict[str, Any]) -> User:
    """Save a user with what was sent."""
    if "email" in sent:
        sent["email"] = read_mailbox(sent["email"], "email")
    if sent.get("username") is not None:
        sent["username"] = read_username(sent["username"], "username")
    if sent.get("time_zone", "") is None:
        del sent["time_zone"]
    if "time_zone" in sent and not is_time_zone(sent["time_zone"]):
        raise Invalid(Problem("time_zone", "is no time zone; send one such as Europe/Paris"))
    for field, value in sent.items():
        setattr(user, field, value)
    try:
        with database.atomic():
            user.save()
    except IntegrityError:
        raise _taken(user) from None
    return user


def _taken(user: User) -> EmailTaken | UsernameTaken:
    others: Any = (User.shop == user.shop_id) & (User.email == user.email)
    if User.select().where(others, User.id != (user.id or 0)).exists():
        return EmailTaken("another user of this shop has this e-mail address")
    return UsernameTaken(f"another user of this shop is called {user.username}")
