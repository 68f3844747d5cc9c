"""Pages of twenty, told in headers as the pagination library pagy does it."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlencode

from flask import request
from pydantic import Field

from api.body import Input
from api.fields import Whole
from api.links import absolute
from usecases.rows import Listing

PER_PAGE = 20
HEADERS = {
    "Current-Page": "The page answered, from 1.",
    "Page-Items": "How many a full page holds.",
    "Total-Count": "How many there are on all pages.",
    "Total-Pages": "How many pages there are.",
    "Link": "Addresses of the first, previous, next and last page (RFC 8288).",
}
Row = TypeVar("Row")


class PageQuery(Input):
    """What every list takes."""

    page: Whole = Field(1, ge=1, description=f"Page number; a page holds {PER_PAGE} items.")


def paged(listing: Listing[Row], page: int) -> tuple[list[Row], dict[str, str]]:
    """Take page `page` (from 1) of what is listed and tell where it stands in headers.

    Page-Items is the size of a full page, also on a short last one; a page past the end is empty.
    """
    total, rows = listing.page(page, PER_PAGE)
    pages = max(1, -(-total // PER_PAGE))
    headers = {
        "Current-Page": str(page),
        "Page-Items": str(PER_PAGE),
        "Total-Count": str(total),
        "Total-Pages": str(pages),
        "Link": ", ".join(_links(page, pages)),
    }
    return rows, headers


def _links(page: int, pages: int) -> list[str]:
    places = {"first": 1, "last": pages}
    if page > 1:
        places["prev"] = min(page - 1, pages)
    if page < pages:
        places["next"] = page + 1
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    here = f"{absolute(request.path)}?{urlencode([*kept, ('page', '')])}"
    return [f'<{here}{at}>; rel="{rel}"' for rel, at in places.items()]
