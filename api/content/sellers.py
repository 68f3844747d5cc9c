"""`/api/v1/sellers`: the brands or shops-in-shop of a shop."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of, partial
from api.content.envelope import Data, data, item, moment
from api.fields import Filter, Line, Picture, Text, Url
from api.links import absolute
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from models.errors import NotFound
from models.seller import Seller, ShopDecides
from usecases import sellers
from usecases.pictures import picture_url
from usecases.sellers import ExternalIdTaken

routes = Blueprint("sellers", __name__)
WORDS = {"picture": "thumbnail"}


class SellerAttributes(Output):
    """What is told of a seller."""

    name: str = Field(examples=["Larch & Co"])
    external_id: str = Field(examples=["vendor-17"])
    url: str | None = Field(examples=["https://larch.example"])
    moderated: bool
    description: str | None = Field(description="Extension.", examples=["Jackets for wet woods"])
    thumbnail_url: str | None = Field(
        description="Extension.", examples=["https://vitrine.example/media/pictures/9c2e/640.webp"]
    )
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class SellerItem(Output):
    """A seller."""

    id: str = Field(examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"])
    type: Literal["seller"]
    attributes: SellerAttributes


class NewSeller(Input):
    """A seller as callers send it."""

    name: Line = Field(description="Name of the seller.", examples=["Larch & Co"])
    external_id: Line = Field(
        description="Your own id of the seller, unique in the shop.", examples=["vendor-17"]
    )
    url: Url | None = Field(
        None, description="The seller's own site.", examples=["https://larch.example"]
    )
    moderated: bool = Field(
        False, description="New videos and lives of the seller await your approval."
    )
    description: Text | None = Field(
        None, description="Extension: about the seller.", examples=["Jackets for wet woods"]
    )
    thumbnail: Picture | None = Field(
        None, description="Extension: picture (JPEG, PNG, WebP, GIF)."
    )


class SellersQuery(PageQuery):
    """What narrows the list."""

    name: Filter | None = Field(None, description="Part of the name.", examples=["larch"])
    external_id: Filter | None = Field(
        None, description="Your own id of the seller.", examples=["vendor-17"]
    )


@routes.get("")
@operation(
    "List sellers",
    query=SellersQuery,
    answer=Data[list[SellerItem]],
    paged=True,
)
def index(query: SellersQuery) -> Answer:
    """List the shop's sellers by name, 20 on a page."""
    listed = sellers.listed(shop(), name=query.name, external_id=query.external_id)
    rows, headers = paged(listed, query.page)
    return data([as_seller(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a seller",
    body=NewSeller,
    multipart=True,
    answer=Data[SellerItem],
    status=201,
    scope="content.write",
    errors=(ExternalIdTaken, ShopDecides),
    words=WORDS,
)
def create(body: NewSeller) -> Answer:
    """Take a seller on."""
    return data(as_seller(sellers.add(shop(), **facts_of(body, WORDS))), 201)


@routes.get("/<uid>")
@operation("Retrieve a seller", answer=Data[SellerItem], errors=(NotFound,))
def show(uid: str) -> Answer:
    """Show one seller."""
    return data(as_seller(sellers.find(shop(), uid)))


@routes.put("/<uid>")
@operation(
    "Update a seller",
    body=NewSeller,
    multipart=True,
    answer=Data[SellerItem],
    scope="content.write",
    errors=(NotFound, ExternalIdTaken, ShopDecides),
    words=WORDS,
)
def update(uid: str, body: NewSeller) -> Answer:
    """Change a seller; optional fields that are not sent stay as they are."""
    return data(as_seller(sellers.change(shop(), uid, **facts_of(body, WORDS))))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a seller",
    body=partial(NewSeller),
    multipart=True,
    answer=Data[SellerItem],
    scope="content.write",
    errors=(NotFound, ExternalIdTaken, ShopDecides),
    words=WORDS,
)
def change(uid: str, body: NewSeller) -> Answer:
    """Change the fields that are sent."""
    return data(as_seller(sellers.change(shop(), uid, **facts_of(body, WORDS))))


@routes.delete("/<uid>")
@operation("Delete a seller", status=204, scope="content.write", errors=(NotFound, ShopDecides))
def remove(uid: str) -> Answer:
    """Remove a seller; its products and videos stay, as the shop's own."""
    sellers.remove(shop(), uid)
    return "", 204


def as_seller(seller: Seller) -> dict[str, Any]:
    """Spell a seller."""
    attributes = {
        "name": seller.name,
        "external_id": seller.external_id,
        "url": seller.url,
        "moderated": seller.moderated,
        "description": seller.description,
        "thumbnail_url": absolute(picture_url(seller.picture)),
        "created_at": moment(seller.created_at),
        "updated_at": moment(seller.updated_at),
    }
    return item("seller", seller.uid, attributes)
