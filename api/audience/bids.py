"""`/audience/v1/lives/<uid>/auctions/<auction>/…`: bids of signed-in viewers, what they won."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field

from api.audience.entering import address, entered
from api.auth import NoCredentials
from api.body import Input
from api.content.envelope import answer
from api.fields import Line, Price, Whole
from api.operation import Answer, Output, operation
from models.auction import AuctionNotOngoing, BidTooHigh, BidTooLow, MayNotBid
from models.errors import NotFound
from models.message import BadToken, Banned, TokenExpired
from models.money import text_of
from models.replay import KeyReused
from usecases.auctions import bidding
from usecases.auctions.standings import told

routes = Blueprint("bids", __name__)
REFUSALS = (NoCredentials, BadToken, TokenExpired, NotFound)


class NewBid(Input):
    """A bid as a player sends it."""

    amount: Price = Field(description="Exact decimal text in the auction's currency.")
    run: Annotated[Whole, Field(ge=1)] = Field(description="The run that the bidder sees.")
    key: Annotated[Line, Field(max_length=64)] = Field(
        description="The bid's own word: sent again, it is not made again."
    )


class Placed(Output):
    """An accepted bid, and the auction as everybody is told of it."""

    amount: str
    number: int
    auction: dict[str, Any]


class OwnBid(Output):
    """What a viewer bid last in the run that counts now; null for nothing."""

    amount: str | None


class Won(Output):
    """Where the winner pays; null while the shop has not said."""

    checkout_url: str | None


@routes.post("/bids")
@operation(
    "Bid in an auction",
    body=NewBid,
    answer=Placed,
    status=201,
    scope=None,
    counted=False,
    errors=(*REFUSALS, MayNotBid, Banned, AuctionNotOngoing, BidTooLow, BidTooHigh, KeyReused),
)
def create(uid: str, auction: str, body: NewBid) -> Answer:
    """Take a bid, or refuse it with what would do."""
    viewer, content = entered(uid)
    made = bidding.bid(
        viewer, content, auction, body.amount, run=body.run, key=body.key, address=address()
    )
    return answer(as_placed(made), 200 if made.again else 201)


@routes.get("/bids")
@operation(
    "Tell a viewer what they bid",
    answer=OwnBid,
    scope=None,
    counted=False,
    errors=REFUSALS,
)
def index(uid: str, auction: str) -> Answer:
    """Tell it to the bidder alone, so that a page that was loaded anew knows it again."""
    viewer, content = entered(uid)
    bid = bidding.own_bid(viewer, content, auction)
    response = answer({"amount": bid and text_of(bid.amount, bid.run.auction.currency)})
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.get("/won")
@operation(
    "Tell the winner of an auction where to pay",
    answer=Won,
    scope=None,
    counted=False,
    errors=REFUSALS,
)
def show(uid: str, auction: str) -> Answer:
    """Tell it to the winner alone; for everybody else there is nothing here."""
    viewer, content = entered(uid)
    response = answer({"checkout_url": bidding.checkout_of(viewer, content, auction)})
    response.headers["Cache-Control"] = "no-store"
    return response


def as_placed(made: bidding.Placed) -> dict[str, Any]:
    """Spell an accepted bid."""
    return {
        "amount": text_of(made.bid.amount, made.standing.auction.currency),
        "number": made.bid.number,
        "auction": told(made.standing),
    }
