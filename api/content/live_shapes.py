"""What is sent and told of a live, its events and its chat; `lives.py` says when."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.body import Input
from api.content.content_shapes import MEDIA, SAMPLE, ContentAttributes, ContentsQuery, NewContent
from api.content.product_shapes import ProductItem
from api.fields import Filter, Moment, Uid
from api.operation import Output

VIEWER = "4b5a69788796a5b4c3d2e1f00f1e2d3c"
State = Literal["not_started", "started", "finished"]
StartsBy = Literal["ingest", "hand"]
Order = Literal[
    "created_at",
    "created_at:ASC",
    "created_at:DESC",
    "start_date",
    "start_date:ASC",
    "start_date:DESC",
]


class LiveAttributes(ContentAttributes):
    """What is told of a live."""

    start_date: str | None = Field(
        description="Planned start.", examples=["2026-06-15T12:00:00.000Z"]
    )
    end_date: str | None = Field(
        description="When it ended, or is planned to end.", examples=["2026-06-15T13:00:00.000Z"]
    )
    state: State = Field(examples=["finished"])
    is_started: bool = Field(description="It has been on air.", examples=[True])
    is_finished: bool = Field(examples=[True])
    starts_by: StartsBy = Field(
        description="Extension: what begins the show, its first picture or somebody by hand.",
        examples=["ingest"],
    )
    trailer_id: str | None = Field(
        description="Extension: the video that plays before the show; told to its own shop.",
        examples=[SAMPLE],
    )
    rtmp_url: str | None = Field(
        description="Where to send the stream; told to its owner, to keys that may write.",
        examples=["rtmp://vitrine.example/live"],
    )
    stream_key: str | None = Field(
        description="The stream's key; told as rtmp_url is.", examples=["5f0e…"]
    )
    playback_url: str | None = Field(
        description="HLS manifest of what plays.", examples=[f"{MEDIA}/master.m3u8"]
    )
    replay_url: str | None = Field(
        description="HLS manifest of the replay, once finished.", examples=[f"{MEDIA}/master.m3u8"]
    )


class LiveItem(Output):
    """A live."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["live"]
    attributes: LiveAttributes


class NewLive(NewContent):
    """A live as callers send it."""

    start_date: Moment = Field(description="Planned start, ISO 8601 with its time zone.")
    starts_by: StartsBy = Field(
        "ingest",
        description="Extension: `ingest` begins the show with the first picture; `hand` waits for "
        "`PUT /lives/{uid}/start`, and what is sent before is a rehearsal.",
        examples=["hand"],
    )
    trailer_id: Uid | None = Field(
        None,
        description="Extension: a video of the shop that plays, without sound and over and over, "
        "on the page of the live until 15 minutes before the start, while it is published.",
        examples=[SAMPLE],
    )


class LivesQuery(ContentsQuery):
    """What narrows and orders the list."""

    state: State | None = Field(None, description="How far it is.", examples=["not_started"])
    order: Order = Field(
        "created_at:DESC",
        description="Order; without a direction: ascending.",
        examples=["start_date:ASC"],
    )


class Finish(Input):
    """That a live is finished, or is not."""

    is_finished: bool = Field(
        description="true finishes the live, false restarts it.", examples=[True]
    )
    end_date: Moment = Field(
        description="When it ended; of a restarted live, when it is planned to end."
    )


class ShownAttributes(Output):
    """Something on screen: a product, an announcement or an extension."""

    product_id: str | None = Field(
        description="Extension: which product it is, of a product.", examples=[SAMPLE]
    )

    title: str | None = Field(examples=["Free delivery"])
    text: str | None = Field(examples=["Until midnight"])
    url: str | None = Field(examples=["https://shop.example/delivery"])
    thumbnail_url: str | None = Field(
        description="Extension.", examples=[f"{MEDIA}/poster-640.webp"]
    )
    configuration: dict[str, Any] = Field(examples=[{"background_color": "#0b6e4f"}])
    shown_at: str = Field(examples=["2026-06-15T12:10:00.000Z"])


class ShownItem(Output):
    """Something on screen."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["product", "announcement", "extension"]
    attributes: ShownAttributes


class EventsAttributes(Output):
    """What is on screen now, oldest first."""

    products: list[ProductItem]
    product_active_ids: list[str] = Field(examples=[[SAMPLE]])
    announcements: list[ShownItem]
    extensions: list[ShownItem]


class EventsItem(Output):
    """What a live shows now; the id is the live's."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["live_events"]
    attributes: EventsAttributes


class MessagesQuery(Input):
    """Where in the chat to go on."""

    last: Filter | None = Field(
        None, description="Id of a message: tell the 30 that follow it.", examples=[SAMPLE]
    )
    waiting: bool | None = Field(
        None, description="Only those that wait for a moderator's leave, or only the others."
    )


class MessageAttributes(Output):
    """A chat message."""

    author: str = Field(description="Empty when anonymous.", examples=["Noor"])
    message: str = Field(examples=["Is it waterproof?"])
    is_question: bool = Field(examples=[True])
    votes: int = Field(examples=[3])
    answered: bool = Field(examples=[True])
    answered_at: str | None = Field(examples=["2026-06-15T12:11:00.000Z"])
    moderated: bool = Field(description="Viewers do not see it.", examples=[False])
    sent_at: str = Field(examples=["2026-06-15T12:10:00.000Z"])
    is_host: bool = Field(examples=[False])
    is_moderator: bool = Field(examples=[False])
    waiting: bool = Field(description="Waits for a moderator's leave.", examples=[False])
    reason: str | None = Field(description="Why it was hidden by itself.", examples=[None])
    viewer_id: str | None = Field(
        description="Who wrote it; the same in all messages of a viewer.", examples=[VIEWER]
    )


class MessageItem(Output):
    """A chat message."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["message"]
    attributes: MessageAttributes
