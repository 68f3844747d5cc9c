"""`/product/<tenant>/search`: products found by their YRNs, the names other services know."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.catalog import answers, chosen
from api.catalog.chosen import Chosen
from api.catalog.entering import open_to_all
from api.catalog.envelope import answer
from api.catalog.languages import ACCEPT, varied
from api.catalog.product_shapes import id_in
from api.fields import Filter
from api.operation import Answer
from usecases.catalog import reading

routes = Blueprint("search", __name__)
MOST_YRNS, MOST_FIELDS = 1_000, 200


class ProductParams(Input):
    """What of products is told."""

    fields: Annotated[list[Filter], Field(max_length=MOST_FIELDS)] = Field(
        [], description="As the parameter `fields`, joined with it.", examples=[["name", "code"]]
    )


class Params(Input):
    """What of each kind is told."""

    product: ProductParams | None = None


class WantedYrns(Input):
    """Which products."""

    yrns: Annotated[list[Filter], Field(max_length=MOST_YRNS)] = Field(
        description="Names of products; of two ids in one the first counts.",
        examples=[[answers.YRN]],
    )
    params: Params | None = None


@routes.post("")
@open_to_all(
    "Search products by YRNs",
    body=WantedYrns,
    query=Chosen,
    answer=list[answers.Product],
    asks=(ACCEPT,),
)
def index(body: WantedYrns, query: Chosen) -> Answer:
    """List the products that are named, in the order named; names of none are passed over."""
    named = body.params.product.fields if body.params and body.params.product else ()
    view = chosen.view(query, *named)
    ids = (id_in(each, shop().slug) for each in body.yrns)
    found = reading.find_many(shop(), (each for each in ids if each), unpublished=view.unpublished)
    return varied(answer(view.told(found)))
