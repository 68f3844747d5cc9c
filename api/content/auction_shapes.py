"""What is sent and told of auctions: terms (a live's, a product's), and how each goes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.auth import leader
from api.body import Input
from api.content.envelope import item, moment
from api.fields import Price, Uid, Whole
from api.operation import Output
from models.auction import ENDED, ONGOING, Bid
from models.money import text_of
from usecases.auctions import terms
from usecases.auctions.standings import Standing

SAMPLE = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
# House word -> word of this API.
WORDS = {
    "product": "product_id",
    "starting_amount": "starting_price",
    "increment_amount": "increment",
    "maximum_amount": "maximum_price",
    "duration_s": "duration_seconds",
}


class Terms(Output):
    """How something is auctioned; prices are exact decimal text."""

    starting_price: str = Field(examples=["7.00"])
    increment: str = Field(examples=["1.00"])
    maximum_price: str | None = Field(examples=[None])
    duration_seconds: int = Field(examples=[120])
    extending: bool = Field(examples=[True])


class NewTerms(Input):
    """How something is auctioned."""

    starting_price: Price = Field(
        description="The first bid may be this very price.", examples=["7.00"]
    )
    increment: Price = Field(
        description="How much higher than the highest a further bid is at least.",
        examples=["1.00"],
    )
    maximum_price: Price | None = Field(
        None, description="A bid of it ends the auction at once.", examples=["50.00"]
    )
    duration_seconds: Annotated[Whole, Field(ge=1, le=terms.LONGEST_S)] = Field(
        description="How long it is on.", examples=[120]
    )
    extending: bool = Field(
        True, description="A bid in the last ten seconds adds ten.", examples=[True]
    )


class NewAuction(NewTerms):
    """A product of a live to be auctioned."""

    product_id: Uid = Field(description="A product that the live carries.", examples=[SAMPLE])


class Checkout(Input):
    """Where a winner pays."""

    checkout_url: Annotated[str, Field(max_length=2048)] | None = Field(
        description="An address for the winner alone; null: nowhere any more.",
        examples=["https://shop.example/pay/17"],
    )


class Bidder(Output):
    """Who leads or has won."""

    name: str | None = Field(description="The name viewers see.", examples=["Noor"])
    viewer_id: str = Field(examples=["8d7c6b5a493827160514233241506f7e"])
    user: str | None = Field(
        description="The shop's own name for them; not for holders of a host's link.",
        examples=["customer-17"],
    )


class Run(Output):
    """How an auction goes, or went, since it was last started."""

    number: int = Field(examples=[1])
    starting_price: str = Field(examples=["7.00"])
    price: str = Field(
        description="The highest bid, or the starting price before the first.", examples=["9.00"]
    )
    round: int = Field(examples=[3])
    bids: int = Field(examples=[3])
    recommended_prices: list[str] = Field(examples=[["10.00"]])
    leader: Bidder | None
    winner: Bidder | None
    winning_price: str | None = Field(examples=[None])
    started_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    ending_at: str = Field(examples=["2026-06-15T12:02:00.000Z"])
    ended_at: str | None = Field(examples=[None])


class AuctionAttributes(Terms):
    """What is told of an auction."""

    product_id: str = Field(examples=[SAMPLE])
    state: Literal["ready", "ongoing", "ended"]
    currency: str = Field(examples=["EUR"])
    own_terms: bool = Field(description="Whether the terms are this live's, not the product's.")
    run: Run | None = Field(description="Null before it is started, and after a reset.")
    checkout_url: str | None = Field(description="Where the winner pays.", examples=[None])
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class AuctionItem(Output):
    """An auction."""

    id: str = Field(examples=["9b8a7c6d5e4f30213243546576879809"])
    type: Literal["auction"]
    attributes: AuctionAttributes


class BidAttributes(Bidder):
    """What is told of an accepted bid."""

    amount: str = Field(examples=["9.00"])
    number: int = Field(description="From 1 in its run.", examples=[3])
    placed_at: str = Field(examples=["2026-06-15T12:00:30.000Z"])


class BidItem(Output):
    """An accepted bid."""

    id: str = Field(examples=["6f5e4d3c2b1a09182736455463728190"])
    type: Literal["bid"]
    attributes: BidAttributes


def as_terms(found: terms.Terms | None, currency: str) -> dict[str, Any] | None:
    """Spell terms."""
    if found is None:
        return None
    amounts = {WORDS[each]: text_of(found[each], currency) for each in terms.AMOUNTS}
    return {**amounts, "duration_seconds": found["duration_s"], "extending": found["extending"]}


def sent_terms(body: NewTerms) -> dict[str, Any]:
    """Give terms that were sent as a whole, by the house's words."""
    house = {spelled: word for word, spelled in WORDS.items()}
    return {house.get(name, name): value for name, value in body.model_dump().items()}


def as_auction(told: Standing) -> dict[str, Any]:
    """Spell an auction."""
    auction = told.auction
    attributes = {
        "product_id": auction.product.uid,
        "state": told.state,
        "currency": auction.currency,
        **(as_terms(terms.of_auction(auction), auction.currency) or {}),
        "own_terms": not auction.follows,
        "run": _run(told),
        "checkout_url": told.run.checkout_url if told.run else None,
        "created_at": moment(auction.created_at),
        "updated_at": moment(auction.updated_at),
    }
    return item("auction", auction.uid, attributes)


def as_bid(bid: Bid, currency: str) -> dict[str, Any]:
    """Spell an accepted bid."""
    attributes = {
        "amount": text_of(bid.amount, currency),
        "number": bid.number,
        "placed_at": moment(bid.created_at),
        **_bidder(bid),
    }
    return item("bid", bid.uid, attributes)


def _run(told: Standing) -> dict[str, Any] | None:
    run = told.run
    if run is None:
        return None

    def price(amount: int | None) -> str | None:
        return text_of(amount, told.auction.currency)

    best = _bidder(told.leading) if told.leading else None
    return {
        "number": run.number,
        "starting_price": price(run.starting_amount),
        "price": price(told.price_amount),
        "round": told.round,
        "bids": run.bids,
        "recommended_prices": [price(each) for each in told.recommended_amounts],
        "leader": best if told.state == ONGOING else None,
        "winner": best if told.state == ENDED else None,
        "winning_price": price(told.winning_amount),
        "started_at": moment(run.started_at),
        "ending_at": moment(run.ending_at),
        "ended_at": moment(told.ended_at),
    }


def _bidder(bid: Bid) -> dict[str, Any]:
    """Spell who bid; how the shop knows its users is not for who came in by a link."""
    user = bid.user_ref if leader() is None else None
    return {"name": bid.author or None, "viewer_id": bid.viewer, "user": user}
