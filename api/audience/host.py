"""`/audience/v1/lives/<uid>/host`: a live as the page of its host shows it (`/studio/lives/…`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from api.auth import enter_by_link, shop
from api.content.auction_shapes import as_terms
from api.content.envelope import answer, moment
from api.operation import Answer, operation
from models import clock
from models.broadcast import LiveEvent
from models.errors import NotFound
from models.message import HOST, LEADERS, BadToken, TokenExpired
from models.share import SharedContent
from usecases import hosting
from usecases.auctions import terms
from usecases.auctions.standings import Standing
from usecases.auctions.standings import told as told_auction
from usecases.audience import Numbers
from usecases.chat import told as told_message
from usecases.hosting import Desk
from usecases.passes import Viewer
from usecases.screens import told_product

routes = Blueprint("host", __name__)


@routes.get("")
@operation(
    "Tell a host how their live stands",
    scope=None,
    counted=False,
    errors=(BadToken, TokenExpired, NotFound, SharedContent),
)
def show(uid: str) -> Answer:
    """Show a live to whoever holds a link for its hosts and moderators."""
    leader = enter_by_link(uid, LEADERS)
    told = hosting.desk(shop(), uid)
    response = answer(as_desk(told, leader))
    response.headers["Cache-Control"] = "no-store"
    return response


def as_desk(told: Desk, leader: Viewer) -> dict[str, Any]:
    """Spell a live for its host; where to send to, and by what key, is not for moderators."""
    content, broadcast, take = told.live.content, told.live.broadcast, told.take
    seasons = told.seasons
    return {
        "me": {
            "name": leader.author,
            "role": leader.role,
            "expires_at": moment(leader.ends_at),
        },
        "live": {
            "id": content.uid,
            "name": content.name,
            "published": content.published,
            "state": content.state,
            "interrupted": broadcast.lost_at is not None,
            "starts_by": broadcast.starts_by,
            "starts_at": moment(content.starts_at),
            "started_at": moment(broadcast.started_at),
        },
        "sending": take
        and {"via": take.via, "since": moment(take.created_at), "seen": take.began_at is not None},
        "viewers": told.numbers.viewers,
        "peak": told.numbers.peak,
        "numbers": as_sums(told.numbers),
        "waiting": told.waiting,
        "full": told.full,
        "now": moment(clock.now()),
        "pinned": broadcast.pinned,
        "questions": [told_message(each) for each in told.questions],
        "products": [
            {**told_product(each, None, seasons.get(each.id)), "shown": shown}
            for each, shown in told.products
        ],
        "auctions": [as_auction(each) for each in told.auctions],
        "words": [as_words(each) for each in told.words],
        "ingest": {"url": current_app.config["RTMP_URL"], "key": broadcast.stream_key}
        if leader.role == HOST
        else None,
    }


def as_sums(numbers: Numbers) -> dict[str, int]:
    """Spell what a live came to so far, in sums."""
    return {
        "visits": numbers.visits,
        "watch_seconds": numbers.watch_s,
        "messages": numbers.messages,
        "reactions": sum(numbers.reactions.values()),
        "product_clicks": numbers.product_clicks,
    }


def as_auction(told: Standing) -> dict[str, Any]:
    """Spell an auction as viewers are told of it, with the terms of its next run."""
    auction = told.auction
    agreed = as_terms(terms.of_auction(auction), auction.currency)
    return {**told_auction(told), "terms": agreed}


def as_words(event: LiveEvent) -> dict[str, Any]:
    """Spell an announcement or an extension on screen."""
    return {"id": event.uid, "kind": event.kind, "title": event.title, "text": event.text}
