"""GET /playground/…: a content in every component, to try its looks and to copy what places it."""

from __future__ import annotations

from flask import Blueprint, Response

from gateways.storage import files
from pages import keyholders
from pages.languages import Language, spoken_here
from pages.policy import new_nonce, own_origin, page_policy
from pages.rendering import absolute, page, widget
from pages.spelling import as_appearance
from pages.texts import N_
from usecases import elements

routes = Blueprint("playground", __name__, url_prefix="/playground")

# As placements name them, and as people do.
COMPONENTS = {
    "floating": N_("Bubble"),
    "embed": N_("Player in the page"),
    "shorts_card": N_("Carousel"),
    "shorts_story": N_("Stories"),
    "cards_slider": N_("Slider"),
    "highlight": N_("Highlight"),
    "launcher": N_("Launcher"),
    "landing": N_("Landing"),
}
FIRST = {"videos": "embed", "lives": "launcher", "collections": "shorts_card"}


@routes.get("/<any(videos, lives, collections):kind>/<uid>")
def show(kind: str, uid: str) -> Response:
    """Show what a page of the shop whose key was sent can show of a content."""
    shop = keyholders.entered()
    many = kind == "collections"
    display = elements.collection(shop, uid) if many else elements.video(shop, uid)
    named = display.collection or display.contents[0].content
    language, nonce = spoken_here(shop.locale), new_nonce()
    answer = page(
        "backroom/playground.html",
        language,
        page={
            "kind": kind,
            "id": uid,
            "name": named.name,
            "app": shop.app_id,
            "server": own_origin(),
            "shop": next(iter(shop.allowed_origins), "https://shop.example"),
            "script": widget("ui.js"),
            "appearance": as_appearance(shop),
            "copied": language(N_("Copied")),
        },
        components=_choices(language, FIRST[kind]),
        nonce=nonce,
    )
    kept = [absolute(files().url("film"))]
    policy = page_policy(nonce, [], kept, kept, frames=[own_origin()])
    return keyholders.closed(answer, policy)


def _choices(language: Language, first: str) -> list[tuple[str, str, bool]]:
    return [(name, language(words), name == first) for name, words in COMPONENTS.items()]
