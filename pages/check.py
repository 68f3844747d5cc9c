"""GET /check?url=…: a page of a shop, fetched and judged, for the shop's people."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from pages import keyholders
from pages.languages import spoken_here
from pages.rendering import page
from usecases import checking

routes = Blueprint("check", __name__, url_prefix="/check")


@routes.get("")
def show() -> Response:
    """Name what is wrong with the page at `url`, to who has a key; without `url` ask for one."""
    url = request.args.get("url", "").strip()
    server = str(current_app.config["PUBLIC_URL"])
    report = checking.check(keyholders.entered(), url, server) if url else None
    return keyholders.closed(
        page("backroom/check.html", spoken_here(), url=report.url if report else "", report=report)
    )
