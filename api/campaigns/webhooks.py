"""What webhooks in this API's spelling are sent: campaigns that start and end, and their auctions.

It is spelled wherever the event happens, so in an application context of its own, and with the
rights of nobody: what keys alone are told is null.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from flask import Flask

from api.campaigns.campaign_shapes import as_campaign
from models.auction import Auction
from models.content import Content
from models.shop import Shop
from usecases import planning
from usecases.events import Speller
from usecases.numerals import numeral_of

ACTIONS = {
    "auction.started": "START_AUCTION",
    "auction.ended": "END_AUCTION",
    "auction.reset": "RESET_AUCTION",
}


def spellers(*, public_url: str, rtmp_url: str) -> dict[str, Speller]:
    """Give who spells each event that this API has a message for."""
    app = Flask("vitrine")
    app.config.update(PUBLIC_URL=public_url, RTMP_URL=rtmp_url)
    made: dict[str, Callable[[Any], Any]] = {
        "live.started": _campaign,
        "live.finished": _campaign,
        **{event: partial(_auction, action) for event, action in ACTIONS.items()},
    }
    return {event: partial(_spelled, app, spell) for event, spell in made.items()}


def _spelled(
    app: Flask, spell: Callable[[Any], Any], subject: Any, _facts: dict[str, Any]
) -> bytes:
    with app.app_context():
        return orjson.dumps(spell(subject))


def _campaign(content: Content) -> dict[str, Any]:
    shop: Shop = content.shop
    return as_campaign(shop, planning.find(shop, content.uid), with_auctions=True)


def _auction(action: str, auction: Auction) -> dict[str, Any]:
    campaign = _campaign(auction.content)
    number = numeral_of(auction.product.uid)
    carried = campaign["campaignProductList"]
    product = next((each for each in carried if each["productId"] == number), None)
    return {
        "action": action,
        "campaignMeta": campaign["campaignMeta"],
        "campaignProduct": product,
    }
