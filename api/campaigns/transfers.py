"""`/v2/<access key>/campaign/<key>/transferTo…`: campaigns handed to a seller, or to the shop."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.campaigns.campaign_shapes import Campaign
from api.campaigns.campaigns import campaign
from api.campaigns.entering import guarded
from api.campaigns.new_campaigns import Lenient
from api.operation import Answer
from models.seller import ShopDecides
from models.share import SharedContent
from usecases import transfers
from usecases.numerals import NoSuchLive, live_named
from usecases.products import SellerDiffers

routes = Blueprint("transfers", __name__)


class TransferQuery(Lenient):
    """What is handed over besides."""

    withProduct: bool = Field(
        False, description="The products, too; without, they must be the new seller's already."
    )


FACTS: dict[str, Any] = {
    "query": TransferQuery,
    "answer": Campaign,
    "scope": "content.write",
    "errors": (NoSuchLive, SharedContent, ShopDecides, SellerDiffers),
}


@routes.put("/transferToSeller/<seller_id>")
@guarded("Transfer a campaign to a seller", **FACTS)
def to_seller(campaign_key: str, seller_id: str, query: TransferQuery) -> Answer:
    """Let a campaign belong to another seller; all of it is handed over, or nothing."""
    return _hand_over(campaign_key, seller_id, query)


@routes.put("/transferToParent")
@guarded("Transfer a campaign to the shop", **FACTS)
def to_parent(campaign_key: str, query: TransferQuery) -> Answer:
    """Let a campaign belong to no seller, but to the shop itself."""
    return _hand_over(campaign_key, None, query)


def _hand_over(campaign_key: str, seller: str | None, query: TransferQuery) -> Answer:
    live = live_named(shop(), campaign_key)
    transfers.hand_over_live(shop(), live.uid, seller, with_products=query.withProduct)
    return campaign(live.uid)
