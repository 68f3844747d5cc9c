"""What is sent and told of videos and lives alike, and how it is spelled."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.body import Input
from api.content.envelope import moment
from api.content.product_shapes import ProductItem, as_product
from api.content.sellers import SellerItem, as_seller
from api.fields import Filter, Name, Pattern, Picture, Tag, Text, Uid
from api.links import absolute
from api.operation import Output
from api.paging import PageQuery
from api.told import Told
from usecases.pictures import picture_url
from usecases.screening import Video

SAMPLE = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
MEDIA = "https://vitrine.example/media/videos/9c2e"
Tags = Annotated[list[Tag], Field(max_length=50)]
Patterns = Annotated[list[Pattern], Field(max_length=500)]
# House word -> word of this API.
WORDS = {"seller": "seller_id", "products": "product_ids"}


class ContentAttributes(Output):
    """What is told of a video or a live."""

    name: str = Field(examples=["Rain test"])
    description: str | None = Field(examples=["Ten minutes under the garden hose"])
    tags: list[str] = Field(examples=[["rain", "autumn"]])
    seller_id: str | None = Field(examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"])
    seller: SellerItem | None
    product_ids: list[str] = Field(examples=[[SAMPLE]])
    products: list[ProductItem]
    thumbnail_url: str | None = Field(examples=[f"{MEDIA}/poster-640.webp"])
    portrait_thumbnail_url: str | None = Field(examples=[f"{MEDIA}/poster-640.webp"])
    urls: list[str] = Field(
        description="Extension: the pages it is shown on.",
        examples=[["https://shop.example/jackets/*"]],
    )
    excluded_urls: list[str] = Field(
        description="Extension: pages it is never shown on.",
        examples=[["https://shop.example/checkout/*"]],
    )
    published: bool = Field(description="Extension.", examples=[True])
    awaiting_approval: bool = Field(
        description="Extension: a moderated seller's, to be approved by the shop.",
        examples=[False],
    )
    shared: bool = Field(
        description="Another shop shares it with you: its seller and addresses are not told, "
        "and of its products those that you sell too, by their GTIN.",
        examples=[False],
    )
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class NewContent(Input):
    """A video or a live as callers send it."""

    name: Name = Field(description="Its title.", examples=["Rain test"])
    description: Text | None = Field(
        None, description="About it.", examples=["Ten minutes under the garden hose"]
    )
    thumbnail: Picture | None = Field(
        None, description="Main picture (JPEG, PNG, WebP, GIF); else one is taken from the film."
    )
    portrait_thumbnail: Picture | None = Field(None, description="Portrait picture.")
    seller_id: Uid | None = Field(
        None, description="The seller it belongs to.", examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"]
    )
    tags: Tags | None = Field(None, description="Tags.", examples=[["rain", "autumn"]])
    product_ids: Annotated[list[Uid], Field(max_length=200), Told(unique=True)] | None = Field(
        None,
        description="Products it carries, in order; with a seller: that seller's own.",
        examples=[[SAMPLE]],
    )
    urls: Patterns | None = Field(
        None, description="Extension: addresses of pages it is shown on; `*` stands for anything."
    )
    excluded_urls: Patterns | None = Field(
        None, description="Extension: addresses of pages it is never shown on."
    )
    published: bool = Field(
        True,
        description="Extension: whether pages show it; with a moderated seller's key: whether "
        "it awaits approval.",
    )


class ContentsQuery(PageQuery):
    """What narrows a list of videos or lives."""

    name: Filter | None = Field(None, description="Part of the name.", examples=["rain"])
    product_id: Filter | None = Field(None, description="A product it carries.", examples=[SAMPLE])
    product_ref: Filter | None = Field(
        None, description="Reference (SKU) of a product it carries.", examples=["SKU-1"]
    )
    seller_id: Filter | None = Field(
        None, description="The seller it belongs to.", examples=[SAMPLE]
    )
    seller_name: Filter | None = Field(
        None, description="Part of its seller's name.", examples=["larch"]
    )
    seller_external_id: Filter | None = Field(
        None, description="Your own id of its seller.", examples=["vendor-17"]
    )
    tags: list[Filter] = Field(
        default_factory=list,
        max_length=50,
        description="Tags, all of which it has: `tags=a&tags=b`, `tags[]=a` or `tags=a,b`.",
        examples=[["rain"]],
    )
    awaiting_approval: bool | None = Field(
        None, description="Extension: those of moderated sellers to approve.", examples=[True]
    )


def filters_of(query: ContentsQuery) -> dict[str, Any]:
    """Give a list's filters by the house's words."""
    return {
        "name": query.name,
        "product": query.product_id,
        "product_ref": query.product_ref,
        "seller": query.seller_id,
        "seller_name": query.seller_name,
        "seller_external_id": query.seller_external_id,
        "tags": query.tags,
        "waiting": query.awaiting_approval,
    }


def as_content(told: Video) -> dict[str, Any]:
    """Spell what videos and lives have in common; a shop's own addresses are not told to others."""
    content = told.content
    return {
        "name": content.name,
        "description": content.description,
        "tags": list(told.tags),
        "seller_id": told.seller.uid if told.seller else None,
        "seller": as_seller(told.seller) if told.seller else None,
        "product_ids": [each.product.uid for each in told.products],
        "products": [as_product(each) for each in told.products],
        **_pictures(told),
        "urls": [] if told.shared else content.urls,
        "excluded_urls": [] if told.shared else content.excluded_urls,
        "published": content.published,
        "awaiting_approval": content.awaiting_approval,
        "shared": told.shared,
        "created_at": moment(content.created_at),
        "updated_at": moment(content.updated_at),
    }


def _pictures(told: Video) -> dict[str, Any]:
    content, film = told.content, told.film
    still = film.thumbnail_url if film else None
    upright = film is not None and film.height > film.width
    portrait = picture_url(content.portrait_thumbnail) or (still if upright else None)
    return {
        "thumbnail_url": absolute(picture_url(content.thumbnail) or still),
        "portrait_thumbnail_url": absolute(portrait),
    }
