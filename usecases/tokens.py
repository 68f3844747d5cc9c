"""Tokens of a shop's server: signed by it with a secret of one of its keys, which they stand for.

A JSON Web Token (RFC 7519, HS256) with `accessKey`, `iat` and `exp`, good for a year at most. The
secret is made of the installation's own and the key's uid and kept nowhere; it ends with the key.
"""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from models import clock
from models.api_key import ApiKey, BadKey
from models.message import TokenExpired
from models.shop import Shop
from usecases import shops
from usecases.passes import digest_of

LONGEST, SKEW = timedelta(days=366), timedelta(seconds=30)
MOST_LETTERS = 4_096
ACCESS_KEY = re.compile(r"[A-Za-z0-9_-]{1,43}")
NEEDED = ["accessKey", "iat", "exp"]


def secret_of(key: ApiKey) -> str:
    """Give what tokens that stand for a key are signed with, in base64."""
    return base64.b64encode(bytes.fromhex(digest_of("server token", key.uid))).decode()


def enter(access_key: str, text: str) -> ApiKey:
    """Let a server in that sends a key of the shop, or a token signed for one.

    Raises `BadKey`, `TokenExpired`.
    """
    # A key has no points, a token has two.
    key = _signed_for(access_key, text) if "." in text else shops.enter_by_token(text)
    if key.shop.access_key != access_key:
        raise BadKey("this access key is not the one of the shop that the key belongs to")
    return key


def _signed_for(access_key: str, text: str) -> ApiKey:
    if len(text) > MOST_LETTERS:
        raise BadKey(f"a token has at most {MOST_LETTERS} letters")
    for key in _keys_of(access_key):
        said = _said(text, secret_of(key))
        if said is not None:
            _refuse_wrong(said, access_key)
            return shops.entered(key)
    raise BadKey("the token is not signed with a secret of a key of this shop")


def _keys_of(access_key: str) -> list[ApiKey]:
    if not ACCESS_KEY.fullmatch(access_key):
        return []
    keys: Any = ApiKey.select(ApiKey, Shop).join(Shop).where(Shop.access_key == access_key)
    return [each for each in keys.order_by(ApiKey.id.desc()) if each.usable()]


def _said(text: str, secret: str) -> dict[str, Any] | None:
    """Read a token; None where the secret is not its own."""
    # What is written in base64 is used as it stands by some libraries and decoded by others.
    for each in (secret.encode(), base64.b64decode(secret)):
        try:
            # We look at the moments ourselves: by the house's clock.
            unchecked = dict.fromkeys(("verify_exp", "verify_iat", "verify_nbf"), False)
            options: Any = {"require": NEEDED, **unchecked}
            said: dict[str, Any] = jwt.decode(text, each, algorithms=["HS256"], options=options)
        except jwt.MissingRequiredClaimError as error:
            raise BadKey(f"the token needs {', '.join(NEEDED)}: {error}") from None
        except (jwt.PyJWTError, ValueError, RecursionError):
            continue
        return said
    return None


def _refuse_wrong(said: dict[str, Any], access_key: str) -> None:
    if said["accessKey"] != access_key:
        raise BadKey("accessKey of the token is not the one in the address")
    made, ends, now = _moment(said["iat"]), _moment(said["exp"]), clock.now()
    if made is None or ends is None:
        raise BadKey("iat and exp of a token are numbers of seconds since 1970")
    if ends <= now - SKEW:
        raise TokenExpired("the token has expired: exp is past")
    if made > now + SKEW or ends - made > LONGEST:
        raise BadKey("a token is good from iat, which is past, for at most a year")


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
