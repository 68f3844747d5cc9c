"""`/api/v1/lives/<uid>/events`: what is put on the screen of a live and taken off; an extension.

What is there now is told by `lives.py`, what was when by `live_timecodes.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of
from api.content.content_shapes import SAMPLE
from api.content.envelope import Data, data, item, moment
from api.content.live_shapes import ShownItem
from api.fields import Colour, Line, Moment, Picture, Text, Uid, Url
from api.links import absolute
from api.operation import Answer, operation
from models.broadcast import LiveEvent, LiveFinished
from models.errors import NotFound
from models.message import HOST
from models.share import SharedContent
from usecases import showing
from usecases.pictures import picture_url
from usecases.showing import ScreenFull

routes = Blueprint("live_events", __name__)
WORDS = {"kind": "type", "products": "product_ids"}
REFUSALS = (NotFound, SharedContent, LiveFinished)


class NewEvent(Input):
    """Something to put on the screen of a live."""

    type: Literal["product", "announcement", "extension"] = Field(
        description="Cards of products, words over the picture, or a partner's page in a frame."
    )
    product_ids: Annotated[list[Uid], Field(min_length=1, max_length=showing.MOST)] | None = Field(
        None,
        description="Of products: which ones; the live carries them.",
        examples=[[SAMPLE]],
    )
    title: Line | None = Field(
        None, description="Of announcements and extensions.", examples=["Free delivery"]
    )
    text: Annotated[Text, Field(max_length=1000)] | None = Field(
        None, description="Of announcements.", examples=["Until midnight"]
    )
    url: Url | None = Field(
        None,
        description="Where an announcement leads; the page of an extension, on one of the shop's "
        "`extension_hosts`.",
        examples=["https://shop.example/delivery"],
    )
    thumbnail: Picture | None = Field(None, description="Picture of an extension.")
    background_color: Colour | None = Field(None, description="Of announcements.")
    text_color: Colour | None = Field(None, description="Of announcements.", examples=["#ffffff"])
    replace: bool = Field(
        False, description="Take off what else of the same type is on screen.", examples=[True]
    )
    at: Moment | None = Field(
        None, description="Since when it is on screen, when not since now; not in the future."
    )


class RemovalQuery(Input):
    """Until when something was on screen."""

    at: Moment | None = Field(
        None, description="Since when it is off, when not since now; not in the future."
    )


@routes.post("")
@operation(
    "Put something on screen",
    body=NewEvent,
    multipart=True,
    answer=Data[list[ShownItem]],
    status=201,
    scope="content.write",
    roles=(HOST,),
    errors=(*REFUSALS, ScreenFull),
    words=WORDS,
    example={"type": "product", "product_ids": [SAMPLE], "replace": True},
    extension=True,
)
def create(uid: str, body: NewEvent) -> Answer:
    """Put products, an announcement or an extension on screen; before the show: as a rehearsal."""
    shown = showing.show(shop(), uid, **facts_of(body, WORDS))
    return data([as_event(each) for each in shown], 201)


@routes.delete("/<event>")
@operation(
    "Take something off the screen",
    query=RemovalQuery,
    status=204,
    scope="content.write",
    roles=(HOST,),
    errors=REFUSALS,
    extension=True,
)
def remove(uid: str, event: str, query: RemovalQuery) -> Answer:
    """Take off an event by its id, or a product by the product's."""
    showing.take_off(shop(), uid, event, query.at)
    return "", 204


def as_event(event: LiveEvent) -> dict[str, Any]:
    """Spell something on screen."""
    attributes = {
        "product_id": event.product.uid if event.product else None,
        "title": event.title,
        "text": event.text,
        "url": event.url,
        "thumbnail_url": absolute(picture_url(event.thumbnail)),
        "configuration": event.configuration,
        "shown_at": moment(event.from_at),
    }
    return item(event.kind, event.uid, attributes)
