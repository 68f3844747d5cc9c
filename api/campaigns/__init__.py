"""The campaigns API: campaigns, their products and sellers (`/v2/<access key>/…`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g

from api.campaigns import (
    campaign_products,
    campaigns,
    console,
    console_auctions,
    console_products,
    description,
    docs,
    products,
    replays,
    sellers,
    shortform,
    stats,
    transfers,
)
from api.campaigns.envelope import spell_error
from api.campaigns.webhooks import spellers

SHOP = "/v2/<access_key>"
# What is below them and no other API's fails in this one's words.
PREFIXES = ("/v2/", "/v1/replay/")

# The map of the API: a resource's file, and where it stands below the shop's access key.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (campaigns.routes, "/campaign"),
    (stats.routes, "/campaign"),
    (transfers.routes, "/campaign/<campaign_key>"),
    (campaign_products.routes, "/campaign/<campaign_key>/product"),
    (console.routes, "/console/<campaign_key>"),
    (console_products.routes, "/console/<campaign_key>/product"),
    (console_auctions.routes, "/console/<campaign_key>/product/auction"),
    (products.routes, "/product"),
    (sellers.routes, "/seller"),
    (shortform.routes, "/shortform"),
)
# What stands elsewhere, open to everybody.
PUBLIC: tuple[tuple[Blueprint, str], ...] = (
    (replays.routes, "/v1/replay/<access_key>/<campaign_key>"),
    (description.routes, "/v2/openapi.json"),
    (docs.routes, "/v2/docs"),
)

__all__ = ["PREFIXES", "mount", "spell_error", "spellers"]


def mount(app: Flask) -> None:
    """Mount every resource."""
    api = Blueprint("campaigns", __name__)
    api.url_value_preprocessor(_take_access_key)
    for routes, prefix in RESOURCES:
        api.register_blueprint(routes, url_prefix=f"{SHOP}{prefix}")
    for routes, prefix in PUBLIC:
        api.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(api)


def _take_access_key(_endpoint: str | None, path: dict[str, Any] | None) -> None:
    """Keep the access key for the door: views need none."""
    g.access_key = (path or {}).pop("access_key", "")
