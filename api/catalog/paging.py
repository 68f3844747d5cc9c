"""Pages of lists: `pageNumber`, `pageSize`, and the total for who asks by `X-Total-Count`."""

from __future__ import annotations

from typing import Annotated, TypeVar

from flask import request
from pydantic import AfterValidator, ConfigDict, Field

from api.body import Input
from api.fields import Whole
from usecases.rows import Listing

PER_PAGE, MOST_PER_PAGE = 60, 1_000
# Asks in a request, tells in an answer.
TOTAL = "X-Total-Count"
ASKS = {
    "name": TOTAL,
    "description": "`true`: tell how many there are on all pages.",
    "schema": {"type": "string"},
    "example": "true",
}
TELLS = {TOTAL: "How many there are on all pages, for who asks by the header of this name."}
Row = TypeVar("Row")


def _clamped(size: int) -> int:
    return min(size, MOST_PER_PAGE)


class PageQuery(Input):
    """Which part of a list; parameters not known here are passed over."""

    model_config = ConfigDict(extra="ignore")

    pageNumber: Whole = Field(1, ge=1, description="Which page, from 1.")
    pageSize: Annotated[Whole, AfterValidator(_clamped)] = Field(
        PER_PAGE, ge=1, description=f"How many a page holds, {MOST_PER_PAGE} at most."
    )


def paged(listing: Listing[Row], query: PageQuery) -> tuple[list[Row], dict[str, str]]:
    """Take a page of what is listed, and tell the total in a header to who asks for it.

    Nobody else pays for counting what matches.
    """
    rows = listing.part(query.pageNumber, query.pageSize)
    asked = request.headers.get(TOTAL, "").strip().lower() == "true"
    return rows, {TOTAL: str(listing.count())} if asked else {}
