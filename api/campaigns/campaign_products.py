"""`/v2/<access key>/campaign/<key>/product`: the products of a campaign and their auctions."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Rows
from api.campaigns.entering import guarded
from api.campaigns.envelope import Bulk, Done, NoData, answer, bulk_of
from api.campaigns.names import MOST_ROWS, NamedProduct, NamedProducts, as_named, uid_of
from api.campaigns.new_campaigns import Lenient
from api.campaigns.product_shapes import CampaignProduct, as_campaign_product
from api.campaigns.products import BulkRow
from api.fields import Filter, Whole
from api.operation import Answer
from models.auction import ONGOING
from models.errors import Problem
from models.share import SharedContent
from usecases import carrying
from usecases.carrying import Carried, NotCarried, Outcome
from usecases.goods import Unnamed
from usecases.numerals import NoSuchLive, live_named

routes = Blueprint("campaign_products", __name__)


class ProductsQuery(Lenient):
    """Whether auctions are told."""

    includeAuctionDetail: bool = Field(
        False, description="Tell how the auctions of products stand."
    )


class AuctionsQuery(Lenient):
    """Which auctions are told."""

    groupId: Filter | None = Field(
        None, description="Of products of this group alone.", examples=["1"]
    )


class AddedProduct(NamedProduct):
    """A product to put into a campaign."""

    groupId: Annotated[Whole, Field(ge=0, lt=2**31)] | None = Field(
        None, description="Extension: number of the group it is sold in.", examples=[1]
    )


class AddedProducts(Rows[AddedProduct]):
    """Products to put into a campaign."""

    root: Annotated[list[AddedProduct], Field(max_length=MOST_ROWS)]


@routes.get("")
@guarded(
    "List the products of a campaign",
    query=ProductsQuery,
    answer=list[CampaignProduct],
    errors=(NoSuchLive,),
)
def index(campaign_key: str, query: ProductsQuery) -> Answer:
    """List the products of a campaign in their order."""
    told = query.includeAuctionDetail
    return answer([as_campaign_product(each, auctions=told) for each in _carried(campaign_key)])


@routes.post("")
@guarded(
    "Add products to a campaign",
    body=AddedProducts,
    answer=Bulk[BulkRow],
    scope="content.write",
    errors=(NoSuchLive, SharedContent, Unnamed),
)
def create(campaign_key: str, body: AddedProducts) -> Answer:
    """Put products at the end of a campaign's, each row for itself."""
    groups = [row.groupId for row in body.root]
    names = [row.name_of for row in body.root]
    outcomes = carrying.add(shop(), _uid(campaign_key), names, groups)
    return bulk_of(_rows(body.root, outcomes))


@routes.delete("")
@guarded(
    "Remove products from a campaign",
    body=NamedProducts,
    answer=Bulk[BulkRow],
    scope="content.write",
    errors=(NoSuchLive, SharedContent, Unnamed),
)
def remove(campaign_key: str, body: NamedProducts) -> Answer:
    """Take products out of a campaign, each row for itself."""
    names = [row.name_of for row in body.root]
    outcomes = carrying.take_out(shop(), _uid(campaign_key), names)
    return bulk_of(_rows(body.root, outcomes))


@routes.put("/order")
@guarded(
    "Order the products of a campaign",
    body=NamedProducts,
    answer=str,
    scope="content.write",
    errors=(NoSuchLive, SharedContent, Unnamed, NotCarried),
)
def order(campaign_key: str, body: NamedProducts) -> Answer:
    """Let products come first, in the order sent; the others follow as they stood."""
    carrying.order(shop(), _uid(campaign_key), [row.name_of for row in body.root])
    return answer("")


@routes.get("/auction")
@guarded(
    "List the auctioned products of a campaign",
    query=AuctionsQuery,
    answer=list[CampaignProduct],
    errors=(NoSuchLive,),
)
def auctions(campaign_key: str, query: AuctionsQuery) -> Answer:
    """List the products of a campaign that are auctioned, with how their auctions stand."""
    return answer([as_campaign_product(each, auctions=True) for each in _sold(campaign_key, query)])


@routes.get("/auction/inprogress")
@guarded(
    "Retrieve the auction in progress",
    query=AuctionsQuery,
    answer=CampaignProduct,
    errors=(NoSuchLive, NoData),
)
def inprogress(campaign_key: str, query: AuctionsQuery) -> Answer:
    """Show the product whose auction is on."""
    sold = _sold(campaign_key, query)
    on = [each for each in sold if each.standing and each.standing.state == ONGOING]
    if not on:
        raise NoData(Problem("", "no auction of this campaign is in progress"))
    return answer(as_campaign_product(on[0], auctions=True))


def _uid(campaign_key: str) -> str:
    uid: str = live_named(shop(), campaign_key).uid
    return uid


def _carried(campaign_key: str) -> list[Carried]:
    content = live_named(shop(), campaign_key)
    return carrying.carried_by(shop(), [content]).get(content.id, [])


def _sold(campaign_key: str, query: AuctionsQuery) -> list[Carried]:
    """Give what is auctioned, of a group if one is named."""
    sold = [each for each in _carried(campaign_key) if each.standing]
    if query.groupId is None:
        return sold
    return [each for each in sold if str(each.group) == query.groupId]


def _rows(rows: list[Any], outcomes: list[Outcome]) -> list[Done]:
    return [
        Done(as_named(row, uid_of(each)), "FAIL" if each.refusal else "SUCCESS", each.refusal)
        for row, each in zip(rows, outcomes, strict=True)
    ]
