"""What is told of a short; `shortform.py` says when."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.campaigns.envelope import moment
from api.campaigns.product_shapes import StockStatus, as_campaign_product
from api.links import absolute
from api.operation import Output
from models.brand import Brand
from usecases.carrying import Carried
from usecases.numerals import numeral_of
from usecases.pictures import picture_url
from usecases.screening import Video
from usecases.shorts import Short

Status = Literal["OPEN", "HIDDEN", "SCHEDULED"]
MOST_TAGS = 5


class ShortBrand(Output):
    """The brand a short is shown under."""

    id: str
    identifier: str
    name: str
    imageUrl: str | None


class ShortProduct(Output):
    """A product of a short."""

    productId: str
    name: str
    brand: str | None
    url: str
    sku: str | None
    imageUrl: str | None
    currency: str
    showPrice: bool
    originalPrice: float | None
    discountPrice: float | None
    discountRate: float | None
    stockStatus: StockStatus


class ShortDetails(Output):
    """What a short is and shows."""

    title: str
    description: str | None
    brand: ShortBrand | None
    tags: list[str]
    productCount: int
    productBanner: None = Field(description="There are none here.")
    products: list[ShortProduct]


class ShortFilm(Output):
    """What plays; `duration` is in seconds."""

    duration: int
    videoId: str
    videoUrl: str | None
    previewVideoUrl: str | None
    screenshotUrl: str | None


class Views(Output):
    """How often a short was watched on the shop's pages."""

    viewCount: int


class Activity(Views):
    """What came of a short; what is counted of no video here is null."""

    likeCount: None
    commentCount: None
    bookmarkCount: None
    shareCount: None


class ListedShort(Output):
    """A short in the list: of its products the last, of its counts the views."""

    shortformId: str
    createdAt: str
    updatedAt: str
    status: Status
    details: ShortDetails
    activity: Views
    video: list[ShortFilm]


class WholeShort(ListedShort):
    """A short with all its products and counts."""

    activity: Activity


def as_listed(short: Short) -> dict[str, Any]:
    """Spell a short as a list tells it."""
    video = short.video
    content = video.content
    carried = short.carried
    return {
        "shortformId": numeral_of(content.uid),
        "createdAt": moment(content.created_at),
        "updatedAt": moment(content.updated_at),
        "status": "OPEN" if content.published else "HIDDEN",
        "details": {
            "title": content.name,
            "description": content.description,
            "brand": short.brand and _brand(short.brand),
            "tags": list(video.tags[:MOST_TAGS]),
            "productCount": len(carried),
            "productBanner": None,
            "products": [as_product(each) for each in carried[-1:]],
        },
        "activity": {"viewCount": short.views},
        "video": _films(video),
    }


def as_whole(short: Short) -> dict[str, Any]:
    """Spell a short with all its products and counts."""
    told = as_listed(short)
    told["details"]["products"] = [as_product(each) for each in short.carried]
    unknown = [name for name in Activity.model_fields if name not in Views.model_fields]
    told["activity"] |= dict.fromkeys(unknown)
    return told


def as_product(carried: Carried) -> dict[str, Any]:
    """Spell a product of a short: of what is told of a campaign's, what a short tells."""
    told = as_campaign_product(carried, auctions=False)
    return {name: told[name] for name in ShortProduct.model_fields}


def _brand(brand: Brand) -> dict[str, Any]:
    return {
        "id": numeral_of(brand.uid),
        "identifier": brand.identifier,
        "name": brand.name,
        "imageUrl": absolute(picture_url(brand.picture)),
    }


def _films(video: Video) -> list[dict[str, Any]]:
    film = video.film
    if film is None:
        return []
    told = {
        "duration": round(film.duration_ms / 1000),
        "videoId": numeral_of(film.uid),
        "videoUrl": absolute(film.hls_url or film.mp4_url),
        "previewVideoUrl": absolute(film.preview_url),
        "screenshotUrl": absolute(film.poster_url),
    }
    return [told]
