"""Failures become answers here: the only table of statuses, spelled by each dialect's envelope."""

from __future__ import annotations

import errno
from collections.abc import Callable

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from models.asset import WrongOffset
from models.contract import PaymentRefused
from models.database import out_of_order
from models.errors import (
    Conflict,
    DomainError,
    Expired,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    Unauthorized,
    Unavailable,
)
from models.message import TooFast
from models.meter import TooManyRequests

log = structlog.get_logger()

FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

# Looked up along the class hierarchy, so a new refusal answers like the one it refines.
STATUSES: dict[type[DomainError], int] = {
    Unauthorized: 401,
    PaymentRefused: 402,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Expired: 410,
    TooLarge: 413,
    WrongOffset: 416,
    Invalid: 422,
    TooManyRequests: 429,
    TooFast: 429,
    Unavailable: 503,
    DomainError: 400,
}

# What a dialect is given to spell: status, code, what to do, each fault found.
Speller = Callable[[int, str, str, tuple[Problem, ...]], Response]

# Seconds after which it is worth trying again.
RETRY_AFTER = {503: 5}

MESSAGES = {
    404: "there is nothing at this address",
    405: "this address does not take this method",
    413: "the body is larger than this address takes",
    414: "the query is longer than 8,192 bytes",
    415: "this address takes application/json, and multipart/form-data where pictures are sent",
    503: "the server cannot keep anything now; nothing was changed, try again later",
    500: "something broke on our side; tell the operator the request id",
}


def status_of(error: type[DomainError]) -> int:
    """Tell the HTTP status of a refusal."""
    return next(STATUSES[kind] for kind in error.__mro__ if kind in STATUSES)


def mount_errors(app: Flask, spellers: dict[str, Speller], otherwise: Speller) -> None:
    """Answer every failure below a prefix in the words of its dialect, `otherwise` elsewhere."""

    def spell(status: int, code: str, detail: str, problems: tuple[Problem, ...] = ()) -> Response:
        for prefix, speller in spellers.items():
            if request.path.startswith(prefix):
                return speller(status, code, detail, problems)
        return otherwise(status, code, detail, problems)

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> Response:
        problems = error.problems if isinstance(error, Invalid) else ()
        g.refusal = error
        answer = spell(status_of(type(error)), error.code, error.message, problems)
        wait = getattr(error, "after_s", None) or RETRY_AFTER.get(answer.status_code)
        if wait:
            answer.headers["Retry-After"] = str(wait)
        return answer

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400:
            return error.get_response()  # type: ignore[return-value]
        detail = MESSAGES.get(status) or error.description or "this cannot be answered"
        answer = spell(status, error.name.lower().replace(" ", "-"), detail)
        kept = {"Allow", "Retry-After", "Content-Range", "Accept-Ranges"}
        for name, value in error.get_headers():
            if name in kept:
                answer.headers[name] = value
        return answer

    @app.errorhandler(Exception)
    def broke(error: Exception) -> Response:
        log.exception("unexpected", request_id=g.get("request_id"), path=request.path)
        if out_of_order(error) or (isinstance(error, OSError) and error.errno in FULL_DISK):
            answer = spell(503, "out-of-order", MESSAGES[503])
            answer.headers["Retry-After"] = "5"
            return answer
        return spell(500, "internal-error", f"{MESSAGES[500]} {g.get('request_id', '')}".strip())
