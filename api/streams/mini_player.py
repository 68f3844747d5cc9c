"""`/v2/mini-player/…`: the stream that a product's card plays, and the one that is on air now.

Where there is none every field is null: a product's card shows no errors.
"""

from __future__ import annotations

from flask import Blueprint
from pydantic import ConfigDict, Field

from api.auth import shop
from api.body import Input
from api.fields import Filter
from api.links import absolute
from api.operation import Answer, Output, operation
from api.streams.entering import for_shop, let_pages_read
from api.streams.envelope import Enveloped, enveloped
from api.streams.stream_shapes import (
    PRODUCT,
    SAMPLE,
    STATES,
    Picture,
    Status,
    as_pictures,
    shown,
)
from models.content import NOT_STARTED
from usecases import programme

routes = Blueprint("mini_player", __name__)
routes.after_request(let_pages_read)


class CardQuery(Input):
    """Which product the card is of."""

    model_config = ConfigDict(extra="ignore")

    productCode: Filter = Field(  # noqa: N815
        min_length=1,
        description="Reference of the product, in the feed or at its vendor.",
        examples=["183966"],
    )


class CardStream(Output):
    """What a product's card plays."""

    model_config = shown(
        {
            "streamId": SAMPLE,
            "streamStatus": "online",
            "productId": PRODUCT,
            "playbackLink": "https://vitrine.example/media/live/index.m3u8",
        }
    )

    streamId: str | None  # noqa: N815
    streamStatus: Status | None  # noqa: N815
    productId: str | None  # noqa: N815
    playbackLink: str | None  # noqa: N815


class OnlineStream(Output):
    """What is on air."""

    model_config = shown(
        {
            "streamId": SAMPLE,
            "streamStatus": "online",
            "playbackLink": "https://vitrine.example/media/live/index.m3u8",
            "name": "How to: a braid that lasts",
            "previewImages": [{"src": "https://vitrine.example/media/main.webp", "type": "main"}],
        }
    )

    streamId: str | None  # noqa: N815
    streamStatus: Status | None  # noqa: N815
    playbackLink: str | None  # noqa: N815
    name: str | None
    previewImages: list[Picture] | None  # noqa: N815


@routes.get("/stream")
@operation(
    "Show a product's stream",
    query=CardQuery,
    answer=Enveloped[CardStream],
    scope=None,
    door=for_shop("mini-player"),
)
def stream(query: CardQuery) -> Answer:
    """Tell the stream that shows a product: on air, else the newest replay, else planned."""
    found = programme.showing_product(shop(), query.productCode)
    if found is None:
        return enveloped(dict.fromkeys(CardStream.model_fields))
    content = found.entry.content
    told = {
        "streamId": content.uid,
        "streamStatus": STATES[content.state or NOT_STARTED],
        "productId": found.product.uid if found.product else None,
        "playbackLink": absolute(found.playback_url),
    }
    return enveloped(told)


@routes.get("/online")
@operation(
    "Show the stream on air",
    answer=Enveloped[OnlineStream],
    scope=None,
    door=for_shop("online"),
)
def online() -> Answer:
    """Tell the stream that is on air and began last."""
    found = programme.on_air(shop())
    if found is None:
        return enveloped(dict.fromkeys(OnlineStream.model_fields))
    entry = found.entry
    told = {
        "streamId": entry.content.uid,
        "streamStatus": "online",
        "playbackLink": absolute(found.playback_url),
        "name": entry.content.name,
        "previewImages": as_pictures(main=entry.picture_url, poster=entry.portrait_url),
    }
    return enveloped(told)
