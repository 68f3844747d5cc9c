"""The content API: lives, videos, sellers, products and what is displayed (`/api/v1/…`)."""

from __future__ import annotations

from flask import Blueprint, Flask

from api.content import (
    approvals,
    auctions,
    bans,
    bids,
    captions,
    chat,
    check,
    collections,
    deliveries,
    description,
    displayed_data,
    docs,
    feeds,
    host_links,
    live_events,
    live_numbers,
    live_timecodes,
    lives,
    messages,
    numbers,
    placements,
    previews,
    products,
    purchases,
    sellers,
    shares,
    shop,
    timecodes,
    uploads,
    videos,
    webhooks,
)
from api.content.crossing import let_pages_call
from api.content.envelope import spell_error
from api.content.hot import answer_displays_first

PREFIX = "/api/v1"

# The map of the API: a resource's file, and where it stands.
RESOURCES = (
    (shop.routes, "/shop"),
    (sellers.routes, "/sellers"),
    (products.routes, "/products"),
    (lives.routes, "/lives"),
    (live_events.routes, "/lives/<uid>/events"),
    (live_timecodes.routes, "/lives/<uid>/timecodes"),
    (live_numbers.routes, "/lives/<uid>/numbers"),
    (auctions.routes, "/lives/<uid>/auctions"),
    (bids.routes, "/lives/<uid>/auctions/<auction>/bids"),
    (messages.routes, "/lives/<uid>/messages"),
    (chat.routes, "/lives/<uid>/chat"),
    (bans.routes, "/lives/<uid>/bans"),
    (host_links.routes, "/lives/<uid>/host_link"),
    (feeds.routes, "/feeds"),
    (videos.routes, "/videos"),
    (timecodes.routes, "/videos/<uid>/timecodes"),
    (uploads.routes, "/uploads"),
    (captions.routes, "/videos/<uid>/captions"),
    (approvals.routes, ""),
    (shares.routes, "/shares"),
    (collections.routes, "/collections"),
    (placements.routes, "/placements"),
    (previews.routes, "/placements/<uid>/preview"),
    (purchases.routes, "/purchases"),
    (numbers.routes, "/numbers"),
    (webhooks.routes, "/webhooks"),
    (deliveries.routes, "/webhooks/<uid>/deliveries"),
    (displayed_data.routes, "/displayed_data"),
    (check.routes, "/check"),
    (description.routes, "/openapi.json"),
    (docs.routes, "/docs"),
)

__all__ = ["PREFIX", "answer_displays_first", "mount", "spell_error"]


def mount(app: Flask) -> None:
    """Mount every resource below the prefix."""
    content = Blueprint("content", __name__, url_prefix=PREFIX)
    content.after_request(let_pages_call)
    for routes, prefix in RESOURCES:
        content.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(content)
