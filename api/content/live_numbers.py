"""`/api/v1/lives/<uid>/numbers`: what a live came to; an extension of the published contract."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.content.content_shapes import SAMPLE
from api.content.envelope import Data, data, item
from api.operation import Answer, Output, operation
from models.errors import NotFound
from models.share import SharedContent
from usecases import audience
from usecases.audience import Numbers

routes = Blueprint("live_numbers", __name__)


class ProductClicks(Output):
    """How often viewers followed one product."""

    product_id: str = Field(examples=[SAMPLE])
    ref: str | None = Field(examples=["SKU-1"])
    name: str = Field(examples=["Field jacket"])
    clicks: int = Field(examples=[48])


class NumbersAttributes(Output):
    """What a live came to so far: counted in its players, while it was not finished."""

    viewers: int = Field(description="Who watch now.", examples=[212])
    peak: int = Field(description="The most at once, counted every 5 seconds.", examples=[480])
    visits: int = Field(
        description="Opened players. Somebody who comes back is counted again: nobody is known.",
        examples=[1630],
    )
    watch_seconds: int = Field(
        description="Seconds players were open while the show was on air, whether or not somebody "
        "looked.",
        examples=[391200],
    )
    messages: int = Field(description="Messages viewers see, questions among them.", examples=[820])
    questions: int = Field(examples=[75])
    reactions: dict[str, int] = Field(examples=[{"❤️": 2400}])
    product_clicks: int = Field(
        description="How often products were followed to their pages, those of shops it is shared "
        "with and those removed since among them.",
        examples=[310],
    )
    products: list[ProductClicks] = Field(description="The same for each product, most first.")


class NumbersItem(Output):
    """What a live came to; the id is the live's."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["live_numbers"]
    attributes: NumbersAttributes


@routes.get("")
@operation(
    "Tell the numbers of a live",
    answer=Data[NumbersItem],
    errors=(NotFound, SharedContent),
    extension=True,
)
def show(uid: str) -> Answer:
    """Tell how many watch and watched, wrote, reacted and followed products."""
    return data(as_numbers(audience.numbers(shop(), uid)))


def as_numbers(told: Numbers) -> dict[str, Any]:
    """Spell the numbers of a live."""
    attributes = {
        "viewers": told.viewers,
        "peak": told.peak,
        "visits": told.visits,
        "watch_seconds": told.watch_s,
        "messages": told.messages,
        "questions": told.questions,
        "reactions": told.reactions,
        "product_clicks": told.product_clicks,
        "products": [
            {"product_id": each.uid, "ref": each.ref, "name": each.name, "clicks": count}
            for each, count in told.clicks
        ],
    }
    return item("live_numbers", told.content.uid, attributes)
