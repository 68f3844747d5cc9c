"""The words of the campaigns API: bare bodies, pages, rows of a bulk, `{"_s", "_e"}` for errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

import orjson
from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from api.body import Input
from api.fields import Whole
from api.operation import Output
from models.errors import DomainError, Invalid, Problem
from models.money import text_of
from usecases.rows import Listing

Item = TypeVar("Item")
Sent = TypeVar("Sent", bound=BaseModel)
PER_PAGE, MOST_PER_PAGE = 10, 20
# Numbers of the errors that have one; all others are INVALID.
INVALID = -510
NUMBERS = {
    "no-credentials": -200,
    "bad-credentials": -200,
    "token-expired": -412,
    "no-such-live": -710,
    "no-title": -837,
    "no-product-id": -839,
    "not-found": -840,
    "not-carried": -840,
    "no-data": -840,
    "nothing-counted": -840,
    "internal-error": -500,
    "out-of-order": -1,
    "unavailable": -1,
}
# This API knows one status for what was asked wrongly, whatever is wrong with it.
STATUSES = {409: 400, 410: 400, 422: 400}
Status = Literal["CREATE", "UPDATE", "SUCCESS", "WARN", "FAIL"]


class Refusal(Output):
    """The body of every refusal."""

    s: int = Field(alias="_s", description="Number of the error.", examples=[INVALID])
    e: str = Field(alias="_e", description="What would work.", examples=["title: is required"])


class NoData(Invalid):
    """What was asked for does not exist now."""

    code = "no-data"


class PageQuery(Input):
    """Which part of a list; parameters not known here are passed over."""

    model_config = ConfigDict(extra="ignore")

    page: Whole = Field(1, ge=1, le=1_000_000, description="Which page, from 1.")
    count: Whole = Field(
        PER_PAGE, ge=1, le=MOST_PER_PAGE, description="How many of the list a page holds."
    )


class Page(Output, Generic[Item]):
    """A part of a list."""

    results: list[Item]
    totalCount: int = Field(description="How many there are on all pages.")


class Bulk(Output, Generic[Item]):
    """What became of each row that was sent, in the order sent."""

    results: list[Item]
    successCount: int
    warnCount: int
    failCount: int
    totalCount: int


@dataclass(frozen=True)
class Done:
    """What became of a row: how it is spelled, and why it is no plain success."""

    told: dict[str, Any]
    status: Status
    message: str | None = None


def answer(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer JSON."""
    return Response(orjson.dumps(content), status, headers, mimetype="application/json")


def page_of(
    listing: Listing[Any], query: PageQuery, spell: Callable[[Any], dict[str, Any]]
) -> Response:
    """Answer a part of what is listed."""
    total, rows = listing.page(query.page, query.count)
    return answer({"results": [spell(each) for each in rows], "totalCount": total})


def bulk_of(done: Iterable[Done]) -> Response:
    """Answer what became of each row."""
    rows = list(done)
    statuses = [each.status for each in rows]
    told = [{**each.told, "message": each.message, "status": each.status} for each in rows]
    failed, warned = statuses.count("FAIL"), statuses.count("WARN")
    counts = {
        "successCount": len(rows) - failed - warned,
        "warnCount": warned,
        "failCount": failed,
        "totalCount": len(rows),
    }
    return answer({"results": told, **counts})


def each_row(
    rows: Iterable[Sent],
    act: Callable[[Sent], Done],
    named: Callable[[Sent], dict[str, Any]],
    words: Mapping[str, str] | None = None,
) -> list[Done]:
    """Do something with each row for itself: a refusal is that row's, told by its name.

    `words` spell the house's words for the places of faults.
    """
    done = []
    for row in rows:
        try:
            done.append(act(row))
        except DomainError as refusal:
            done.append(Done(named(row), "FAIL", why_of(refusal, words or {})))
    return done


def why_of(refusal: DomainError, words: Mapping[str, str]) -> str:
    """Say in one line why something was refused."""
    problems = refusal.problems if isinstance(refusal, Invalid) else ()
    placed = (Problem(words.get(each.where, each.where), each.why) for each in problems)
    return _line(refusal.message, tuple(placed))


def moment(at: datetime | None) -> str | None:
    """Spell a moment to the second: `2026-06-15T12:00:00Z`."""
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z" if at else None


def milliseconds(at: datetime | None) -> int | None:
    """Spell a moment of an auction: milliseconds since 1970."""
    return round(at.timestamp() * 1000) if at else None


def number(amount: int | None, currency: str) -> float | None:
    """Spell money as a number: 1990 EUR is 19.9; up to fifteen digits are exact."""
    text = text_of(amount, currency)
    return None if text is None else float(text)


def spell_error(status: int, code: str, detail: str, problems: tuple[Problem, ...]) -> Response:
    """Spell a refusal."""
    return answer(refused(code, _line(detail, problems)), STATUSES.get(status, status))


def refused(code: str, why: str) -> dict[str, Any]:
    """Spell the body of a refusal."""
    return {"_s": NUMBERS.get(code, INVALID), "_e": why}


def _line(detail: str, problems: tuple[Problem, ...]) -> str:
    named = (f"{each.where}: {each.why}" if each.where else each.why for each in problems)
    return "; ".join(named) or detail
