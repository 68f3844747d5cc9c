"""The audience API: what players of live shows ask and send (`/audience/v1/…`).

It is between our own player and us: asked from our own origin, without keys or cookies. Refusals
are spelled as the content API spells them; `docs/protocol.md` tells the rest.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from api.audience import clicks, here, sending, state
from api.content.envelope import spell_error

PREFIX = "/audience/v1"

# The map of the API: a resource's file, and where it stands.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (sending.routes, "/lives/<uid>/sending"),
    (state.routes, "/lives/<uid>/state"),
    (here.routes, "/lives/<uid>/here"),
    (clicks.routes, "/lives/<uid>/clicks"),
)

__all__ = ["PREFIX", "mount", "spell_error"]


def mount(app: Flask) -> None:
    """Mount every resource below the prefix."""
    audience = Blueprint("audience", __name__, url_prefix=PREFIX)
    for routes, prefix in RESOURCES:
        audience.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(audience)
