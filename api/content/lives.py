"""`/api/v1/lives`: lives, planned, finished and restarted, with their chat and current events."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from api.auth import may, shop
from api.body import facts_of, partial
from api.content.content_shapes import WORDS as COMMON
from api.content.content_shapes import as_content, filters_of
from api.content.envelope import Data, data, item, moment
from api.content.live_events import as_event
from api.content.live_shapes import (
    EventsItem,
    Finish,
    LiveItem,
    LivesQuery,
    MessageItem,
    MessagesQuery,
    NewLive,
)
from api.content.product_shapes import as_product
from api.links import absolute
from api.operation import Answer, operation
from api.paging import paged
from models.broadcast import LiveFinished, NoRecording
from models.content import FINISHED, LIVE, NOT_STARTED
from models.errors import NotFound
from models.message import HOST, LEADERS, Message
from models.share import SharedContent
from usecases import airing, lives, screening
from usecases.chat import is_seen
from usecases.screening import Live

routes = Blueprint("lives", __name__)
# House word -> word of this API.
WORDS = {**COMMON, "starts_at": "start_date", "trailer": "trailer_id"}
ENDS = {"finished": "is_finished", "ends_at": "end_date"}


@routes.get("")
@operation("List lives", query=LivesQuery, answer=Data[list[LiveItem]], paged=True)
def index(query: LivesQuery) -> Answer:
    """List the shop's lives and those shared with it, newest first, 20 on a page."""
    field, _, direction = query.order.partition(":")
    order = f"{field.replace('start_date', 'starts_at')}:{direction or 'ASC'}"
    narrowed = {**filters_of(query), "state": query.state, "order": order}
    rows, headers = paged(screening.listed(shop(), LIVE, **narrowed), query.page)
    return data([as_live(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a live",
    body=NewLive,
    multipart=True,
    answer=Data[LiveItem],
    status=201,
    scope="content.write",
    words=WORDS,
)
def create(body: NewLive) -> Answer:
    """Plan a live and answer where its stream is sent to, and with which key."""
    return data(as_live(lives.add(shop(), **facts_of(body, WORDS))), 201)


@routes.get("/<uid>")
@operation("Retrieve a live", answer=Data[LiveItem], roles=LEADERS, errors=(NotFound,))
def show(uid: str) -> Answer:
    """Show one live."""
    return data(as_live(screening.find(shop(), uid, LIVE)))


@routes.put("/<uid>")
@operation(
    "Update a live",
    body=NewLive,
    multipart=True,
    answer=Data[LiveItem],
    scope="content.write",
    errors=(NotFound, SharedContent),
    words=WORDS,
)
def update(uid: str, body: NewLive) -> Answer:
    """Change a live; optional fields that are not sent stay as they are."""
    return data(as_live(lives.change(shop(), uid, **facts_of(body, WORDS))))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a live",
    body=partial(NewLive),
    multipart=True,
    answer=Data[LiveItem],
    scope="content.write",
    errors=(NotFound, SharedContent),
    words=WORDS,
    extension=True,
)
def change(uid: str, body: NewLive) -> Answer:
    """Change the fields that are sent."""
    return data(as_live(lives.change(shop(), uid, **facts_of(body, WORDS))))


@routes.delete("/<uid>")
@operation("Delete a live", status=204, scope="content.write", errors=(NotFound, SharedContent))
def remove(uid: str) -> Answer:
    """Remove a live with its chat, its replay and the placements that show only it."""
    lives.remove(shop(), uid)
    return "", 204


@routes.put("/<uid>/finish")
@operation(
    "Finish a live",
    body=Finish,
    answer=Data[LiveItem],
    scope="content.write",
    roles=(HOST,),
    errors=(NotFound, SharedContent),
    words=ENDS,
)
def finish(uid: str, body: Finish) -> Answer:
    """Finish a live, which closes its chat and clears its screen; or restart it."""
    return data(as_live(lives.finish(shop(), uid, **facts_of(body, ENDS))))


@routes.put("/<uid>/start")
@operation(
    "Start a live",
    answer=Data[LiveItem],
    scope="content.write",
    roles=(HOST,),
    errors=(NotFound, SharedContent, LiveFinished, NoRecording),
    extension=True,
)
def start(uid: str) -> Answer:
    """Begin the show by hand, with or without a stream; one that is on air stays so."""
    return data(as_live(airing.start(shop(), uid)))


@routes.post("/<uid>/stream_key")
@operation(
    "Change the stream key of a live",
    answer=Data[LiveItem],
    scope="content.write",
    roles=(HOST,),
    errors=(NotFound, SharedContent),
    extension=True,
)
def rotate(uid: str) -> Answer:
    """Give the live a new stream key; who sends by the old one is cut off within seconds."""
    return data(as_live(airing.rotate_key(shop(), uid)))


@routes.get("/<uid>/events")
@operation(
    "Get live events", answer=Data[EventsItem], roles=LEADERS, errors=(NotFound, LiveFinished)
)
def events(uid: str) -> Answer:
    """Tell what an unfinished live shows now."""
    now = lives.on_screen(shop(), uid)
    attributes = {
        "products": [as_product(each) for each in now.products],
        "product_active_ids": [each.product.uid for each in now.products],
        "announcements": [as_event(each) for each in now.announcements],
        "extensions": [as_event(each) for each in now.extensions],
    }
    return data(item("live_events", now.content.uid, attributes))


@routes.get("/<uid>/messages")
@operation(
    "Get live chat messages",
    query=MessagesQuery,
    answer=Data[list[MessageItem]],
    roles=LEADERS,
    errors=(NotFound, LiveFinished),
)
def messages(uid: str, query: MessagesQuery) -> Answer:
    """Give the newest 30 messages of an unfinished live, or the 30 after `last`, oldest first."""
    found = lives.chat(shop(), uid, query.last, waiting=query.waiting)
    return data([as_message(each) for each in found])


def as_live(live: Live) -> dict[str, Any]:
    """Spell a live; where and by what key it is sent is for the owner's keys that may write."""
    content, broadcast = live.content, live.broadcast
    replay = absolute(live.film.hls_url) if live.film else None
    sending = not live.shared and may("content.write")
    finished = content.state == FINISHED
    attributes = {
        **as_content(live),
        "start_date": moment(content.starts_at),
        "end_date": moment(content.ends_at),
        "state": content.state,
        "is_started": broadcast.started_at is not None
        or content.state not in (NOT_STARTED, FINISHED),
        "is_finished": finished,
        "starts_by": broadcast.starts_by,
        "trailer_id": broadcast.trailer.uid if broadcast.trailer and not live.shared else None,
        "rtmp_url": current_app.config["RTMP_URL"] if sending else None,
        "stream_key": broadcast.stream_key if sending else None,
        "playback_url": replay,
        "replay_url": replay if finished else None,
    }
    return item("live", content.uid, attributes)


def as_message(message: Message) -> dict[str, Any]:
    """Spell a chat message."""
    attributes = {
        "author": message.author,
        "message": message.text,
        "is_question": message.question,
        "votes": message.votes,
        "answered": message.answered_at is not None,
        "answered_at": moment(message.answered_at),
        "moderated": not is_seen(message),
        "sent_at": moment(message.created_at),
        "is_host": message.by_host,
        "is_moderator": message.by_moderator,
        "waiting": message.waiting,
        "reason": message.reason,
        "viewer_id": message.viewer,
    }
    return item("message", message.uid, attributes)
