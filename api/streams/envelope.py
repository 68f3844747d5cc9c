"""The words of the streams API: `{"status", "serverTime", "body"}`, errors inside the body."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

import orjson
from flask import Response
from pydantic import Field

from api.operation import Output
from models import clock
from models.errors import Problem

Body = TypeVar("Body")
# Codes of the house as the published text has them; the others are written its way.
CODES = {
    "invalid": "InvalidFilter",
    "too-many-requests": "RateLimitExceeded",
    "bad-credentials": "InvalidToken",
}
DATE_TIME = {"format": "date-time"}
Moment = Annotated[str, Field(examples=["2023-09-26T12:00:29Z"], json_schema_extra=DATE_TIME)]
Now = Annotated[str, Field(examples=["2025-09-03T20:46:14.043Z"], json_schema_extra=DATE_TIME)]


class Enveloped(Output, Generic[Body]):
    """What every answer is wrapped in."""

    status: int = Field(description="The status of the answer.", examples=[200])
    serverTime: Now  # noqa: N815
    body: Body


class Fault(Output):
    """Why a request is refused."""

    code: str
    message: str


class Refused(Output):
    """The body of a refusal; `message` is the error's once more."""

    error: Fault
    message: str


class Refusal(Enveloped[Refused]):
    """A refusal."""


def enveloped(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer a body in the envelope, whose `status` is the answer's own."""
    told = {"status": status, "serverTime": _precise(clock.now()), "body": body}
    return Response(orjson.dumps(told), status, headers, mimetype="application/json")


def moment(at: datetime | None) -> str | None:
    """Spell a moment of a stream to the second: `2026-06-15T12:00:00Z`."""
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z" if at else None


def spell_error(status: int, code: str, detail: str, problems: tuple[Problem, ...]) -> Response:
    """Spell a refusal; `body.message` is for readers of the API's older answers."""
    why = "; ".join(f"{each.where}: {each.why}" for each in problems) or detail
    return enveloped(refused(code, why), status)


def refused(code: str, why: str) -> dict[str, Any]:
    """Spell the body of a refusal."""
    return {"error": {"code": spelled(code), "message": why}, "message": why}


def spelled(code: str) -> str:
    """Spell the house's word for a failure."""
    return CODES.get(code) or "".join(each.capitalize() for each in code.split("-"))


def _precise(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
