"""`/v2/<access key>/console/<key>/product/auction`: a campaign's auctions started, ended, reset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.campaigns.entering import guarded
from api.campaigns.envelope import Bulk, Done, Status, bulk_of, each_row
from api.campaigns.names import NamedProduct, NamedProducts, as_named
from api.campaigns.product_shapes import CampaignAuction, as_auction
from api.campaigns.products import BulkRow
from api.operation import Answer, Output
from models.share import SharedContent
from models.shop import Shop
from usecases import carrying, goods
from usecases.auctions import running
from usecases.auctions.standings import Standing
from usecases.goods import Unnamed
from usecases.numerals import NoSuchLive, live_named

routes = Blueprint("console_auctions", __name__)
Act = Callable[[Shop, str, str], Standing]


class AuctionRow(Output):
    """What became of an auction."""

    productId: str = Field(examples=["1001"])
    customerProductId: str | None = Field(None, examples=["P-1001"])
    auction: CampaignAuction
    message: str | None
    status: Status


FACTS: dict[str, Any] = {
    "body": NamedProducts,
    "answer": Bulk[AuctionRow | BulkRow],
    "scope": "content.write",
    "errors": (NoSuchLive, SharedContent, Unnamed),
    "extension": True,
}


@routes.post("/start")
@guarded("Start the auction of a product", **FACTS)
def start(campaign_key: str, body: NamedProducts) -> Answer:
    """Start auctions, each row for itself; one is on at a time in a campaign."""
    return _each(campaign_key, body.root, running.start)


@routes.post("/end")
@guarded("End the auction of a product", **FACTS)
def end(campaign_key: str, body: NamedProducts) -> Answer:
    """End auctions now, each row for itself: whoever leads has won."""
    return _each(campaign_key, body.root, running.end)


@routes.post("/reset")
@guarded("Reset the auction of a product", **FACTS)
def reset(campaign_key: str, body: NamedProducts) -> Answer:
    """Make auctions ready to be started anew, each row for itself; their bids count no more."""
    return _each(campaign_key, body.root, running.reset)


def _each(campaign_key: str, rows: list[NamedProduct], act: Act) -> Answer:
    goods.refuse_unnamed([row.name_of for row in rows])
    uid = live_named(shop(), campaign_key).uid

    def done(row: NamedProduct) -> Done:
        product, standing = carrying.on_auction(shop(), uid, row.name_of, act)
        told = {**as_named(row, product.uid), "auction": as_auction(standing)}
        return Done(told, "UPDATE")

    return bulk_of(each_row(rows, done, as_named))
