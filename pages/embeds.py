"""GET /embed/…: the player of a video and the carousel of a collection."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from models.errors import NotFound
from models.shop import Shop
from pages import sharing
from pages.languages import Language, spoken_here
from pages.money import price_text
from pages.notices import refused_host
from pages.policy import framers, new_nonce, page_policy, refused_origin
from pages.rendering import page
from pages.spelling import as_appearance, as_page, clock_text, player_link
from pages.texts import caption_choices
from usecases import watching
from usecases.watching import Film

routes = Blueprint("embeds", __name__, url_prefix="/embed")


@routes.get("/videos/<uid>")
def video(uid: str) -> Response:
    """Show the player of a video; `?shop=` names the shop that shows what is shared with it."""
    film = watching.watch_video(uid, request.args.get("shop"))
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


@routes.get("/<path:unknown>")
def unknown(unknown: str) -> Response:
    """Answer every other address below /embed as we answer an unknown video."""
    raise NotFound(f"there is nothing at /embed/{unknown}")


def _slide(film: Film, language: Language) -> dict[str, Any]:
    """Spell a film as a slide: small picture, length, its first product."""
    first = next(iter(film.offers), None)
    return {
        "id": film.uid,
        "name": film.name,
        "player_url": player_link(film, language),
        "preview_url": film.preview_url,
        "thumbnail_url": film.portrait_url or film.thumbnail_url,
        "clock": clock_text(film.duration_ms),
        "product": first
        and {
            "name": first.name,
            "sold_out": not first.in_stock,
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
