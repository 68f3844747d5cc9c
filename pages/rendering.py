"""Renders a template in a language, and knows the addresses of the widget's built files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from flask import Response, current_app, render_template

from pages.languages import Language

MANIFEST = Path(__file__).resolve().parent.parent / "widget" / "dist" / "manifest.json"


@cache
def _built() -> dict[str, str]:
    names: dict[str, str] = json.loads(MANIFEST.read_text())
    return names


def widget(name: str) -> str:
    """Tell the address of a built file by its plain name (`player.js`)."""
    return f"/widget/{_built()[name]}"


def absolute(address: str) -> str:
    """Make a full address of one that may be relative to the server."""
    return urljoin(str(current_app.config["PUBLIC_URL"]) + "/", address)


def page(template: str, language: Language, status: int = 200, **facts: object) -> Response:
    """Render an HTML page in a language.

    It is asked for anew each time: it carries a nonce and depends on who frames it.
    """
    text = render_template(template, language=language, _=language, widget=widget, **facts)
    answer = Response(text, status, mimetype="text/html")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Language"] = language.texts
    answer.vary.update(["Accept-Language", "Sec-Fetch-Dest"])
    return answer
