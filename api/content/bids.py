"""`/api/v1/lives/<uid>/auctions/<auction>/bids`: who bid what and when; an extension."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.content.auction_shapes import BidItem, as_bid
from api.content.envelope import Data, data
from api.fields import Whole
from api.operation import Answer, operation
from api.paging import PageQuery, paged
from models.errors import NotFound
from models.message import LEADERS
from models.share import SharedContent
from usecases.auctions import arranging

routes = Blueprint("bids", __name__)


class BidsQuery(PageQuery):
    """What narrows the list."""

    run: Annotated[Whole, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="The run whose bids are listed, the newest unless sent.", examples=[1]
    )


@routes.get("")
@operation(
    "List the bids of an auction",
    query=BidsQuery,
    answer=Data[list[BidItem]],
    paged=True,
    roles=LEADERS,
    errors=(NotFound, SharedContent),
    extension=True,
)
def index(uid: str, auction: str, query: BidsQuery) -> Answer:
    """List accepted bids, highest first, 20 on a page; those of a run that was reset, too."""
    found, bids = arranging.bids_of(shop(), uid, auction, query.run)
    rows, headers = paged(bids, query.page)
    return data([as_bid(each, found.currency) for each in rows], headers=headers)
