"""What is told of a short; `shortform.py` says when."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.campaigns.envelope import moment
from api.campaigns.product_shapes import StockStatus, as_campaign_product
from api.links import absolute
from api.operation import Output
from usecases.carrying import Carried
from usecases.numerals import numeral_of
from usecases.screening import Video
from usecases.shorts import Short

Status = Literal["OPEN", "HIDDEN", "SCHEDULED"]
MOST_TAGS = 5


class ShortBrand(Output):
    """The brand a short is shown under."""

    id: int
    identifier: str
    name: str
    imageUrl: str | None  # noqa: N815


class ShortProduct(Output):
    """A product of a short."""

    productId: str  # noqa: N815
    name: str
    brand: str | None
    url: str
    sku: str | None
    imageUrl: str | None  # noqa: N815
    currency: str
    showPrice: bool  # noqa: N815
    originalPrice: float | None  # noqa: N815
    discountPrice: float | None  # noqa: N815
    discountRate: float | None  # noqa: N815
    stockStatus: StockStatus  # noqa: N815


class ShortDetails(Output):
    """What a short is and shows."""

    title: str
    description: str | None
    brand: ShortBrand | None
    tags: list[str]
    productCount: int  # noqa: N815
    productBanner: None = Field(description="There are none here.")  # noqa: N815
    products: list[ShortProduct]


class ShortFilm(Output):
    """What plays; `duration` is in seconds."""

    duration: int
    videoId: str  # noqa: N815
    videoUrl: str | None  # noqa: N815
    previewVideoUrl: str | None  # noqa: N815
    screenshotUrl: str | None  # noqa: N815


class Views(Output):
    """How often a short was watched on the shop's pages."""

    viewCount: int  # noqa: N815


class Activity(Views):
    """What came of a short; what is counted of no video here is null."""

    likeCount: None  # noqa: N815
    commentCount: None  # noqa: N815
    bookmarkCount: None  # noqa: N815
    shareCount: None  # noqa: N815


class ListedShort(Output):
    """A short in the list: of its products the last, of its counts the views."""

    shortformId: str  # noqa: N815
    createdAt: str  # noqa: N815
    updatedAt: str  # noqa: N815
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
            "brand": None,
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
