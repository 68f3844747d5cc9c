"""Spells films and offers for the player page, as section 4 of `docs/protocol.md` says."""

from __future__ import annotations

from typing import Any

from flask import url_for

from models.content import LIVE
from models.shop import Shop
from pages.languages import Language
from pages.money import price_text
from pages.rendering import absolute, widget
from pages.texts import player_texts
from usecases.attribution import mark_of
from usecases.past_shows import PastShow
from usecases.playbill import Show
from usecases.watching import Film, Offer

APPEARANCE = ("accent", "accent_text", "radius")
Json = dict[str, Any]


def player_url(film: Film | Show | PastShow) -> str:
    """Tell the full address of the player of a film or a live, as the shop that shows it does."""
    borrower = film.shop.app_id if film.shared else None
    page = "pages.lives.live" if film.kind == LIVE else "pages.embeds.video"
    return absolute(url_for(page, uid=film.uid, shop=borrower))


def player_link(film: Film | PastShow, language: Language) -> str:
    """Tell the address of a player for a link in a page of a language."""
    address = player_url(film)
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}lang={language.tag}&dir={language.direction}"


def carousel_url(uid: str) -> str:
    """Tell the full address of a collection's carousel."""
    return absolute(url_for("pages.embeds.collection", uid=uid))


def seconds(milliseconds: int) -> float:
    """Turn milliseconds into the seconds browsers count in."""
    return milliseconds / 1000


def clock_text(milliseconds: int) -> str | None:
    """Write a length as 0:06 or 1:02:03; None when it is not known."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, left = divmod(minutes, 60)
    text = f"{hours}:{left:02}:{seconds:02}" if hours else f"{left}:{seconds:02}"
    return text if milliseconds >= 1000 else None


def as_page(film: Film, language: Language, origins: list[str]) -> Json:
    """Spell the data block of a player page."""
    return {
        "content": as_page_content(film, language),
        "shop": film.shop.app_id,
        "attribution": mark_of(film.shop, film.uid),
        "cart": cart_address(film.shop, language),
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
        "low_stock": offer.low,
        "url": offer.url,
        "button": offer.button,
        "thumbnail_url": offer.picture_url,
        **as_choices(offer, language),
    }
    if not offer.moments:
        return [{**shown, "from": None, "to": None}]
    return [
        {**shown, "from": seconds(start), "to": None if end is None else seconds(end)}
        for start, end in offer.moments
    ]


def as_choices(offer: Offer, language: Language) -> Json:
    """Spell what a buyer chooses of a product; nothing where there is nothing to choose."""
    if not offer.choices:
        return {}
    same = offer.choices["currency"] == offer.currency
    variants = [
        {
            "ref": each["ref"],
            "options": each["options"],
            "price_text": price_text(
                each["amount"] if same else None, offer.currency, language.locale
            ),
            "in_stock": each["in_stock"],
        }
        for each in offer.choices["variants"]
    ]
    return {"options": offer.choices["options"], "variants": variants}


def as_appearance(shop: Shop) -> Json:
    """Spell the shop's colours."""
    return {name: shop.appearance[name] for name in APPEARANCE if name in shop.appearance}


def cart_address(shop: Shop, language: Language) -> str | None:
    """Tell where players add to the cart that is ours; None: the shop has one of its own."""
    if not shop.checking_out:
        return None
    return url_for("pages.baskets.add", app_id=shop.app_id, lang=language.tag)
