"""Access tokens of the product service: signed here for a key, good for hours and while that is.

A JSON Web Token as RFC 9068 has them, with `sub` (the key's id), `tenant`, `scope`, `iat`, `exp`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from models import clock
from models.api_key import ApiKey, BadKey
from models.errors import Forbidden
from models.message import TokenExpired
from models.shop import Shop
from usecases import shops
from usecases.catalog.scopes import granted, opened_by, scopes_of
from usecases.passes import digest_of

LIFETIME = timedelta(hours=4)
MOST_LETTERS = 4_096
KIND = "at+jwt"
# Moments are looked at here: by the house's clock.
OPTIONS: Any = dict.fromkeys(("verify_exp", "verify_iat", "verify_nbf"), False)


class OtherTenant(Forbidden):
    """The token is another tenant's."""

    code = "other-tenant"


@dataclass(frozen=True)
class Grant:
    """What a caller may do: by which key, and with which scopes."""

    key: ApiKey
    scopes: frozenset[str]

    @property
    def spelled(self) -> str:
        """The scopes as tokens and answers have them: the tenant first."""
        return " ".join([f"tenant={self.key.shop.slug}", *sorted(self.scopes)])

    def token(self) -> str:
        """Sign a token that is good for LIFETIME."""
        now = int(clock.now().timestamp())
        said = {
            "sub": self.key.uid,
            "tenant": self.key.shop.slug,
            "scope": self.spelled,
            "iat": now,
            "exp": now + int(LIFETIME.total_seconds()),
        }
        return jwt.encode(said, _secret(), algorithm="HS256", headers={"typ": KIND})


def grant(client_id: str, client_secret: str, asked: str = "") -> Grant:
    """Let a client in by its key's id, or its shop's app id, and the key.

    `asked` are scopes, parted by spaces; empty: all that the key carries. Raises `BadKey`,
    `InvalidScope`.
    """
    key = shops.enter_by_token(client_secret)
    if client_id not in (key.uid, key.shop.app_id):
        raise BadKey("client_id is the id of the key that client_secret is, or its shop's app id")
    return Grant(key, granted(key, asked))


def enter(tenant: str, text: str) -> Grant:
    """Let a caller in who sends a token, or a key, of this tenant's shop.

    Raises `BadKey`, `TokenExpired`, `OtherTenant`.
    """
    # A key has no points, a token has two.
    held = _granted(text) if "." in text else _of_key(shops.enter_by_token(text))
    if held.key.shop.slug != tenant:
        raise OtherTenant("this token is not for the tenant in the address")
    return held


def find_tenant(tenant: str) -> Shop:
    """Find the shop of a tenant, or raise `NotFound`."""
    return shops.find_shop_by_slug(tenant)


def _of_key(key: ApiKey) -> Grant:
    return Grant(key, opened_by(scopes_of(key)))


def _granted(text: str) -> Grant:
    said = _said(text)
    if said["exp"] <= clock.now().timestamp():
        raise TokenExpired("this token has expired; ask /oauth/token for a new one")
    key = shops.enter_by_uid(said["sub"])
    named = frozenset(said["scope"].split(" "))
    return Grant(key, opened_by(named & scopes_of(key)))


def _said(text: str) -> dict[str, Any]:
    try:
        if len(text) > MOST_LETTERS:
            raise ValueError
        said: dict[str, Any] = jwt.decode(text, _secret(), algorithms=["HS256"], options=OPTIONS)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise BadKey("this token was not made here; ask /oauth/token for one") from None
    return said


def _secret() -> bytes:
    return bytes.fromhex(digest_of("access token of the product service"))
