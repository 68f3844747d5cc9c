"""GET /v1/player.html?ak=…&ck=…: the hosted player's address, which leads to the live's own page.

`tk` says who opens it. The pass made of it follows the `#` of where it leads, so it reaches no
server and no `Referer`; the page takes it out of the address (`widget/player/live/arriving.js`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlencode

import orjson
import structlog
from flask import Blueprint, Response, redirect, request, url_for

from models.content import Content
from models.errors import Invalid
from models.message import BadUserToken
from models.shop import Shop
from pages.languages import spoken_here
from pages.rendering import page
from usecases import rehearsed, shops, viewers
from usecases.numerals import live_named
from usecases.passes import Viewer, written
from usecases.rehearsed import WrongPasscode

routes = Blueprint("hosted", __name__, url_prefix="/v1")
log = structlog.get_logger()
# House word -> word of the token, which is a JSON Web Token; others of its words are passed over.
NAMES = {"sub": "userId", "can_bid": "canBid"}
BUTTONS = {"back": "backButton", "share": "shareButton"}
UNSAID = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@routes.get("/player.html")
def show() -> Response:
    """Lead to the page of a live; before its rehearsal, ask for the passcode."""
    shop, content = _named()
    return _asking(content) if rehearsed.is_on(content) else _led(shop, content)


@routes.post("/player.html")
def enter() -> Response:
    """Lead to the rehearsal who knows its passcode; who skips that to the page as others see it."""
    shop, content = _named()
    if not rehearsed.is_on(content) or "skip" in request.form:
        return _led(shop, content)
    try:
        rehearsal = rehearsed.admit(content, request.form.get("passcode", ""))
    except WrongPasscode:
        return _asking(content, wrong=True)
    return _led(shop, content, rehearsal=rehearsal)


def _named() -> tuple[Shop, Content]:
    shop = shops.find_shop_by_access_key(request.args.get("ak", ""))
    content = live_named(shop, request.args.get("ck", ""))
    return shop, viewers.find_live(content.uid)


def _asking(content: Content, *, wrong: bool = False) -> Response:
    language, status = spoken_here(content.shop.locale), 403 if wrong else 200
    answer = page("embeds/passcode.html", language, status, name=content.name, wrong=wrong)
    answer.headers.update(UNSAID)
    return answer


def _led(shop: Shop, content: Content, **brought: str) -> Response:
    """Lead to the live's page; who brings no token that can be believed is a guest there."""
    borrowed = None if content.shop_id == shop.id else shop.app_id
    buttons: dict[str, Any] = {
        name: "1" for name, word in BUTTONS.items() if request.args.get(word) == "1"
    }
    address = url_for("pages.lives.live", uid=content.uid, shop=borrowed, **buttons)
    refused = ""
    try:
        if viewer := _viewer(shop, content.uid, request.args.get("tk", "")):
            brought["as"] = written(viewer)
    except (BadUserToken, Invalid) as error:
        refused = error.message
        log.info("who opens a hosted player is a guest", live=content.uid, reason=refused)
    answer: Any = redirect(f"{address}#{urlencode(brought)}" if brought else address, 303)
    answer.headers.update(UNSAID)
    if refused:
        answer.headers["Vitrine-User-Refused"] = refused.encode("ascii", "replace").decode()
    return answer  # type: ignore[no-any-return]


def _viewer(shop: Shop, live: str, token: str) -> Viewer | None:
    """Read who opens the page: nobody, a visitor by a name of their own, or the shop's user."""
    text = unquote(token) if token.startswith("%") else token
    if not text:
        return None
    if not text.startswith("{"):
        return viewers.come_in_addressed(live, shop, text, NAMES)
    # Nobody has signed this, so it names and no more: anybody could write any userId into it.
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise BadUserToken("tk is neither a token nor JSON") from None
    name = said.get("userName")
    if not isinstance(name, str):
        return None
    return viewers.come_in(live, nickname="_".join(name.split()))
