"""What is sent and told of a video; `videos.py` says when."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.body import Input
from api.content.products import ProductItem
from api.content.sellers import SellerItem
from api.fields import Filter, Name, Pattern, Picture, Tag, Text, Uid
from api.operation import Output
from api.paging import PageQuery

SAMPLE = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
MEDIA = "https://vitrine.example/media/videos/9c2e"
Tags = Annotated[list[Tag], Field(max_length=50)]
Patterns = Annotated[list[Pattern], Field(max_length=500)]


class VideoAttributes(Output):
    """What is told of a video."""

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
    shared: bool = Field(description="Whether another shop shares it with you.", examples=[False])
    status: Literal["waiting_upload", "processing", "ready", "error"] = Field(examples=["ready"])
    progress: float = Field(
        description="Extension: how far the preparing is, 0 to 1.", examples=[1.0]
    )
    error: str | None = Field(
        description="Extension: why the film could not be prepared.", examples=[None]
    )
    duration: float | None = Field(description="Seconds.", examples=[6.2])
    width: int | None = Field(description="Extension: pixels.", examples=[1280])
    height: int | None = Field(description="Extension: pixels.", examples=[720])
    playback_url: str | None = Field(
        description="HLS manifest of what plays.", examples=[f"{MEDIA}/master.m3u8"]
    )
    preview_url: str | None = Field(
        description="Extension: three silent seconds.", examples=[f"{MEDIA}/preview.mp4"]
    )
    player_url: str = Field(
        description="Extension: the player's page.",
        examples=[f"https://vitrine.example/embed/videos/{SAMPLE}"],
    )
    upload_url: str | None = Field(
        description="Where to send the film; told when the video is created.",
        examples=["https://vitrine.example/api/v1/uploads/WyI1ZDFjIiwxNzUwXQ.signature"],
    )
    upload_url_expires_at: str | None = Field(examples=["2026-06-15T13:00:00.000Z"])
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class VideoItem(Output):
    """A video."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["video"]
    attributes: VideoAttributes


class UploadLink(Output):
    """Where to send a film."""

    url: str = Field(examples=["https://vitrine.example/api/v1/uploads/WyI1ZDFjIiwxNzUwXQ.sig"])


class NewVideo(Input):
    """A video as callers send it."""

    name: Name = Field(description="Name of the video.", examples=["Rain test"])
    description: Text | None = Field(
        None, description="About the video.", examples=["Ten minutes under the garden hose"]
    )
    thumbnail: Picture | None = Field(
        None, description="Main picture (JPEG, PNG, WebP, GIF); else one is taken from the film."
    )
    portrait_thumbnail: Picture | None = Field(None, description="Portrait picture.")
    seller_id: Uid | None = Field(
        None, description="The seller it belongs to.", examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"]
    )
    tags: Tags | None = Field(None, description="Tags.", examples=[["rain", "autumn"]])
    product_ids: Annotated[list[Uid], Field(max_length=200)] | None = Field(
        None,
        description="Products it carries, in order; of a seller's video: that seller's own.",
        examples=[[SAMPLE]],
    )
    urls: Patterns | None = Field(
        None, description="Extension: addresses of pages it is shown on; `*` stands for anything."
    )
    excluded_urls: Patterns | None = Field(
        None, description="Extension: addresses of pages it is never shown on."
    )
    published: bool = Field(True, description="Extension: whether pages show it.")


class VideosQuery(PageQuery):
    """What narrows the list."""

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
