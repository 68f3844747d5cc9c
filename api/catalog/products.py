"""`/product/<tenant>/products`: products listed, searched and shown."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.catalog import answers, chosen, searched
from api.catalog.chosen import Chosen, View
from api.catalog.entering import carried, open_to_all
from api.catalog.envelope import answer
from api.catalog.field_kinds import Query, Sort
from api.catalog.languages import ACCEPT, varied
from api.catalog.paging import ASKS, TELLS, PageQuery, paged
from api.catalog.query import MOST_LETTERS
from api.fields import Clean
from api.operation import Answer
from api.told import PLAIN, Told
from models.database import TookTooLong
from usecases.catalog import reading, searching, sorting
from usecases.catalog.reading import READERS_WAIT, SERVERS_WAIT, Entries, Entry, Matching
from usecases.rows import Listing

routes = Blueprint("products", __name__)
LongQuery = Annotated[str, Field(max_length=MOST_LETTERS), Clean, Told(PLAIN)]
Q = "Conditions such as `code:(A,B) published:true`; see the language `q` in docs/catalog-api.md."


class SortQuery(PageQuery, Chosen):
    """Which part of what is found, in which order, and what of it is told."""

    sort: Sort | None = Field(
        None,
        description="Fields to sort by, such as `name.en:asc,metadata.createdAt:desc`; newest "
        "first unless sent.",
        examples=["code:asc"],
    )


class ListQuery(SortQuery):
    """Which products, in which order, and what of them is told."""

    q: Query | None = Field(None, description=Q, examples=["productType:BASIC published:true"])


class Wanted(Input):
    """Which products."""

    q: LongQuery = Field(description=Q, examples=["code:(A705197727 OR A705197726)"])


@routes.get("")
@open_to_all(
    "List products",
    query=ListQuery,
    answer=list[answers.Product],
    errors=(TookTooLong,),
    asks=(ACCEPT, ASKS),
    tells=TELLS,
)
def index(query: ListQuery) -> Answer:
    """List products, newest first unless `sort` says otherwise."""
    return _page(query, query.q)


@routes.post("/search")
@open_to_all(
    "Search products",
    body=Wanted,
    query=SortQuery,
    answer=list[answers.Product],
    errors=(TookTooLong,),
    asks=(ACCEPT, ASKS),
    tells=TELLS,
)
def search(body: Wanted, query: SortQuery) -> Answer:
    """List the products that meet conditions, which may be longer than an address."""
    return _page(query, body.q)


@routes.get("/<product_id>")
@open_to_all("Get a product", query=Chosen, answer=answers.Product, asks=(ACCEPT,))
def show(product_id: str, query: Chosen) -> Answer:
    """Show a product; one that is not published to who may read those."""
    view = chosen.view(query)
    found = reading.find(shop(), product_id, unpublished=view.unpublished)
    return varied(answer(view.told([found])[0]))


def _page(query: SortQuery, q: str | None) -> Answer:
    view = chosen.view(query)
    rows, headers = paged(_listing(view, q, query.sort), query)
    return varied(answer(view.told(rows), headers=headers))


def _listing(view: View, q: str | None, sort: str | None) -> Listing[Entry]:
    if q is None and sort is None:
        return Entries(view.shop, unpublished=view.unpublished)
    asked = None if q is None else searched.product_criterion(q, view.shop.slug)
    keys = searched.product_keys(sort or "")
    spoken = view.accepted.languages
    return Matching(
        view.shop,
        None if asked is None else searching.condition(view.shop, asked, spoken),
        sorting.order(view.shop, keys, spoken) if keys else (),
        unpublished=view.unpublished,
        seconds=SERVERS_WAIT if carried() else READERS_WAIT,
    )
