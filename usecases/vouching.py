"""Vouching: what a shop's server says of its user to a live's chat, believed once and briefly.

It says so in a JSON Web Token (RFC 7519, HS256) signed with the shop's `viewer_secret`: `aud` is
the shop's app id, `sub` its own name for the user, `exp` at most ten minutes ahead, `jti` of one
use; `name`, `role` (viewer, moderator, host) and `can_bid` (true: in auctions) are optional.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from peewee import IntegrityError

from models import clock
from models.content import Content
from models.database import connected, database
from models.errors import Invalid
from models.message import LEADERS, VIEWER, BadUserToken, SpentToken
from models.share import Share
from models.shop import Shop
from usecases.passes import ROLES, digest_of
from usecases.rows import refuse_sellers
from usecases.wording import LONGEST_NAME, within

FOR, SKEW = timedelta(minutes=10), timedelta(seconds=30)
LONGEST, MOST_LETTERS = 4_096, 255
NEEDED = ("exp", "jti", "aud", "sub")


@dataclass(frozen=True)
class User:
    """A shop's user: `uid` is the same whenever the shop speaks of them.

    `bids_as` is the shop's own name for a user whom it lets bid in the live, empty for others.
    """

    uid: str
    author: str
    role: str
    bids_as: str


def read(content: Content, text: str) -> User:
    """Read a user token that a player brings to a live, and spend it; raises `BadUserToken`."""
    shop, said = _signed_by(content, text)
    now = clock.now()
    ends = _good(said, now - SKEW)
    if ends > now + FOR + SKEW:
        raise BadUserToken("exp of a user token is at most ten minutes ahead")
    role = said.get("role", VIEWER)
    if role not in ROLES:
        raise BadUserToken(f"role is one of {', '.join(ROLES)}")
    if role in LEADERS and shop.id != content.shop_id:
        raise BadUserToken("only the live's own shop says who looks after the show")
    author = _name(said, shop.name if role in LEADERS else "")
    bids = _flag(said, "can_bid")
    _spend(shop, str(said["jti"]), ends + SKEW)
    return _user(content, shop, str(said["sub"]), name=author, bids=bids, role=role)


def read_lasting(
    content: Content, shop: Shop, text: str, names: Mapping[str, str]
) -> tuple[User, datetime]:
    """Read a token that an address carries, with the moment it ends; raises `BadUserToken`.

    It is signed as the others are and may come again until it ends, so it makes nobody a host.
    `names` says how its words for `sub` and `can_bid` are spelled.
    """
    try:
        if len(text) > LONGEST:
            raise jwt.InvalidTokenError("it is too long")
        said = _said(shop, text, ("exp", names["sub"]))
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise BadUserToken(f"the user token cannot be believed: {error}") from None
    sub, now = said[names["sub"]], clock.now()
    if not isinstance(sub, str) or not 0 < len(sub) <= MOST_LETTERS:
        raise BadUserToken(f"{names['sub']} of a user token is a text of at most 255 characters")
    ends = _good(said, now)
    bids = _flag(said, names["can_bid"])
    return _user(content, shop, sub, name=_name(said, ""), bids=bids), ends


def change_secret(shop: Shop) -> Shop:
    """Give a shop a new secret for its user tokens; those signed with the old one end at once."""
    refuse_sellers(shop)
    shop.viewer_secret = secrets.token_urlsafe(32)
    Shop.update(viewer_secret=shop.viewer_secret).where(Shop.id == shop.id).execute()
    return shop


def forget_spent_tokens() -> None:
    """Forget user tokens that would have ended by now anyway."""
    with connected():
        SpentToken.delete().where(SpentToken.ends_at <= clock.now()).execute()


def _signed_by(content: Content, text: str) -> tuple[Shop, dict[str, Any]]:
    """Find the shop that vouches, the live's own or one it is shared with, and what it says."""
    try:
        if len(text) > LONGEST:
            raise jwt.InvalidTokenError("it is too long")
        named = jwt.decode(text, options={"verify_signature": False}).get("aud")
        shop = _audience(content, named) if isinstance(named, str) else None
        if shop is None:
            raise jwt.InvalidAudienceError("aud is not the app id of a shop that shows this live")
        said = _said(shop, text, NEEDED, audience=shop.app_id)
    except (jwt.PyJWTError, ValueError, RecursionError) as error:
        raise BadUserToken(f"the user token cannot be believed: {error}") from None
    if not all(
        isinstance(said[name], str) and 0 < len(said[name]) <= MOST_LETTERS for name in NEEDED[1:]
    ):
        raise BadUserToken("jti, aud and sub of a user token are texts of at most 255 characters")
    return shop, said


def _said(
    shop: Shop, text: str, needed: Iterable[str], audience: str | None = None
) -> dict[str, Any]:
    said: dict[str, Any] = jwt.decode(
        text,
        shop.viewer_secret,
        algorithms=["HS256"],
        audience=audience,
        options={
            "require": list(needed),
            "verify_aud": audience is not None,
            # We look at the moments ourselves: by the house's clock.
            "verify_exp": False,
            "verify_iat": False,
            "verify_nbf": False,
        },
    )
    return said


def _good(said: dict[str, Any], now: datetime) -> datetime:
    """Give the moment that a token ends, which is after `now`."""
    ends = _moment(said, "exp")
    if ends is None or ends <= now:
        raise BadUserToken("the user token has expired: exp is past")
    begins = _moment(said, "nbf")
    if begins is not None and begins > clock.now() + SKEW:
        raise BadUserToken("the user token is not good yet: nbf is ahead")
    return ends


def _flag(said: dict[str, Any], name: str) -> bool:
    flag = said.get(name, False)
    if not isinstance(flag, bool):
        raise BadUserToken(f"{name} of a user token is true or false")
    return flag


def _user(
    content: Content, shop: Shop, sub: str, *, name: str, bids: bool, role: str = VIEWER
) -> User:
    uid = digest_of("user", shop.uid, sub)[:32]
    # Who wins pays the live's own shop, which must know them.
    known = bids and shop.id == content.shop_id
    return User(uid, name, role, _legible(sub) if known else "")


def _audience(content: Content, app_id: str) -> Shop | None:
    shared: Any = Share.select(Share.shop).where(Share.content == content)
    known = (Shop.id == content.shop_id) | Shop.id.in_(shared)
    found: Shop | None = Shop.get_or_none(known, Shop.app_id == app_id.replace("\0", ""))
    return found


def _moment(said: dict[str, Any], name: str) -> datetime | None:
    at = said.get(name)
    if at is None:
        return None
    try:
        return datetime.fromtimestamp(float(at), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise BadUserToken(f"{name} of a user token is a number of seconds since 1970") from None


def _name(said: dict[str, Any], otherwise: str) -> str:
    name = said.get("name")
    if name is None or name == "":
        return otherwise
    if not isinstance(name, str):
        raise BadUserToken("name of a user token is a text")
    try:
        return within(name, LONGEST_NAME, "name")
    except Invalid as error:
        raise BadUserToken(f"name of the user token: {error.problems[0].why}") from None


def _legible(text: str) -> str:
    """Leave out what no database keeps: NUL, and halves of letters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _spend(shop: Shop, jti: str, ends: datetime) -> None:
    digest = hashlib.sha256(jti.encode("utf-8", "replace")).hexdigest()
    try:
        with database.atomic():
            SpentToken.create(shop=shop, digest=digest, ends_at=ends)
    except IntegrityError:
        raise BadUserToken("this user token was used before; each has a jti of its own") from None
