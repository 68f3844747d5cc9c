"""`/api/v1/products`: what the shop sells and shows in its videos."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import facts_of, partial
from api.content.auction_shapes import sent_terms
from api.content.envelope import Data, data
from api.content.product_shapes import (
    WORDS,
    AddedProduct,
    ChangedProduct,
    NewProduct,
    ProductItem,
    as_product,
)
from api.fields import Filter
from api.operation import Answer, operation
from api.paging import PageQuery, paged
from models.errors import NotFound
from models.product import RefTaken
from usecases import products
from usecases.auctions.terms import ProductLocked
from usecases.catalog.families import VariantsRemain
from usecases.products import SellerDiffers

routes = Blueprint("products", __name__)


class ProductsQuery(PageQuery):
    """What narrows the list."""

    name: Filter | None = Field(None, description="Part of the name.", examples=["jacket"])
    ref: Filter | None = Field(None, description="Reference (SKU), in full.", examples=["SKU-1"])
    seller_id: Filter | None = Field(
        None,
        description="The seller they belong to.",
        examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"],
    )


@routes.get("")
@operation("List products", query=ProductsQuery, answer=Data[list[ProductItem]], paged=True)
def index(query: ProductsQuery) -> Answer:
    """List the shop's products, newest first, 20 on a page."""
    listed = products.listed(shop(), name=query.name, ref=query.ref, seller=query.seller_id)
    rows, headers = paged(listed, query.page)
    return data([as_product(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a product",
    body=AddedProduct,
    multipart=True,
    answer=Data[ProductItem],
    status=201,
    scope="content.write",
    errors=(RefTaken,),
    words=WORDS,
)
def create(body: AddedProduct) -> Answer:
    """Put a product on the shelf: what a feed has under its ref, which it then follows, or what
    is sent. Of a feed's product `complementary_informations`, `categories` and `published` are
    taken from what is sent, and `seller_id` says whose item is meant.
    """
    return data(as_product(products.add(shop(), **_sent(body))), 201)


@routes.get("/<uid>")
@operation("Retrieve a product", answer=Data[ProductItem], errors=(NotFound,))
def show(uid: str) -> Answer:
    """Show one product."""
    return data(as_product(products.find(shop(), uid)))


@routes.put("/<uid>")
@operation(
    "Update a product",
    body=ChangedProduct,
    multipart=True,
    answer=Data[ProductItem],
    scope="content.write",
    errors=(NotFound, RefTaken, SellerDiffers, ProductLocked),
    words=WORDS,
)
def update(uid: str, body: ChangedProduct) -> Answer:
    """Change a product; optional fields that are not sent stay as they are."""
    return data(as_product(products.change(shop(), uid, **_facts(body))))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a product",
    body=partial(ChangedProduct),
    multipart=True,
    answer=Data[ProductItem],
    scope="content.write",
    errors=(NotFound, RefTaken, SellerDiffers, ProductLocked),
    words=WORDS,
)
def change(uid: str, body: ChangedProduct) -> Answer:
    """Change the fields that are sent."""
    return data(as_product(products.change(shop(), uid, **_facts(body))))


@routes.delete("/<uid>")
@operation("Delete a product", status=204, scope="content.write", errors=(NotFound, VariantsRemain))
def remove(uid: str) -> Answer:
    """Remove a product from the shop and from every video that carries it."""
    products.remove(shop(), uid)
    return "", 204


def _sent(body: NewProduct) -> dict[str, Any]:
    facts = facts_of(body, WORDS)
    if body.choices is not None:
        facts["choices"] = body.choices.model_dump()
    if body.auction is not None:
        facts["auction"] = sent_terms(body.auction)
    return facts


def _facts(body: ChangedProduct) -> dict[str, Any]:
    facts = _sent(body)
    if body.overrides is not None:
        house = {spelled: word for word, spelled in WORDS.items()}
        facts["overridden"] = [house.get(each, each) for each in body.overrides]
    return facts
