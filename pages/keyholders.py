"""Pages for a shop's people: who may see them, and what is sent along with each.

Browsers ask for the app id as the name and a key as the password (HTTP Basic, RFC 7617). Nothing
of it is kept here, and a browser forgets it when it is closed.
"""

from __future__ import annotations

from flask import Response, request

from models.errors import Forbidden, Unauthorized
from models.shop import Shop
from pages.policy import page_policy
from usecases import shops


class KeyWanted(Unauthorized):
    """Nothing was sent by which the shop could be known."""


def entered() -> Shop:
    """Give the shop whose key was sent; raises `KeyWanted`, `BadKey`, `Forbidden`."""
    sent = request.authorization
    if sent is None or sent.type != "basic":
        raise KeyWanted("send the app id as the name and a key of the shop as the password")
    key = shops.enter(sent.username or "", sent.password or "")
    if not key.allows("content.read"):
        raise Forbidden("this key does not carry the scope content.read")
    return key.shop


def closed(answer: Response, policy: str | None = None) -> Response:
    """Keep a page out of frames, of search engines and of everybody's caches."""
    answer.headers["Content-Security-Policy"] = policy or page_policy(None, [], [], [])
    answer.headers["X-Frame-Options"] = "DENY"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer
