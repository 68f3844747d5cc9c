"""Who is asking the catalog API: a server with a token of the tenant, or anybody who reads.

`Authorization: Bearer` carries a token of `/oauth/token`, or a key of the shop. Who sends nothing
reads what is published; who sends what is no token is refused everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, g, request

from api.auth import NoCredentials, OutOfScope, bearer
from api.limits import count_address, count_key
from api.operation import Door, View, operation
from models.api_key import BadKey
from models.errors import NotFound
from models.message import TokenExpired
from models.meter import TooManyRequests
from usecases.catalog import granting
from usecases.catalog.granting import OtherTenant

# Bodies of this API; the server's own setting may allow fewer bytes.
MOST_BYTES = 10 * 1024 * 1024
# What scripts of pages may ask besides the plainest, and read of answers.
ASKED = "Accept-Language, Content-Type, X-Total-Count"
READ = "Retry-After, X-Total-Count"
REFUSALS = (NoCredentials, BadKey, TokenExpired, OutOfScope, OtherTenant, TooManyRequests)
OPEN_REFUSALS = (BadKey, TokenExpired, OtherTenant, NotFound, TooManyRequests)


def guarded(summary: str, *, scope: str, **facts: Any) -> Callable[[View], View]:
    """Declare an operation of servers, whose token carries a scope (`usecases/catalog/scopes`)."""
    door = Door(_enter, REFUSALS, ({"Token": [scope]},))
    return operation(summary, scope=scope, door=door, **facts)


def open_to_all(summary: str, **facts: Any) -> Callable[[View], View]:
    """Declare an operation of readers: anybody, who sees more with a token."""
    return operation(summary, scope=None, door=OPEN, **facts)


def may(scope: str) -> bool:
    """Tell whether the caller's token carries a scope of `usecases/catalog/scopes`."""
    return scope in carried()


def carried() -> frozenset[str]:
    """Give the scopes of the caller's token; none for who sends none."""
    scopes: frozenset[str] = g.get("scopes", frozenset())
    return scopes


def let_pages_read(response: Response) -> Response:
    """Let scripts of any page read what everybody may, and no cache keep what a token opens."""
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = ASKED
        response.headers["Access-Control-Max-Age"] = "86400"
    elif not _is_open() or request.headers.get("Authorization"):
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    # What everybody reads is another answer for who shows a token.
    response.vary.add("Authorization")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = READ
    return response


def _is_open() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    said = getattr(view, "operation", None)
    return said is not None and said.door is OPEN


def _enter(scope: str | None) -> None:
    """Let in who shows a token that carries a scope, or raise."""
    _begin()
    if not request.headers.get("Authorization"):
        raise NoCredentials("send the header Authorization: Bearer, with a token of /oauth/token")
    _enter_by_token()
    if not may(scope or ""):
        raise OutOfScope(f"this token does not carry the scope {scope}")


def _enter_open(_scope: str | None) -> None:
    """Let everybody in, and who shows a token by that; or raise."""
    _begin()
    if request.headers.get("Authorization"):
        _enter_by_token()
    else:
        g.shop = granting.find_tenant(g.tenant)


OPEN = Door(_enter_open, OPEN_REFUSALS, ({}, {"Token": []}))


def _begin() -> None:
    # Who guesses is counted too.
    count_address()
    limit = request.max_content_length
    request.max_content_length = MOST_BYTES if limit is None else min(MOST_BYTES, limit)


def _enter_by_token() -> None:
    held = granting.enter(g.tenant, bearer())
    g.key, g.scopes = held.key, held.scopes
    count_key(held.key.uid)
