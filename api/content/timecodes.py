"""`/api/v1/videos/<uid>/timecodes`: what belongs to which moment of a video."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input
from api.content.envelope import Data, data, item
from api.fields import Text, Uid
from api.operation import Answer, Output, operation
from models.content import Cue
from models.errors import NotFound
from models.share import SharedContent
from usecases import timecodes
from usecases.screening import find_content, find_own
from usecases.timecodes import MOST, Moment

routes = Blueprint("timecodes", __name__)
Event = Literal["product", "question", "announcement", "extension", "chapter", "auction"]
Seconds = Annotated[float, Field(ge=0, le=86_400)]


class TimecodeAttributes(Output):
    """An event and its moment, in seconds from the start of the picture."""

    event: Event = Field(examples=["product"])
    event_id: str | None = Field(
        description="The product, or the event or message of a live it was made of; else null.",
        examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"],
    )
    text: str | None = Field(
        description="Extension: text of other events; of a live's, its title in a line before it.",
        examples=[None],
    )
    timestamp_start: float = Field(examples=[1.5])
    timestamp_end: float | None = Field(description="null: to the end.", examples=[4.0])


class TimecodeItem(Output):
    """One timecode."""

    id: str = Field(examples=["9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d"])
    type: Literal["timecode"]
    attributes: TimecodeAttributes


class NewTimecode(Input):
    """A timecode as callers send it."""

    event: Event = Field(description="What happens.", examples=["product"])
    event_id: Uid | None = Field(
        None,
        description="The product; it must be one that it carries.",
        examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"],
    )
    text: Annotated[Text, Field(max_length=2000)] | None = Field(
        None, description="Text of every event but product.", examples=[None]
    )
    timestamp_start: Seconds = Field(description="From, in seconds.", examples=[1.5])
    timestamp_end: Seconds | None = Field(None, description="To, in seconds.", examples=[4.0])


class NewTimecodes(Input):
    """All the timecodes of a video or a replay."""

    timecodes: Annotated[list[NewTimecode], Field(max_length=MOST)] = Field(
        description="All of them; what is not sent is removed."
    )


@routes.get("")
@operation("Get events timecodes", answer=Data[list[TimecodeItem]], errors=(NotFound,))
def index(uid: str) -> Answer:
    """List the moments of a video's events in the order of time."""
    content = find_content(shop(), uid)
    return data([as_timecode(each) for each in timecodes.listed(shop(), content)])


@routes.put("")
@operation(
    "Replace the timecodes of a video",
    body=NewTimecodes,
    answer=Data[list[TimecodeItem]],
    scope="content.write",
    errors=(NotFound, SharedContent),
    extension=True,
)
def change(uid: str, body: NewTimecodes) -> Answer:
    """Put these timecodes in the place of all the video had."""
    content = find_own(shop(), uid)
    moments = [as_moment(each) for each in body.timecodes]
    return data([as_timecode(each) for each in timecodes.replace(shop(), content, moments)])


def as_moment(sent: NewTimecode) -> Moment:
    """Read a timecode: seconds become whole milliseconds."""
    ends = None if sent.timestamp_end is None else round(sent.timestamp_end * 1000)
    return Moment(sent.event, round(sent.timestamp_start * 1000), ends, sent.event_id, sent.text)


def as_timecode(cue: Cue) -> dict[str, Any]:
    """Spell a timecode."""
    attributes = {
        "event": cue.kind,
        "event_id": cue.product.uid if cue.product else cue.source_uid,
        "text": cue.text,
        "timestamp_start": cue.from_ms / 1000,
        "timestamp_end": None if cue.to_ms is None else cue.to_ms / 1000,
    }
    return item("timecode", cue.uid, attributes)
