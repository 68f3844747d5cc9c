"""Spells films and offers as `docs/protocol.md` does: for our page (4) and the script (1)."""

from __future__ import annotations

from typing import Any

from flask import url_for

from models.money import text_of
from models.shop import Shop
from pages.languages import Language
from pages.money import price_text
from pages.rendering import absolute, widget
from pages.texts import player_texts
from usecases.watching import Film, Offer, Reel

APPEARANCE = ("accent", "accent_text", "radius")
Json = dict[str, Any]


def player_url(uid: str) -> str:
    """Tell the full address of a video's player."""
    return absolute(url_for("pages.embeds.video", uid=uid))


def carousel_url(uid: str) -> str:
    """Tell the full address of a collection's carousel."""
    return absolute(url_for("pages.embeds.collection", uid=uid))


def seconds(milliseconds: int) -> float:
    """Turn milliseconds into the seconds browsers count in."""
    return milliseconds / 1000


def as_page(film: Film, language: Language, origins: list[str]) -> Json:
    """Spell the data block of a player page."""
    return {
        "content": as_page_content(film, language),
        "allowed_origins": origins,
        "hls_library": widget("hls-light.js"),
        "texts": player_texts(language),
        "appearance": as_appearance(film.shop),
    }


def as_page_content(film: Film, language: Language) -> Json:
    """Spell a film for the player."""
    return {
        "id": film.uid,
        "name": film.name,
        "duration": seconds(film.duration_ms),
        "width": film.width,
        "height": film.height,
        "poster_url": film.poster_url,
        "mp4_url": film.mp4_url,
        "hls_url": film.hls_url,
        # A plain file is only ever made of short clips, and there it starts soonest.
        "mp4_first": film.mp4_url is not None,
        "storyboard_url": film.storyboard_url,
        "captions": [
            {"language": code, "label": label, "url": url} for code, label, url in film.captions
        ],
        "products": [each for offer in film.offers for each in as_entries(offer, language)],
    }


def as_entries(offer: Offer, language: Language) -> list[Json]:
    """Spell an offer once for each of its moments; without any it is there always."""
    shown = {
        "id": offer.uid,
        "ref": offer.ref,
        "name": offer.name,
        "price_text": price_text(offer.amount, offer.currency, language.locale),
        "discount_text": price_text(offer.discount_amount, offer.currency, language.locale),
        "in_stock": offer.in_stock,
        "url": offer.url,
        "thumbnail_url": offer.picture_url,
    }
    if not offer.moments:
        return [{**shown, "from": None, "to": None}]
    return [
        {**shown, "from": seconds(start), "to": None if end is None else seconds(end)}
        for start, end in offer.moments
    ]


def as_appearance(shop: Shop) -> Json:
    """Spell the shop's colours."""
    return {name: shop.appearance[name] for name in APPEARANCE if name in shop.appearance}


def as_content(film: Film) -> Json:
    """Spell a film as an entry of `contents`."""
    return {
        "id": film.uid,
        "type": "video",
        "attributes": {
            "name": film.name,
            "duration": seconds(film.duration_ms),
            "width": film.width,
            "height": film.height,
            "thumbnail_url": film.thumbnail_url and absolute(film.thumbnail_url),
            "preview_url": film.preview_url and absolute(film.preview_url),
            "player_url": player_url(film.uid),
            "products": [as_offer(each) for each in film.offers],
        },
    }


def as_offer(offer: Offer) -> Json:
    """Spell an offer for programs: prices as plain decimals."""
    return {
        "id": offer.uid,
        "ref": offer.ref,
        "name": offer.name,
        "price": text_of(offer.amount, offer.currency),
        "discount_price": text_of(offer.discount_amount, offer.currency),
        "currency": offer.currency,
        "in_stock": offer.in_stock,
        "thumbnail_url": offer.picture_url and absolute(offer.picture_url),
        "url": offer.url,
    }


def as_video_display(film: Film) -> Json:
    """Spell one video as a display object."""
    return _display(film.uid, "embed", film.shop, None, [film], player_url(film.uid), None)


def as_collection_display(reel: Reel) -> Json:
    """Spell a collection as a display object."""
    return _display(
        reel.uid, "shorts_card", reel.shop, reel.name, reel.films, None, carousel_url(reel.uid)
    )


def _display(
    uid: str,
    component: str,
    shop: Shop,
    title: str | None,
    films: list[Film],
    player: str | None,
    carousel: str | None,
) -> Json:
    configuration = as_appearance(shop) | ({"title": title} if title else {})
    return {
        "id": uid,
        "type": "display",
        "attributes": {
            "component": component,
            "target": None,
            "mobile_target": None,
            "configuration": configuration,
        },
        "contents": [as_content(each) for each in films],
        "player_url": player,
        "carousel_url": carousel,
    }
