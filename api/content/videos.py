"""`/api/v1/videos`: videos, their links to products, and the links their films are sent to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint, current_app
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of, partial
from api.content.envelope import Data, answer, data, item, moment
from api.content.products import ProductItem, as_product
from api.content.sellers import SellerItem, as_seller
from api.fields import Filter, Name, Pattern, Picture, Tag, Text, Uid
from api.links import absolute
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from models.asset import ERROR, READY, WAITING_UPLOAD
from models.errors import NotFound
from usecases import uploads, videos
from usecases.pictures import picture_url
from usecases.videos import Video

routes = Blueprint("videos", __name__)
# House word -> word of this API.
WORDS = {"seller": "seller_id", "products": "product_ids"}
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


@routes.get("")
@operation("List videos", query=VideosQuery, answer=Data[list[VideoItem]], paged=True)
def index(query: VideosQuery) -> Answer:
    """List the shop's videos, newest first, 20 on a page."""
    listed = videos.listed(
        shop(),
        name=query.name,
        product=query.product_id,
        product_ref=query.product_ref,
        seller=query.seller_id,
        seller_name=query.seller_name,
        seller_external_id=query.seller_external_id,
        tags=query.tags,
    )
    rows, headers = paged(listed, query.page)
    return data([as_video(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a video",
    body=NewVideo,
    multipart=True,
    answer=Data[VideoItem],
    status=201,
    scope="content.write",
    words=WORDS,
)
def create(body: NewVideo) -> Answer:
    """Make a video and answer the link its film is sent to within the hour."""
    video = videos.add(shop(), **facts_of(body, WORDS))
    url, ends = _link(video)
    spelled = as_video(video)
    spelled["attributes"] |= {"upload_url": url, "upload_url_expires_at": moment(ends)}
    return data(spelled, 201)


@routes.get("/<uid>")
@operation("Retrieve a video", answer=Data[VideoItem], errors=(NotFound,))
def show(uid: str) -> Answer:
    """Show one video; ask again while its status is `processing`."""
    return data(as_video(videos.find(shop(), uid)))


@routes.put("/<uid>")
@operation(
    "Update a video",
    body=NewVideo,
    multipart=True,
    answer=Data[VideoItem],
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
)
def update(uid: str, body: NewVideo) -> Answer:
    """Change a video; optional fields that are not sent stay as they are."""
    return data(as_video(videos.change(shop(), uid, **facts_of(body, WORDS))))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a video",
    body=partial(NewVideo),
    multipart=True,
    answer=Data[VideoItem],
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
)
def change(uid: str, body: NewVideo) -> Answer:
    """Change the fields that are sent."""
    return data(as_video(videos.change(shop(), uid, **facts_of(body, WORDS))))


@routes.delete("/<uid>")
@operation("Delete a video", status=204, scope="content.write", errors=(NotFound,))
def remove(uid: str) -> Answer:
    """Remove a video with its film, its captions and the placements that show only it."""
    videos.remove(shop(), uid)
    return "", 204


@routes.post("/<uid>/upload_url")
@operation(
    "Generate a new upload url", answer=UploadLink, scope="content.write", errors=(NotFound,)
)
def renew(uid: str) -> Answer:
    """Give a new link for the film; what plays now goes on playing until the new one is ready."""
    url, _ = _link(videos.find(shop(), uid))
    return answer({"url": url})


def as_video(video: Video) -> dict[str, Any]:
    """Spell a video."""
    content = video.content
    attributes = {
        "name": content.name,
        "description": content.description,
        "tags": list(video.tags),
        "seller_id": video.seller.uid if video.seller else None,
        "seller": as_seller(video.seller) if video.seller else None,
        "product_ids": [each.product.uid for each in video.products],
        "products": [as_product(each) for each in video.products],
        "urls": content.urls,
        "excluded_urls": content.excluded_urls,
        "published": content.published,
        "shared": False,
        **_progress(video),
        **_film(video),
        "player_url": absolute(f"/embed/videos/{content.uid}"),
        "upload_url": None,
        "upload_url_expires_at": None,
        "created_at": moment(content.created_at),
        "updated_at": moment(content.updated_at),
    }
    return item("video", content.uid, attributes)


def _progress(video: Video) -> dict[str, Any]:
    asset = video.asset
    status = asset.state if asset else WAITING_UPLOAD
    return {
        "status": status,
        "progress": 1.0 if status == READY else asset.progress if asset else 0.0,
        "error": asset.reason if asset and status == ERROR else None,
    }


def _film(video: Video) -> dict[str, Any]:
    content, film = video.content, video.film
    still = film.thumbnail_url if film else None
    upright = film is not None and film.height > film.width
    portrait = picture_url(content.portrait_thumbnail) or (still if upright else None)
    return {
        "thumbnail_url": absolute(picture_url(content.thumbnail) or still),
        "portrait_thumbnail_url": absolute(portrait),
        "duration": film.duration_ms / 1000 if film else None,
        "width": film.width if film else None,
        "height": film.height if film else None,
        "playback_url": absolute(film.hls_url) if film else None,
        "preview_url": absolute(film.preview_url) if film else None,
    }


def _link(video: Video) -> Any:
    config = current_app.config
    return uploads.upload_link(video.content, config["PUBLIC_URL"], config["SECRET_KEY"])
