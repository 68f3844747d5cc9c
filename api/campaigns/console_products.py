"""`/v2/<access key>/console/<key>/product`: what viewers of a campaign see of its products now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.campaigns.entering import guarded
from api.campaigns.envelope import Bulk, Done, bulk_of, each_row
from api.campaigns.names import NamedProduct, NamedProducts, as_named, uid_of
from api.campaigns.new_campaigns import Lenient
from api.campaigns.product_shapes import STOCKS, StockStatus
from api.campaigns.products import BulkRow
from api.operation import Answer
from models.share import SharedContent
from usecases import carrying, goods
from usecases.goods import Unnamed
from usecases.numerals import NoSuchLive, live_named

routes = Blueprint("console_products", __name__)
HOUSE = {spelled: word for word, spelled in STOCKS.items()}
FACTS: dict[str, Any] = {
    "body": NamedProducts,
    "answer": Bulk[BulkRow],
    "scope": "content.write",
    "errors": (NoSuchLive, SharedContent, Unnamed),
}


class ShowQuery(Lenient):
    """Whether products are put on the screen or taken off it."""

    show: bool = Field(True, description="Put on the screen; false: take off.")


class StockQuery(Lenient):
    """How much of products is left."""

    stockStatus: StockStatus = Field(
        description="What viewers of this campaign are told.", examples=["LOW_IN_STOCK"]
    )


@routes.put("/show")
@guarded("Show products of a campaign", query=ShowQuery, **FACTS)
def show(campaign_key: str, query: ShowQuery, body: NamedProducts) -> Answer:
    """Put products on the screen of a campaign or take them off, seen by viewers at once."""
    goods.refuse_unnamed([row.name_of for row in body.root])
    uid = live_named(shop(), campaign_key).uid

    def put(row: NamedProduct) -> Done:
        product = carrying.show(shop(), uid, row.name_of, on=query.show)
        return Done(as_named(row, product.uid), "UPDATE")

    return bulk_of(each_row(body.root, put, as_named))


@routes.put("/stockStatus")
@guarded("Say the stock of products of a campaign", query=StockQuery, **FACTS)
def say_stock(campaign_key: str, query: StockQuery, body: NamedProducts) -> Answer:
    """Say how much of products is left in this campaign, seen by viewers at once."""
    names, uid = [row.name_of for row in body.root], live_named(shop(), campaign_key).uid
    outcomes = carrying.say_stock(shop(), uid, names, HOUSE[query.stockStatus])
    done = [
        Done(as_named(row, uid_of(each)), "FAIL" if each.refusal else "UPDATE", each.refusal)
        for row, each in zip(body.root, outcomes, strict=True)
    ]
    return bulk_of(done)
