"""Who is asking the marketplace API: the shop's server by its key, or a user by their token.

The key travels as the header `api_key`, or as a Bearer token that begins as keys do; any
other Bearer token is a user's. Where both are sent, what is the user's own is done for the user and
everything else for the shop. `mode`, if sent, must be the shop's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import g, request

from api.auth import NoCredentials, OutOfScope, bearer
from api.auth import user as entered_user
from api.limits import count_address, count_key
from api.marketplace.ids import USER, id_of
from api.marketplace.permits import ANYBODY, PERMITS, SELF, SERVER, WRITE, Permit
from api.operation import Door, Schemes, View, operation
from models.api_key import BadKey
from models.errors import Forbidden
from models.meter import TooManyRequests
from models.session import BadSession
from models.shop import MODES, Shop
from models.user import EDITOR, User, rank_of
from usecases import sessions, shops

KEY_HEADER, KEYS_BEGIN = "api_key", "vtrn_"
KEY: Schemes = {"ApiKey": []}
TOKEN: Schemes = {"Token": []}
MODE = {
    "name": "mode",
    "description": "The platform's mode; another one than that of the key or token is refused.",
    "schema": {"type": "string", "enum": list(MODES)},
    "example": "test",
}


class WrongMode(Forbidden):
    """The header mode is not the mode of the key, or of the user's platform."""

    code = "wrong-mode"


class NoRole(Forbidden):
    """The user's role does not allow this."""

    code = "role-too-low"


def guarded(summary: str, **facts: Any) -> Callable[[View], View]:
    """Declare a view's operation, which opens to whom the table of permits says."""

    def declare(view: View) -> View:
        permit = PERMITS[f"{view.__module__.rpartition('.')[2]}.{view.__name__}"]
        door = door_of(permit)
        return operation(summary, scope=permit.scope, door=door, asks=(MODE,), **facts)(view)

    return declare


def door_of(permit: Permit) -> Door:
    """Make the door that opens to whom a permit says."""
    least = permit.least
    refusals = (NoCredentials, BadKey, BadSession, OutOfScope, WrongMode, TooManyRequests)
    if least == SERVER:
        return Door(_enter_by_key, refusals, (KEY, TOKEN))
    if least == SELF:
        return Door(_enter_by_user, refusals, (TOKEN, {**KEY, **TOKEN}))
    if least == ANYBODY:
        return Door(_enter_if_known, refusals, ({}, KEY, TOKEN))
    return Door(partial(_enter_by_either, permit), (*refusals, NoRole), (KEY, TOKEN))


def asking_user() -> User | None:
    """Give the user who asks for what is not their own; None: the shop's server asks."""
    return None if "key" in g else entered_user()


def own_user() -> User:
    """Give the user who asks for what is their own."""
    found = entered_user()
    assert found is not None  # noqa: S101 (the door let them in)
    return found


def user_beside() -> User | None:
    """Give the user whose token is sent, beside the platform's key or without it, if one is.

    Raises `BadSession`.
    """
    token = _sent_token()
    if "key" not in g or not token:
        return entered_user()
    user = sessions.enter(token)
    if user.shop_id != g.key.shop_id:
        raise BadSession("this token is of no user of the key's platform")
    return user


def lesser_user() -> User | None:
    """Give the user who asks without the platform's key and is no editor; None: no such user."""
    asking = None if _sent_key() else asking_user()
    return asking if asking is not None and rank_of(asking.role) < rank_of(EDITOR) else None


def sees_all_of(user: User) -> bool:
    """Tell whether who asks may know of a user what is not for everybody."""
    asking = lesser_user()
    return asking is None or asking.id == user.id


def known_shop() -> Shop | None:
    """Give the shop of who asks, if that is known."""
    found: Shop | None = g.key.shop if "key" in g else g.get("shop")
    return found


def _enter_by_key(scope: str | None) -> None:
    count_address()
    text = _sent_key()
    if not text:
        raise NoCredentials("send the platform's key, as api_key or as Authorization: Bearer")
    _take_key(text, scope)


def _enter_by_user(_scope: str | None) -> None:
    count_address()
    if not (token := _sent_token()):
        raise NoCredentials("send the token of the user as Authorization: Bearer")
    user = _take_user(token)
    if (text := _sent_key()) and shops.enter_by_token(text).shop_id != user.shop_id:
        raise BadSession("this token is of no user of the key's platform")


def _enter_by_either(permit: Permit, scope: str | None) -> None:
    if _sent_key() or not (token := _sent_token()):
        _enter_by_key(scope)
        return
    count_address()
    user = _take_user(token)
    if permit.own and _is_named(user):
        return
    if rank_of(user.role) < rank_of(permit.least):
        raise NoRole(f"only a user with the role {permit.least} may do this, or the platform's key")


def _is_named(user: User) -> bool:
    named = (request.view_args or {}).get("user_id", "")
    return bool(named == id_of(USER, user.uid))


def _enter_if_known(scope: str | None) -> None:
    if not _sent_key():
        count_address()
        if token := _sent_token():
            _take_user(token)
        return
    _enter_by_key(scope)
    g.user = user_beside()


def _take_key(text: str, scope: str | None) -> None:
    key = shops.enter_by_token(text)
    if not key.allows(scope or WRITE):
        raise OutOfScope(f"this key does not carry the scope {scope or WRITE}")
    _check_mode(key.shop.mode)
    g.key = key
    count_key(key.uid)


def _take_user(token: str) -> User:
    user = sessions.enter(token)
    _check_mode(user.shop.mode)
    g.user, g.shop = user, user.shop
    count_key(user.uid)
    return user


def _check_mode(mode: str) -> None:
    if request.headers.get("mode", mode) != mode:
        raise WrongMode(f"this is a platform of mode {mode}")


def _sent_key() -> str:
    told = bearer()
    return request.headers.get(KEY_HEADER, "") or (told if told.startswith(KEYS_BEGIN) else "")


def _sent_token() -> str:
    told = bearer()
    return "" if told.startswith(KEYS_BEGIN) else told
