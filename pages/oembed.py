"""GET /oembed?url=: tells other sites how to show one of our videos (oEmbed 1.0, JSON)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, current_app, request
from markupsafe import Markup

from models.errors import Invalid, NotFound, Problem
from pages.notices import as_errors
from pages.rendering import absolute
from pages.spelling import carousel_url, player_url
from usecases import playbill, watching

routes = Blueprint("oembed", __name__)

ADDRESS = re.compile(r"/embed/(videos|lives|collections)/([0-9a-f]{32})/?")
WIDEST = 1280
CAROUSEL = (960, 480)
LIVE = (1280, 720)

FRAME = Markup(
    '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0" '
    'allow="autoplay; fullscreen; picture-in-picture; clipboard-write" '
    'sandbox="allow-scripts allow-same-origin allow-forms allow-popups '
    'allow-popups-to-escape-sandbox" referrerpolicy="strict-origin-when-cross-origin" '
    "allowfullscreen></iframe>"
)


@routes.get("/oembed")
def show() -> Response:
    """Describe the video, live or collection that lives at `url`."""
    if request.args.get("format", "json") != "json":
        return as_errors(501, "format-not-offered", "only format=json is offered")
    limits = _limit("maxwidth"), _limit("maxheight")
    kind, uid, shop = _address(request.args.get("url", ""))
    ways = {"videos": _video, "lives": _live}
    told = ways[kind](uid, shop, *limits) if kind in ways else _reel(uid, *limits)
    answer = Response(current_app.json.dumps(told), mimetype="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={current_app.config['DISPLAY_LIFETIME']}"
    return answer


def fitted(
    width: int, height: int, most_wide: int | None, most_high: int | None
) -> tuple[int, int]:
    """Shrink a size, keeping its shape, into the limits; never below one pixel."""
    shrunk = min(1.0, WIDEST / width, (most_wide or width) / width, (most_high or height) / height)
    return max(round(width * shrunk), 1), max(round(height * shrunk), 1)


def _video(
    uid: str, shop: str | None, most_wide: int | None, most_high: int | None
) -> dict[str, Any]:
    film = watching.watch_video(uid, shop)
    width, height = fitted(film.width, film.height, most_wide, most_high)
    spelled = _common("video", film.name, film.shop.name, player_url(film), width, height)
    if film.shared_url:
        spelled["thumbnail_url"] = absolute(film.shared_url)
        spelled["thumbnail_width"], spelled["thumbnail_height"] = width, height
    return spelled


def _live(
    uid: str, shop: str | None, most_wide: int | None, most_high: int | None
) -> dict[str, Any]:
    show = playbill.watch_live(uid, shop)
    width, height = fitted(*LIVE, most_wide, most_high)
    spelled = _common("video", show.name, show.shop.name, player_url(show), width, height)
    if show.shared_url:
        spelled["thumbnail_url"] = absolute(show.shared_url)
        spelled["thumbnail_width"], spelled["thumbnail_height"] = width, height
    return spelled


def _reel(uid: str, most_wide: int | None, most_high: int | None) -> dict[str, Any]:
    reel = watching.watch_collection(uid)
    width = min(CAROUSEL[0], most_wide or CAROUSEL[0])
    height = min(CAROUSEL[1], most_high or CAROUSEL[1])
    return _common("rich", reel.name, reel.shop.name, carousel_url(uid), width, height)


def _common(
    kind: str, title: str, author: str, url: str, width: int, height: int
) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": kind,
        "title": title,
        "author_name": author,
        "provider_name": "Vitrine",
        "provider_url": absolute("/"),
        "cache_age": current_app.config["DISPLAY_LIFETIME"],
        "html": str(FRAME.format(url, title, width, height)),
        "width": width,
        "height": height,
    }


def _address(url: str) -> tuple[str, str, str | None]:
    """Read which of our contents an address names, and the shop that shows it, if it says so.

    Raises `NotFound` for anybody else's.
    """
    ours = urlsplit(absolute("/"))
    try:
        asked = urlsplit(url)
    except ValueError:
        raise NotFound("url is not an address of this server") from None
    found = ADDRESS.fullmatch(asked.path)
    same = asked.netloc.lower() == ours.netloc.lower() and asked.scheme in ("http", "https")
    if not same or not found:
        raise NotFound("url must be the address of a video, a live or a collection of this server")
    return found[1], found[2], dict(parse_qsl(asked.query)).get("shop")


def _limit(name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text):
        raise Invalid(Problem(name, "must be a whole number of pixels, 1 to 99999"))
    return int(text)
