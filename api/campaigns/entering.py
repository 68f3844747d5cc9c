"""Who is asking the campaigns API: the shop of the access key in the address.

`Authorization: Bearer` carries a key of that shop or a token signed for one, see
`usecases/tokens.py`.
"""

from __future__ import annotations

from functools import partial

from flask import g

from api.auth import NoCredentials, OutOfScope, bearer
from api.operation import operation
from usecases import tokens


def enter(scope: str) -> None:
    """Let in who carries a scope, or raise."""
    text = bearer()
    if not text:
        raise NoCredentials("send the header Authorization: Bearer, with a key or a token")
    key = tokens.enter(g.access_key, text)
    if not key.allows(scope):
        raise OutOfScope(f"this key does not carry the scope {scope}")
    g.key = key


# How views of this API declare their operation.
guarded = partial(operation, door=enter)
