"""`/v3/streams`: the shop's streams in one list, with dictionaries of what they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint
from pydantic import ConfigDict, Field

from api.auth import shop
from api.body import Input
from api.fields import Filter, Whole
from api.operation import Answer, Output, operation
from api.streams.entering import for_shop
from api.streams.envelope import Enveloped, enveloped
from api.streams.stream_shapes import (
    STATES,
    Status,
    Stream,
    StreamCategory,
    Streamer,
    StreamProduct,
    as_product,
    as_stream,
    as_streamer,
)
from models.shop import Shop
from usecases import programme
from usecases.programme import Entry

routes = Blueprint("streams", __name__)
HOUSE_STATES = {word: state for state, word in STATES.items()}
MOST, FARTHEST = 100, 1_000_000_000


class StreamsQuery(Input):
    """What narrows and cuts the list; parameters not known here are passed over."""

    model_config = ConfigDict(extra="ignore")

    limit: Whole = Field(20, ge=1, le=MOST, description="How many streams at most.")
    offset: Whole = Field(0, ge=0, le=FARTHEST, description="How many to pass over.")
    feedProductId: Filter | None = Field(  # noqa: N815
        None, description="Those that show the product of this reference.", examples=["183966"]
    )
    categoryId: Filter | None = Field(  # noqa: N815
        None, description="Those that show a product of this category.", examples=["care"]
    )
    status: Status | None = Field(None, description="Those that are so far.")


class Streams(Output):
    """A part of the list, and what its streams refer to, each once."""

    plannedStreams: list[Stream] = Field(examples=[[]])  # noqa: N815
    availableStreams: list[Stream]  # noqa: N815
    products: list[StreamProduct]
    streamers: list[Streamer]
    categories: list[StreamCategory]
    total: int = Field(description="How many there are, whatever is cut off.")


@routes.get("")
@operation(
    "List streams",
    query=StreamsQuery,
    answer=Enveloped[Streams],
    scope=None,
    door=for_shop("streams"),
    words={"category": "categoryId"},
)
def index(query: StreamsQuery) -> Answer:
    """List the streams that are on air, then planned, then finished; cut before it is parted."""
    total, found = programme.entries(
        shop(),
        state=HOUSE_STATES[query.status] if query.status else None,
        ref=query.feedProductId,
        category=query.categoryId,
        skip=query.offset,
        most=query.limit,
    )
    return enveloped({**as_streams(shop(), found), "total": total})


def as_streams(owner: Shop, found: Sequence[Entry]) -> dict[str, Any]:
    """Spell streams, parted in planned and available, with their dictionaries."""
    told = [as_stream(owner, each) for each in found]
    products = {one.id: (one, each.seasons.get(one.id)) for each in found for one in each.products}
    sellers = {each.seller.id: each.seller for each in found if each.seller}
    categories = {one.id: one for each in found for one in each.categories}
    return {
        "plannedStreams": [each for each in told if each["status"] == "planned"],
        "availableStreams": [each for each in told if each["status"] != "planned"],
        "products": [as_product(owner, *each) for each in products.values()],
        "streamers": [as_streamer(owner, each) for each in sellers.values()],
        "categories": [
            {"id": each.slug, "application": owner.slug, "name": each.name}
            for each in categories.values()
        ],
    }
