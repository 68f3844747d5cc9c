"""GET /embed/…: the player of a video, the carousel of a collection, and both told as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request

from models.errors import Forbidden, NotFound
from models.shop import Shop
from pages import sharing
from pages.languages import Language, spoken_here
from pages.money import price_text
from pages.notices import refused_host
from pages.policy import framers, new_nonce, page_policy, refused_origin
from pages.rendering import page
from pages.spelling import (
    as_appearance,
    as_collection_display,
    as_content,
    as_page,
    as_video_display,
)
from pages.texts import caption_choices
from usecases import watching
from usecases.watching import Film

routes = Blueprint("embeds", __name__, url_prefix="/embed")


class OriginNotAllowed(Forbidden):
    """A browser asked from a page the shop does not list."""

    code = "origin-not-allowed"


@routes.get("/videos/<uid>")
def video(uid: str) -> Response:
    """Show the player of a video."""
    film = watching.watch_video(uid)
    language = spoken_here(film.shop.locale)
    if origin := refused_origin(film.shop):
        return refused_host(origin, language)
    nonce = new_nonce()
    data = as_page(film, language, framers(film.shop))
    answer = page(
        "embeds/video.html",
        language,
        page=data,
        content=data["content"],
        caption_choices=caption_choices(language),
        sharing=sharing.of_film(film),
        nonce=nonce,
    )
    return _guarded(answer, nonce, film.shop, [film])


@routes.get("/collections/<uid>")
def collection(uid: str) -> Response:
    """Show the carousel of a collection."""
    reel = watching.watch_collection(uid)
    language = spoken_here(reel.shop.locale)
    if origin := refused_origin(reel.shop):
        return refused_host(origin, language)
    nonce = new_nonce()
    answer = page(
        "embeds/collection.html",
        language,
        page={
            "collection": {
                "id": reel.uid,
                "name": reel.name,
                "contents": [as_content(each) for each in reel.films],
            },
            "allowed_origins": framers(reel.shop),
            "appearance": as_appearance(reel.shop),
        },
        collection={"name": reel.name},
        slides=[_slide(each, language) for each in reel.films],
        sharing=sharing.of_reel(reel),
        nonce=nonce,
    )
    return _guarded(answer, nonce, reel.shop, reel.films)


@routes.get("/videos/<uid>.json")
def video_display(uid: str) -> Response:
    """Answer one video as a display object, for an element placed by hand."""
    film = watching.watch_video(uid)
    return _asked_by_script(film.shop, as_video_display(film))


@routes.get("/collections/<uid>.json")
def collection_display(uid: str) -> Response:
    """Answer a collection as a display object, for an element placed by hand."""
    reel = watching.watch_collection(uid)
    return _asked_by_script(reel.shop, as_collection_display(reel))


@routes.get("/<path:unknown>")
def unknown(unknown: str) -> Response:
    """Answer every other address below /embed as we answer an unknown video."""
    raise NotFound(f"there is nothing at /embed/{unknown}")


def _slide(film: Film, language: Language) -> dict[str, Any]:
    """Spell a film as a slide: small picture, length, its first product."""
    total = round(film.duration_ms / 1000)
    attributes = as_content(film)["attributes"]
    first = next(iter(film.offers), None)
    return {
        "id": film.uid,
        "name": film.name,
        "player_url": f"{attributes['player_url']}?lang={language.tag}&dir={language.direction}",
        "preview_url": film.preview_url,
        "thumbnail_url": film.portrait_url or film.thumbnail_url,
        "clock": f"{total // 60}:{total % 60:02}" if total else None,
        "product": first
        and {
            "name": first.name,
            "price_text": price_text(first.due_amount, first.currency, language.locale),
        },
    }


def _guarded(answer: Response, nonce: str, shop: Shop, films: list[Film]) -> Response:
    images = [each.picture_url for film in films for each in film.offers]
    images += [film.portrait_url for film in films]
    media = [
        address
        for film in films
        for address in (
            film.poster_url,
            film.thumbnail_url,
            film.mp4_url,
            film.hls_url,
            film.preview_url,
        )
    ]
    media += [url for film in films for _, _, url in film.captions]
    answer.headers["Content-Security-Policy"] = page_policy(nonce, framers(shop), images, media)
    answer.vary.add("Referer")
    return answer


def _asked_by_script(shop: Shop, display: dict[str, Any]) -> Response:
    """Answer the script on a shop's page: a simple CORS request with the content's own app id."""
    if request.args.get("app_id") != shop.app_id:
        raise NotFound("this app id has no such content; the tag's data-app-id must be its shop's")
    origin = request.headers.get("Origin")
    if origin and not shop.allows(origin):
        raise OriginNotAllowed(f"add {origin} to the allowed origins of the shop")
    lifetime = int(current_app.config["DISPLAY_LIFETIME"])
    answer = Response(current_app.json.dumps(display), mimetype="application/json")
    answer.headers["Cache-Control"] = (
        f"public, max-age={lifetime}, stale-while-revalidate={lifetime * 2}"
    )
    answer.vary.add("Origin")
    if origin:
        answer.headers["Access-Control-Allow-Origin"] = origin
    answer.add_etag()
    answer.make_conditional(request)
    return answer
