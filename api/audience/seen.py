"""`/audience/v1/seen`: pages and players tell what was seen, in small batches, and hear nothing."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, current_app, request
from pydantic import Field

from api.body import Input
from api.content.components import HOUSE_WORDS
from api.fields import Whole
from api.limits import count_seen
from api.operation import Answer, operation
from api.origins import NoOrigin, OriginNotAllowed, allowed_shop, sent_app_id
from models.base import UID
from models.day_count import ALONE, UNPLACED, WHOLE
from models.shop import Shop, UnknownApp
from usecases import counting, shops
from usecases.counting import Counts, Seen

routes = Blueprint("seen", __name__)

MOST_ITEMS = 50
Uid = Annotated[str, Field(pattern=f"^{UID.pattern}$")]
Few = Annotated[Whole, Field(ge=0, le=20)]


class SeenItem(Input):
    """What happened with one content since the last batch, in one component."""

    content: Uid
    component: Annotated[str, Field(max_length=40)] | None = Field(
        None, description="As displayed data names it; `page`: the player's own page; null: none."
    )
    product: Uid | None = Field(None, description="What clicks and adds are of.")
    impressions: Few = 0
    views: Few = 0
    watched: Annotated[Whole, Field(ge=0, le=120)] = Field(0, description="Seconds.")
    completions: Few = 0
    clicks: Few = 0
    adds: Few = 0


class Batch(Input):
    """What was seen; `visitor` is a random id of who agreed to be known by it."""

    seen: Annotated[list[SeenItem], Field(max_length=MOST_ITEMS)] = Field(default_factory=list)
    visitor: Uid | None = None
    forget: bool = Field(False, description="The visitor does not agree any more.")


@routes.post("")
@operation(
    "Tell what was seen",
    body=Batch,
    status=204,
    scope=None,
    counted=False,
    pages=True,
    errors=(NoOrigin, OriginNotAllowed, UnknownApp),
)
def create(body: Batch) -> Answer:
    """Count what a page tells; JSON may call itself plain text, as `sendBeacon` sends it."""
    count_seen()
    telling = _telling()
    # Global Privacy Control is a no, whatever the page says.
    visitor = None if request.headers.get("Sec-GPC") == "1" else body.visitor
    if body.forget and body.visitor:
        counting.forget(telling, body.visitor)
        visitor = None
    counting.count(telling, [_as_seen(each) for each in body.seen], visitor)
    return "", 204


@routes.after_request
def let_pages_tell(response: Response) -> Response:
    """Let any page send this without complaint in its console; whose counts is decided above."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _telling() -> Shop:
    """Find the shop a page of its tells of, or our own player's page; raises as origins do."""
    app_id, origin = sent_app_id(), request.headers.get("Origin")
    if app_id and origin in (current_app.config["PUBLIC_URL"], request.host_url.rstrip("/")):
        return shops.find_shop(app_id)
    return allowed_shop(app_id, origin)[0]


def _as_seen(told: SeenItem) -> Seen:
    words = {**HOUSE_WORDS, ALONE: ALONE}
    counts = Counts(
        impressions=told.impressions,
        views=told.views,
        watch_s=told.watched,
        completions=told.completions,
        clicks=told.clicks,
        adds=told.adds,
    )
    # What newer scripts draw and this server does not know yet counts all the same.
    component = words.get(told.component or "", UNPLACED)
    return Seen(told.content, component, told.product or WHOLE, counts)
