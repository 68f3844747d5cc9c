"""Pages of other origins may call this API: the key and the token alone are the permission.

No cookie is read anywhere in it, so a page can do no more than who gave it a key or
signed in on it.
"""

from __future__ import annotations

from flask import Response, request

from api import limits
from usecases.replays import HEADER as IDEMPOTENCY

EXPOSED = ", ".join([*limits.HEADERS, "Retry-After", "X-Request-Id", "Idempotent-Replayed"])
ALLOWED = ", ".join(["api_key", "Authorization", "Content-Type", "mode", IDEMPOTENCY])


def let_pages_call(response: Response) -> Response:
    """Tell browsers that any page may call, and what it may send."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
        response.headers["Access-Control-Allow-Headers"] = ALLOWED
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
