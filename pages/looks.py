"""/checkout/shops/…/look.css: a shop's colours and corners on the pages of its checkout."""

from __future__ import annotations

import re

from flask import Blueprint, Response

from models.shop import Shop
from usecases import shops

routes = Blueprint("looks", __name__, url_prefix="/checkout/shops")

HEX = re.compile(r"#[0-9a-fA-F]{6}")
READABLE = 4.5
MOST_RADIUS = 24


@routes.get("/<app_id>/look.css")
def show(app_id: str) -> Response:
    """Write the shop's appearance as custom properties; pages have no style inline."""
    answer = Response(as_look(shops.find_shop(app_id)), mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


def as_look(shop: Shop) -> str:
    """Spell a shop's appearance as players do: words on its colour can always be read."""
    look, rules = shop.appearance, []
    accent, radius = str(look.get("accent")), look.get("radius")
    if HEX.fullmatch(accent):
        rules += [f"--accent: {accent}", f"--accent-text: {text_on(accent, look)}"]
    if isinstance(radius, int):
        rules.append(f"--radius: {min(radius, MOST_RADIUS)}px")
    return f":root {{ {'; '.join(rules)} }}\n" if rules else ""


def text_on(accent: str, look: dict[str, str]) -> str:
    """Choose the colour of words: the shop's own where it can be read, else black or white."""
    wished = str(look.get("accent_text"))
    if HEX.fullmatch(wished) and contrast(accent, wished) >= READABLE:
        return wished
    return max("#ffffff", "#000000", key=lambda each: contrast(accent, each))


def contrast(one: str, other: str) -> float:
    """Tell the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
