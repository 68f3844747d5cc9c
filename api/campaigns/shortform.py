"""`/v2/<access key>/shortform`: shorts, which are the shop's videos, to be found and read.

They are made and changed by the content API (`/api/v1/videos`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import BeforeValidator, Field, create_model

from api.auth import shop
from api.campaigns.entering import guarded
from api.campaigns.envelope import Page, PageQuery, answer, page_of
from api.campaigns.short_shapes import ListedShort, WholeShort, as_listed, as_whole
from api.fields import Filter, Moment, Tag, Whole
from api.operation import Answer
from models.errors import Invalid, NotFound, Problem
from usecases import shorts

routes = Blueprint("shortform", __name__)
MOST, MOST_NAMED = 30, 100
SORTS = {
    "sortOrder": shorts.CREATED,
    "createdAt": shorts.CREATED,
    "updatedAt": shorts.UPDATED,
}
Sort = Literal["sortOrder", "createdAt", "updatedAt"]


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


Status = Annotated[Literal["OPEN", "HIDDEN", "SCHEDULED"], BeforeValidator(_upper)]
Operator = Annotated[Literal["AND", "OR"], BeforeValidator(_upper)]
# Made by hand because `from` is a word of Python.
_NARROWING: dict[str, Any] = {
    "from": (Moment | None, Field(None, description="Made then or later.")),
    "to": (Moment | None, Field(None, description="Made then or before.")),
    "status": (Status | None, Field(None, description="Nothing is ever SCHEDULED here.")),
    "title": (Filter | None, Field(None, description="Part of the title.")),
    "description": (Filter | None, Field(None, description="Part of the description.")),
    "brand": (
        Filter | None,
        Field(None, description="Its identifier, or part of its name."),
    ),
    "tags": (
        Annotated[list[Tag], Field(max_length=MOST_NAMED)],
        Field([], description="Tags, separated by commas.", examples=["rain,autumn"]),
    ),
    "tagSearchOperator": (Operator, Field("AND", description="Whether all tags, or any.")),
    "skus": (
        Annotated[list[Filter], Field(max_length=MOST_NAMED)],
        Field([], description="References of products, of which one is shown."),
    ),
    "count": (Whole, Field(10, ge=1, le=MOST, description="How many of the list a page holds.")),
    "sortColumn": (Sort | None, Field(None, description="sortOrder is createdAt here.")),
    "sort": (Sort | None, Field(None, description="Another name of sortColumn.")),
    "sortAscending": (bool, Field(False, description="Oldest first.")),
}
ShortsQuery = create_model(
    "ShortsQuery", __base__=PageQuery, __doc__="Which shorts, and in which order.", **_NARROWING
)


@routes.get("")
@guarded("Search shorts", query=ShortsQuery, answer=Page[ListedShort], scope="content.read")
def index(query: Any) -> Answer:
    """List shorts, newest first; each with its last product and how often it was watched."""
    since, until = getattr(query, "from"), query.to
    if since and until and since > until:
        raise Invalid(Problem("from", "must not be after to"))
    if query.status == "SCHEDULED":
        return page_of(shorts.NONE, query, as_listed)
    listed = shorts.listed(
        shop(),
        order=SORTS[query.sortColumn or query.sort or "createdAt"],
        ascending=query.sortAscending,
        since=since,
        until=until,
        published=query.status and query.status == "OPEN",
        title=query.title,
        description=query.description,
        brand=query.brand,
        tags=query.tags,
        every_tag=query.tagSearchOperator == "AND",
        refs=query.skus,
    )
    return page_of(listed, query, as_listed)


@routes.get("/<shortform_id>")
@guarded("Retrieve a short", answer=WholeShort, scope="content.read", errors=(NotFound,))
def show(shortform_id: str) -> Answer:
    """Show one short with all its products."""
    return answer(as_whole(shorts.find(shop(), shortform_id)))
