"""`/v2/<access key>/product`: the shop's products, many at a time."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.campaigns.entering import guarded
from api.campaigns.envelope import Bulk, Done, Page, PageQuery, Status, bulk_of, each_row, page_of
from api.campaigns.names import NamedProduct, NamedProducts, as_named
from api.campaigns.product_fields import (
    PLACES,
    ChangedProduct,
    ChangedProducts,
    NewProducts,
    SentProduct,
    facts_of_product,
)
from api.campaigns.product_shapes import ShelvedProduct, as_product
from api.fields import Filter, Whole
from api.operation import Answer, Output
from usecases import goods, transfers
from usecases.goods import Unnamed

routes = Blueprint("products", __name__)
MOST_PER_PAGE = 100


class MadeProduct(ShelvedProduct):
    """A product that a row made or changed."""

    message: str | None
    status: Status


class BulkRow(Output):
    """What became of a row of which nothing more is to be told."""

    productId: str | None = Field(examples=["1001"])
    customerProductId: str | None = Field(None, examples=["P-1001"])
    name: str | None = Field(None, examples=["Field jacket"])
    message: str | None
    status: Status


class ProductsQuery(PageQuery):
    """What narrows the list."""

    count: Whole = Field(
        10, ge=1, le=MOST_PER_PAGE, description="How many of the list a page holds."
    )
    name: Filter | None = Field(None, description="Part of the name.", examples=["jacket"])
    sellerId: Filter | None = Field(
        None, description="Number of the seller they belong to.", examples=["1"]
    )


@routes.get("")
@guarded("Search products", query=ProductsQuery, answer=Page[ShelvedProduct])
def index(query: ProductsQuery) -> Answer:
    """List the shop's products, newest first."""
    return page_of(goods.listed(shop(), name=query.name, seller=query.sellerId), query, as_product)


@routes.post("")
@guarded(
    "Create products",
    body=NewProducts,
    answer=Bulk[MadeProduct | BulkRow],
    scope="content.write",
    exact=True,
)
def create(body: NewProducts) -> Answer:
    """Put products on the shelf, each row for itself."""

    def make(row: SentProduct) -> Done:
        return Done(as_product(goods.add(shop(), **facts_of_product(row))), "CREATE")

    return bulk_of(each_row(body.root, make, _as_sent, PLACES))


@routes.put("")
@guarded(
    "Update products",
    body=ChangedProducts,
    answer=Bulk[MadeProduct | BulkRow],
    scope="content.write",
    errors=(Unnamed,),
    exact=True,
)
def update(body: ChangedProducts) -> Answer:
    """Change what is sent of products, each row for itself."""
    goods.refuse_unnamed([row.name_of for row in body.root])

    def change(row: ChangedProduct) -> Done:
        changed = goods.change(shop(), row.name_of, **facts_of_product(row))
        return Done(as_product(changed), "UPDATE")

    return bulk_of(each_row(body.root, change, as_named, PLACES))


@routes.delete("")
@guarded(
    "Delete products",
    body=NamedProducts,
    answer=Bulk[BulkRow],
    scope="content.write",
    errors=(Unnamed,),
    extension=True,
)
def remove(body: NamedProducts) -> Answer:
    """Remove products from the shop and from every campaign, each row for itself."""
    goods.refuse_unnamed([row.name_of for row in body.root])

    def drop(row: NamedProduct) -> Done:
        return Done(as_named(row, goods.remove(shop(), row.name_of).uid), "SUCCESS")

    return bulk_of(each_row(body.root, drop, as_named))


@routes.put("/transferToSeller/<seller_id>")
@guarded(
    "Transfer products to a seller",
    body=NamedProducts,
    answer=Bulk[MadeProduct | BulkRow],
    scope="content.write",
    errors=(Unnamed,),
)
def transfer(seller_id: str, body: NamedProducts) -> Answer:
    """Let products belong to another seller, each row for itself."""
    goods.refuse_unnamed([row.name_of for row in body.root])

    def hand_over(row: NamedProduct) -> Done:
        given = transfers.hand_over_product(shop(), row.name_of, seller_id)
        return Done(as_product(given), "UPDATE")

    return bulk_of(each_row(body.root, hand_over, as_named))


def _as_sent(row: SentProduct) -> dict[str, Any]:
    return {"productId": None, "customerProductId": row.customerProductId, "name": row.name}
