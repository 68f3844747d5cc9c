"""`/product/<tenant>/products`: products listed, searched and shown."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.catalog import answers, chosen
from api.catalog.chosen import Chosen
from api.catalog.entering import open_to_all
from api.catalog.envelope import answer
from api.catalog.languages import ACCEPT, varied
from api.catalog.paging import ASKS, TELLS, PageQuery, paged
from api.operation import Answer
from usecases.catalog import reading

routes = Blueprint("products", __name__)


class ListQuery(PageQuery, Chosen):
    """Which products, in which order, and what of them is told."""


@routes.get("")
@open_to_all(
    "List products",
    query=ListQuery,
    answer=list[answers.Product],
    asks=(ACCEPT, ASKS),
    tells=TELLS,
)
def index(query: ListQuery) -> Answer:
    """List products, newest first unless `sort` says otherwise."""
    view = chosen.view(query)
    rows, headers = paged(reading.Entries(shop(), unpublished=view.unpublished), query)
    return varied(answer(view.told(rows), headers=headers))


@routes.get("/<product_id>")
@open_to_all("Get a product", query=Chosen, answer=answers.Product, asks=(ACCEPT,))
def show(product_id: str, query: Chosen) -> Answer:
    """Show a product; one that is not published to who may read those."""
    view = chosen.view(query)
    found = reading.find(shop(), product_id, unpublished=view.unpublished)
    return varied(answer(view.told([found])[0]))
