"""GET /embed/reminders/…: taking a reminder back, by the link of its mail.

The page asks first: programs that look at the links of a mail follow them. Its form, and the
one click of mail programs (RFC 8058), are a POST. The token is a permission, and named so.
"""

from __future__ import annotations

from flask import Blueprint, Response

from pages.languages import spoken_here
from pages.rendering import page
from usecases import reminders

routes = Blueprint("reminders", __name__, url_prefix="/embed/reminders")


@routes.get("/<token>")
def show(token: str) -> Response:
    """Ask whether the reminder is to be taken back, unless there is none any more."""
    return _page(reminders.reminded_of(token))


@routes.post("/<token>")
def remove(token: str) -> Response:
    """Take the reminder back; doing it again changes nothing."""
    reminders.take_back(token)
    return _page(None)


def _page(name: str | None) -> Response:
    answer = page("embeds/reminder.html", spoken_here(), name=name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
