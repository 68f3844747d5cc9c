"""GET /embed/lives/…: the page of a live show, from its countdown to its replay."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from babel.dates import format_datetime
from flask import Blueprint, Response, current_app, request

from models import clock
from models.money import text_of
from pages import sharing
from pages.languages import Language, spoken_here
from pages.notices import refused_host
from pages.policy import FRAMES, framers, new_nonce, page_policy, refused_origin
from pages.rendering import page, widget
from pages.spelling import (
    as_appearance,
    as_entries,
    as_page_content,
    cart_address,
    clock_text,
    player_link,
    seconds,
)
from pages.texts import caption_choices, consent, live_texts
from usecases import playbill
from usecases.attribution import mark_of
from usecases.auctions.replaying import Rerun
from usecases.past_shows import PastShow
from usecases.pictures import picture_url
from usecases.playbill import Show
from usecases.screens import CARD_WIDTH

routes = Blueprint("lives", __name__, url_prefix="/embed/lives")


@routes.get("/<uid>")
def live(uid: str) -> Response:
    """Show a live as it is now; `?shop=` names the shop that shows what is shared with it."""
    show = playbill.watch_live(uid, request.args.get("shop"))
    language = spoken_here(show.shop.locale)
    if origin := refused_origin(show.shop):
        return refused_host(origin, language)
    nonce = new_nonce()
    data = as_live_page(show, language)
    answer = page(
        "embeds/live.html",
        language,
        page=data,
        content=data["content"],
        show=show,
        past=[_past_show(each, language) for each in show.past],
        starts_text=_starts_text(show, language),
        caption_choices=caption_choices(language),
        framed=request.headers.get("Sec-Fetch-Dest") in FRAMES,
        consent=consent(language, show.shop.name),
        sharing=sharing.of_show(show),
        nonce=nonce,
    )
    answer.headers["Content-Security-Policy"] = _policy(show, nonce)
    answer.vary.add("Referer")
    return answer


@routes.get("/<uid>.json")
def data(uid: str) -> Response:
    """Tell what the page of a live is given, so that an open page can become its replay."""
    show = playbill.watch_live(uid, request.args.get("shop"))
    language = spoken_here(show.shop.locale)
    told = current_app.json.dumps(as_live_page(show, language))
    answer = Response(told, mimetype="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Accept-Language")
    return answer


def as_live_page(show: Show, language: Language) -> dict[str, Any]:
    """Spell the data block of a live's page."""
    return {
        "content": _content(show, language),
        "live": {
            "state": {**show.state, "push_url": _push_url(show)},
            "now": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "shop": show.shop.app_id if show.shared else None,
            "trailer_url": show.trailer.mp4_url if show.trailer else None,
            "said": [{**message, "from": seconds(at)} for message, at in show.said],
            "moments": [
                {
                    "id": each.uid,
                    "kind": each.kind,
                    "text": each.text,
                    "from": seconds(each.from_ms),
                }
                for each in show.moments
            ],
            "reruns": [_rerun(each) for each in show.reruns],
        },
        "auctions": {"script": widget("auctions.js"), "style": widget("auctions.css")},
        "shop": show.shop.app_id,
        "attribution": mark_of(show.shop, show.uid),
        "cart": cart_address(show.shop, language),
        "allowed_origins": framers(show.shop),
        "hls_library": widget("hls-light.js"),
        "texts": live_texts(language) | ({} if show.replayable else {"over_more": ""}),
        "appearance": as_appearance(show.shop),
    }


def _content(show: Show, language: Language) -> dict[str, Any]:
    """Spell what plays: the replay, or the stream, which has no length and no captions."""
    if show.film:
        return {**as_page_content(show.film, language), "poster_url": show.poster_url}
    return {
        "id": show.uid,
        "name": show.name,
        "duration": 0,
        "width": 16,
        "height": 9,
        "poster_url": show.poster_url,
        "mp4_url": None,
        "hls_url": show.state["playback_url"],
        "mp4_first": False,
        "storyboard_url": None,
        "captions": [],
        "products": [each for offer in show.offers for each in as_entries(offer, language)],
    }


def _rerun(told: Rerun) -> dict[str, Any]:
    """Spell how an auction went, each bid with its second; winners are known by name alone."""
    run, product = told.run, told.product
    currency = run.auction.currency
    return {
        "id": run.uid,
        "name": product.name,
        "thumbnail_url": picture_url(product.picture, CARD_WIDTH),
        "currency": currency,
        "starting_price": text_of(run.starting_amount, currency),
        "sold": told.sold,
        "from": seconds(told.from_ms),
        "to": None if told.to_ms is None else seconds(told.to_ms),
        "bids": [
            {
                "price": text_of(bid.amount, currency),
                "name": bid.author or None,
                "from": seconds(at),
            }
            for bid, at in told.bids
        ],
    }


def _past_show(past: PastShow, language: Language) -> dict[str, Any]:
    """Spell another replay of the shop for the list beside the picture."""
    return {
        "id": past.uid,
        "name": past.name,
        "player_url": player_link(past, language),
        "thumbnail_url": past.thumbnail_url,
        "clock": clock_text(past.duration_ms),
    }


def _starts_text(show: Show, language: Language) -> str | None:
    """Write when the show starts; a page with scripts says it in the viewer's own time."""
    if show.starts_at is None:
        return None
    return str(format_datetime(show.starts_at, "full", locale=language.locale))


def _push_url(show: Show) -> str | None:
    base: str = current_app.config["PUSH_URL"]
    if not base or show.film:
        return None
    query = f"?shop={quote(show.shop.app_id)}" if show.shared else ""
    return f"{base}/push/lives/{show.uid}{query}"


def _policy(show: Show, nonce: str) -> str:
    film = show.film
    images = [each.picture_url for each in show.offers]
    images += [each.thumbnail_url for each in show.past]
    media = [show.poster_url, show.shared_url, show.state["playback_url"]]
    if show.trailer:
        media.append(show.trailer.mp4_url)
    if film:
        media += [film.mp4_url, film.hls_url, film.storyboard_url]
        media += [url for _, _, url in film.captions]
    else:
        # What is put on screen later is kept where everything else is.
        media.append(playbill.kept_at())
    return page_policy(
        nonce,
        framers(show.shop),
        images,
        media,
        frames=[f"https://{host}" for host in show.extension_hosts],
        heard=[_push_url(show)],
    )
