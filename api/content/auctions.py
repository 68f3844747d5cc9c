"""`/api/v1/lives/<uid>/auctions`: products of a live sold to the highest bid; an extension."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from api.auth import shop
from api.body import facts_of, partial
from api.content.auction_shapes import (
    SAMPLE,
    WORDS,
    AuctionItem,
    Checkout,
    NewAuction,
    NewTerms,
    as_auction,
)
from api.content.envelope import Data, data
from api.operation import Answer, operation
from models.auction import (
    AuctionNotEnded,
    AuctionNotOngoing,
    AuctionNotReady,
    AuctionOngoing,
    NotOnAir,
)
from models.errors import NotFound
from models.message import LEADERS
from models.share import SharedContent
from usecases.auctions import arranging, running
from usecases.auctions.arranging import AuctionExists
from usecases.auctions.running import AuctionUnsold

routes = Blueprint("auctions", __name__)
REFUSALS = (NotFound, SharedContent)
TERMS = {"starting_price": "7.00", "increment": "1.00", "duration_seconds": 120}
# What every operation on one auction has in common.
ONE: dict[str, Any] = {"answer": Data[AuctionItem], "roles": LEADERS, "extension": True}


@routes.get("")
@operation(
    "List a live's auctions",
    answer=Data[list[AuctionItem]],
    roles=LEADERS,
    errors=REFUSALS,
    extension=True,
)
def index(uid: str) -> Answer:
    """List the auctions of the products a live carries: those the live was given, and one for
    each product that has terms of its own.
    """
    return data([as_auction(each) for each in arranging.listed(shop(), uid)])


@routes.post("")
@operation(
    "Put a product up for auction",
    body=NewAuction,
    status=201,
    scope="content.write",
    errors=(*REFUSALS, AuctionExists),
    words=WORDS,
    example={"product_id": SAMPLE, **TERMS},
    **ONE,
)
def create(uid: str, body: NewAuction) -> Answer:
    """Make an auction of a product that the live carries; viewers see it once the show is on."""
    return data(as_auction(arranging.add(shop(), uid, **facts_of(body, WORDS))), 201)


@routes.get("/<auction>")
@operation("Retrieve an auction", errors=REFUSALS, **ONE)
def show(uid: str, auction: str) -> Answer:
    """Show how an auction stands."""
    return data(as_auction(arranging.find(shop(), uid, auction)))


@routes.patch("/<auction>")
@operation(
    "Change the terms of an auction",
    body=partial(NewTerms),
    scope="content.write",
    errors=(*REFUSALS, AuctionOngoing),
    words=WORDS,
    example={"starting_price": "9.00"},
    **ONE,
)
def change(uid: str, auction: str, body: NewTerms) -> Answer:
    """Change terms from the next start on. They are this live's own from now on, whatever the
    product's are.
    """
    return data(as_auction(arranging.change(shop(), uid, auction, **facts_of(body, WORDS))))


@routes.delete("/<auction>")
@operation(
    "Delete an auction",
    status=204,
    scope="content.write",
    roles=LEADERS,
    errors=(*REFUSALS, AuctionOngoing),
    extension=True,
)
def remove(uid: str, auction: str) -> Answer:
    """Remove an auction with its bids. A product that has terms of its own is then up for auction
    by these.
    """
    arranging.remove(shop(), uid, auction)
    return "", 204


@routes.post("/<auction>/start")
@operation(
    "Start an auction",
    scope="content.write",
    errors=(*REFUSALS, NotOnAir, AuctionNotReady, AuctionOngoing),
    **ONE,
)
def start(uid: str, auction: str) -> Answer:
    """Take bids from now on; in a live one auction is on at a time."""
    return data(as_auction(running.start(shop(), uid, auction)))


@routes.post("/<auction>/end")
@operation(
    "End an auction",
    scope="content.write",
    errors=(*REFUSALS, AuctionNotOngoing),
    **ONE,
)
def end(uid: str, auction: str) -> Answer:
    """End an auction before its time is up: whoever leads has won."""
    return data(as_auction(running.end(shop(), uid, auction)))


@routes.post("/<auction>/reset")
@operation("Reset an auction", scope="content.write", errors=REFUSALS, **ONE)
def reset(uid: str, auction: str) -> Answer:
    """Make an auction ready to be started anew, also one that is on; its bids count no more."""
    return data(as_auction(running.reset(shop(), uid, auction)))


@routes.put("/<auction>/checkout")
@operation(
    "Say where the winner pays",
    body=Checkout,
    answer=Data[AuctionItem],
    scope="content.write",
    errors=(*REFUSALS, AuctionNotEnded, AuctionUnsold),
    extension=True,
)
def checkout(uid: str, auction: str, body: Checkout) -> Answer:
    """Say where the winner of an ended auction pays; nobody else is told."""
    told = running.choose_checkout(shop(), uid, auction, body.checkout_url)
    return data(as_auction(told))
