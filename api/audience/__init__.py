"""The audience API: what players of live shows ask and send (`/audience/v1/…`).

It is between our own player and us: asked from our own origin, without keys or cookies; what was
seen is told by shops' pages as well. Refusals are spelled as the content API spells them;
`docs/protocol.md` tells the rest.
"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request

from api.audience import (
    bids,
    clicks,
    here,
    host,
    messages,
    reactions,
    rehearsal,
    reminders,
    seen,
    sending,
    state,
    viewers,
    votes,
)
from api.content.envelope import spell_error
from api.limits import count_audience

PREFIX = "/audience/v1"

# The map of the API: a resource's file, and where it stands.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (sending.routes, "/lives/<uid>/sending"),
    (host.routes, "/lives/<uid>/host"),
    (state.routes, "/lives/<uid>/state"),
    (rehearsal.routes, "/lives/<uid>/rehearsal"),
    (here.routes, "/lives/<uid>/here"),
    (clicks.routes, "/lives/<uid>/clicks"),
    (viewers.routes, "/lives/<uid>/viewers"),
    (messages.routes, "/lives/<uid>/messages"),
    (votes.routes, "/lives/<uid>/messages/<message>/vote"),
    (reactions.routes, "/lives/<uid>/reactions"),
    (bids.routes, "/lives/<uid>/auctions/<auction>"),
    (reminders.routes, "/lives/<uid>/reminders"),
    (seen.routes, "/seen"),
)
# The longest thing a player says is a message, in a language of long letters.
LARGEST_BODY = 65_536

__all__ = ["PREFIX", "mount", "spell_error"]


def mount(app: Flask) -> None:
    """Mount every resource below the prefix."""
    audience = Blueprint("audience", __name__, url_prefix=PREFIX)
    for routes, prefix in RESOURCES:
        audience.register_blueprint(routes, url_prefix=prefix)
    audience.before_request(_bound)
    audience.after_request(_keep_private)
    app.register_blueprint(audience)


def _bound() -> None:
    """Bound what viewers send, and how often; what is only asked may be cached and is not counted.

    Who sends the show itself, or tells what was seen, has bounds of their own.
    """
    bounded = request.blueprint in ("audience.sending", "audience.seen")
    if request.method not in ("GET", "HEAD") and not bounded:
        request.max_content_length = LARGEST_BODY
        count_audience()


def _keep_private(response: Response) -> Response:
    if request.method not in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "no-store"
    return response
