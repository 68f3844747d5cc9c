"""GET /studio/lives/…: the page from which a host runs a live, opened by a host's link.

The link's token follows `#` and never comes here: the page is the same for everybody and tells
nothing of any shop. Its script shows the token to the API (`api/audience/host.py`).
"""

from __future__ import annotations

from flask import Blueprint, Response

from models.base import UID
from models.errors import NotFound
from pages.languages import spoken_here
from pages.policy import new_nonce, page_policy
from pages.rendering import page
from pages.studio_texts import studio_texts

routes = Blueprint("studio", __name__, url_prefix="/studio")

# Camera, microphone and screen are for this page alone (pages/policy.py forbids them elsewhere).
PERMISSIONS = (
    "autoplay=(self), camera=(self), microphone=(self), display-capture=(self), "
    "screen-wake-lock=(self), clipboard-write=(self), fullscreen=(self), geolocation=(), "
    "payment=(), usb=(), browsing-topics=()"
)


@routes.get("/lives/<uid>")
def live(uid: str) -> Response:
    """Show the page of a live's host, whether or not there is such a live."""
    if not UID.fullmatch(uid):
        raise NotFound(f"there is nothing at /studio/lives/{uid}")
    language, nonce = spoken_here(), new_nonce()
    answer = page(
        "studio/live.html",
        language,
        page={"live": uid, "texts": studio_texts(language), "locale": language.tag},
        nonce=nonce,
    )
    answer.headers["Content-Security-Policy"] = page_policy(nonce, [], [], [])
    answer.headers["Permissions-Policy"] = PERMISSIONS
    answer.headers["X-Frame-Options"] = "DENY"
    # No address of ours goes along: not to the shop's pages, nor to pictures elsewhere.
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer
