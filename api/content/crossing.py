"""Pages of other origins may call the operations that take a key: the key alone is the permission.

No cookie is read anywhere in this API, so a page can do no more than whoever wrote the key into it.
What public operations let pages read is their own matter (`displayed_data.py`, `uploads.py`).
"""

from __future__ import annotations

from flask import Response, current_app, request

from api import limits, paging
from api.auth import APP_ID_HEADERS, KEY_HEADERS
from usecases.replays import HEADER as IDEMPOTENCY

EXPOSED = ", ".join(
    [*paging.HEADERS, *limits.HEADERS, "Retry-After", "X-Request-Id", "Idempotent-Replayed"]
)
# Headers with an underscore do not pass every proxy; pages have no need of them.
SENT = [each for each in (*APP_ID_HEADERS, *KEY_HEADERS) if "_" not in each]
ALLOWED = ", ".join([*SENT, "Content-Type", IDEMPOTENCY, "X-Request-Id"])


def let_pages_call(response: Response) -> Response:
    """Tell browsers that any page may call this operation, if it takes a key."""
    view = current_app.view_functions.get(request.endpoint or "")
    said = getattr(view, "operation", None)
    if said is None or said.scope is None:
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
        response.headers["Access-Control-Allow-Headers"] = ALLOWED
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
