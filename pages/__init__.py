"""EDGE for eyes: the pages shown inside our iframes and those a browser opens by itself."""

from __future__ import annotations

from flask import Blueprint, Flask, Response

from models.errors import DomainError
from pages import (
    baskets,
    calendars,
    check,
    embeds,
    hosted,
    lives,
    looks,
    notices,
    oembed,
    orders,
    playground,
    policy,
    reminders,
    sdk,
    studio,
    welcome,
)
from pages.notices import spell_error

__all__ = ["mount", "spell_error"]

routes = Blueprint("pages", __name__)
routes.register_blueprint(baskets.routes)
routes.register_blueprint(calendars.routes)
routes.register_blueprint(check.routes)
routes.register_blueprint(lives.routes)
routes.register_blueprint(looks.routes)
routes.register_blueprint(embeds.routes)
routes.register_blueprint(hosted.routes)
routes.register_blueprint(oembed.routes)
routes.register_blueprint(orders.routes)
routes.register_blueprint(playground.routes)
routes.register_blueprint(reminders.routes)
routes.register_blueprint(sdk.routes)
routes.register_blueprint(studio.routes)
routes.register_blueprint(welcome.routes)
routes.register_error_handler(DomainError, notices.refusal)


@routes.after_request
def guard(response: Response) -> Response:
    """Put what every page of ours forbids on the answer."""
    return policy.harden(response)


def mount(app: Flask) -> None:
    """Register the pages; `PUBLIC_URL` is the address they say they live at."""
    app.register_blueprint(routes)
