"""Who is asking the campaigns API: the shop of the access key in the address.

`Authorization: Bearer` carries a key of that shop or a token signed for one, see
`usecases/tokens.py`.
"""

from __future__ import annotations

from functools import partial

from flask import g

from api.auth import NoCredentials, OutOfScope, bearer
from api.limits import count_address, count_key
from api.operation import Door, operation
from models.api_key import BadKey
from models.message import TokenExpired
from models.meter import TooManyRequests
from usecases import tokens


def _enter(scope: str | None) -> None:
    """Let in who carries a scope, or raise."""
    # Who guesses is counted too.
    count_address()
    text = bearer()
    if not text:
        raise NoCredentials("send the header Authorization: Bearer, with a key or a token")
    key = tokens.enter(g.access_key, text)
    if not key.allows(scope or ""):
        raise OutOfScope(f"this key does not carry the scope {scope}")
    g.key = key
    count_key(key.uid)


REFUSALS = (NoCredentials, BadKey, TokenExpired, OutOfScope, TooManyRequests)
# How views of this API declare their operation.
guarded = partial(operation, door=Door(_enter, REFUSALS, ({"Token": []},)))
