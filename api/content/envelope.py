"""The words of the content API: `{"data": …}`, JSON:API-like items, `{"errors": […]}`."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any, Generic, TypeVar

import orjson
from flask import Response, g

from api.operation import Output
from models.errors import Problem

Item = TypeVar("Item")


class Data(Output, Generic[Item]):
    """One thing, or a list of things, under `data`."""

    data: Item


class Source(Output):
    """Where in the request the fault is: a JSON pointer, or a query parameter's name."""

    pointer: str | None = None
    parameter: str | None = None


class Fault(Output):
    """One fault of a refused request."""

    status: str
    code: str
    title: str
    detail: str
    source: Source | None = None


class Faults(Output):
    """The body of every refusal."""

    errors: list[Fault]


def item(kind: str, uid: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """Spell one thing: `{"id", "type", "attributes"}`."""
    return {"id": uid, "type": kind, "attributes": attributes}


def moment(at: datetime | None) -> str | None:
    """Spell a moment: `2026-06-15T12:00:00.000Z`."""
    return f"{at.isoformat(timespec='milliseconds')[:-6]}Z" if at else None


def data(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer `{"data": …}`."""
    return answer({"data": content}, status, headers)


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer JSON."""
    return Response(orjson.dumps(content), status, headers, mimetype="application/json")


def spell_error(status: int, code: str, detail: str, problems: tuple[Problem, ...]) -> Response:
    """Spell a refusal: an error for each fault found, or one for the whole."""
    title = HTTPStatus(status).phrase
    plain = {"status": str(status), "code": code, "title": title}
    faults = [{**plain, "detail": each.why, "source": _source(each)} for each in problems]
    if not faults:
        faults = [{**plain, "detail": detail}]
    response = answer({"errors": faults}, status)
    if "request_id" in g:
        response.headers["X-Request-Id"] = g.request_id
    return response


def _source(problem: Problem) -> dict[str, str]:
    if problem.where.startswith("/") or not problem.where:
        return {"pointer": problem.where}
    return {"parameter": problem.where}
