"""The colours and the few shapes that all of the shop's pictures share."""

import math

SPRUCE, MOSS, GRASS, LIME = "#16382c", "#4c7a3d", "#7fa650", "#c3d67c"
BLUSH, ROSE, POPPY, BRICK = "#f7d8cf", "#eebcb0", "#d5432b", "#a83220"
SUN, STRAW, STRAW_DARK, CREAM = "#f2b632", "#e6c07a", "#c7954c", "#fff6e9"
BROOK, BROOK_DARK, BARK, BARK_DARK = "#a9cdd4", "#6ea3ad", "#a3704a", "#7a4e31"
STEEL, IRON, WHITE = "#c9d3d4", "#3b4a4c", "#ffffff"


def shadow(x: float, y: float, width: float, height: float = 26) -> str:
    """Give the soft ground shadow that makes a thing stand."""
    return (
        f'<ellipse cx="{x}" cy="{y}" rx="{width / 2}" ry="{height}" fill="{SPRUCE}" opacity=".16"/>'
    )


def path(d: str, fill: str, extra: str = "") -> str:
    """Give a filled path."""
    return f'<path d="{d}" fill="{fill}" {extra}/>'


def line(d: str, colour: str, width: float, extra: str = "") -> str:
    """Give a stroked path with round ends."""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-linecap="round" stroke-linejoin="round" {extra}/>'
    )


def box(x: float, y: float, w: float, h: float, fill: str, r: float = 0, extra: str = "") -> str:
    """Give a rectangle with rounded corners."""
    return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{fill}" {extra}/>'


def disc(x: float, y: float, r: float, fill: str, extra: str = "") -> str:
    """Give a circle."""
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" {extra}/>'


def oval(x: float, y: float, rx: float, ry: float, fill: str, extra: str = "") -> str:
    """Give an ellipse."""
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}" {extra}/>'


def flower(x: float, y: float, r: float, petals: str, heart: str, count: int = 6) -> str:
    """Give a daisy-like flower with `count` petals."""
    turns = (2 * math.pi * each / count for each in range(count))
    around = "".join(
        disc(round(x + r * math.cos(t), 1), round(y + r * math.sin(t), 1), r * 0.62, petals)
        for t in turns
    )
    return around + disc(x, y, r * 0.55, heart)


def clipped(name: str, outline: str, inside: str) -> str:
    """Give `inside` cut to the path `outline`."""
    return (
        f'<clipPath id="{name}"><path d="{outline}"/></clipPath>'
        f'<g clip-path="url(#{name})">{inside}</g>'
    )
