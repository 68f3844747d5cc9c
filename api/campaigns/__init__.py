"""The campaigns API: campaigns, their products and sellers (`/v2/<access key>/…`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g

from api.campaigns import (
    campaign_products,
    campaigns,
    console_auctions,
    console_products,
    products,
    sellers,
    shortform,
)
from api.campaigns.envelope import spell_error

# What is below it and no other API's fails in this one's words.
PREFIX = "/v2/"

# The map of the API: a resource's file, and where it stands below the shop's access key.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (campaigns.routes, "/campaign"),
    (campaign_products.routes, "/campaign/<campaign_key>/product"),
    (console_products.routes, "/console/<campaign_key>/product"),
    (console_auctions.routes, "/console/<campaign_key>/product/auction"),
    (products.routes, "/product"),
    (sellers.routes, "/seller"),
    (shortform.routes, "/shortform"),
)

__all__ = ["PREFIX", "mount", "spell_error"]


def mount(app: Flask) -> None:
    """Mount every resource below the access key."""
    api = Blueprint("campaigns", __name__, url_prefix=f"{PREFIX}<access_key>")
    api.url_value_preprocessor(_take_access_key)
    for routes, prefix in RESOURCES:
        api.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(api)


def _take_access_key(_endpoint: str | None, path: dict[str, Any] | None) -> None:
    """Keep the access key for the door: views need none."""
    g.access_key = (path or {}).pop("access_key", "")
