"""Pages of twenty, told in headers as the pagination library pagy does it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request

PER_PAGE = 20
EXPOSED = "Current-Page, Page-Items, Total-Count, Total-Pages, Link, Retry-After, X-Request-Id"


def paged(query: Any, page: int) -> tuple[list[Any], dict[str, str]]:
    """Take page `page` (from 1) of a query and tell where it stands in headers.

    Page-Items is the size of a full page, also on a short last one; a page past the end is empty.
    """
    total = query.count()
    pages = max(1, -(-total // PER_PAGE))
    rows = list(query.paginate(page, PER_PAGE)) if page <= pages else []
    headers = {
        "Current-Page": str(page),
        "Page-Items": str(PER_PAGE),
        "Total-Count": str(total),
        "Total-Pages": str(pages),
        "Link": ", ".join(_links(page, pages)),
        "Access-Control-Expose-Headers": EXPOSED,
    }
    return rows, headers


def _links(page: int, pages: int) -> list[str]:
    places = {"first": 1, "last": pages}
    if page > 1:
        places["prev"] = min(page - 1, pages)
    if page < pages:
        places["next"] = page + 1
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return [
        f'<{request.base_url}?{urlencode([*kept, ("page", str(at))])}>; rel="{rel}"'
        for rel, at in places.items()
    ]
