"""`Idempotency-Key`: a POST that is sent again, because its answer was lost, is not done again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import orjson
from flask import Response, request
from pydantic import BaseModel

from api.auth import caller, shop
from models.errors import Invalid, Problem
from usecases.replays import HEADER, kept, once

KEY = re.compile(r"[\x21-\x7e]{1,255}")
WORDS = (
    "Any text of 1 to 255 printable characters, such as a UUID: the same request sent again "
    "under the same key within 24 hours is not done again but answered as before."
)


def sent_key() -> str | None:
    """Read the key of a request, if it has one; raises `Invalid`."""
    key = request.headers.get(HEADER)
    if key is not None and not KEY.fullmatch(key):
        raise Invalid(Problem(HEADER, "1 to 255 printable ASCII characters without spaces"))
    return key


def answered_once(key: str, body: BaseModel | None, view: Callable[[], Response]) -> Response:
    """Answer by the view, or by what it answered to the same request before."""
    made: list[Response] = []

    def act() -> tuple[int, str]:
        made.append(view())
        return made[0].status_code, made[0].get_data(as_text=True)

    own = _own(key)
    if once(shop(), own, _fingerprint(body), act) is not None:
        return made[0]
    status, text = kept(shop(), own)
    headers = {"Idempotent-Replayed": "true"}
    return Response(text, status, headers, mimetype="application/json" if text else None)


def _own(sent: str) -> str:
    """Tell apart what different callers send: an answer is for whom it was given to."""
    return hashlib.sha256(f"{caller()} {sent}".encode()).hexdigest()


def _fingerprint(body: BaseModel | None) -> str:
    """Know a request again by what it says: spaces and a form's boundary may differ."""
    sent = body.model_dump(exclude_unset=True) if body else None
    said = [request.method, request.path, request.query_string.decode("latin-1"), sent]
    return hashlib.sha256(
        orjson.dumps(said, default=_digest, option=orjson.OPT_SORT_KEYS)
    ).hexdigest()


def _digest(value: Any) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return str(value)
