"""The auction: a product of a live sold to the highest bid, in runs, each with its bids."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from models.base import MomentField, Table
from models.content import Content
from models.errors import Conflict, Forbidden
from models.product import Product

READY, ONGOING, ENDED = "ready", "ongoing", "ended"


class AuctionNotReady(Conflict):
    """The auction has been started already; reset it to begin anew."""

    code = "auction-not-ready"


class AuctionNotOngoing(Conflict):
    """The auction is not on: it takes no bids and cannot be ended."""

    code = "auction-not-ongoing"


class AuctionNotEnded(Conflict):
    """The auction has no result yet."""

    code = "auction-not-ended"


class AuctionOngoing(Conflict):
    """An auction of the live is on, during which this cannot be."""

    code = "auction-ongoing"


class NotOnAir(Conflict):
    """The live is not on air: there is nobody to bid."""

    code = "not-on-air"


class BidTooLow(Conflict):
    """Others bid as much already, or the first price is higher."""

    code = "bid-too-low"


class BidTooHigh(Conflict):
    """The bid is above the most that the auction takes."""

    code = "bid-too-high"


class MayNotBid(Forbidden):
    """Only signed-in users bid whom the live's own shop lets bid."""

    code = "may-not-bid"


class Auction(Table):
    """How a product of a live is auctioned; how that goes is in its newest run.

    Money is whole minor units of `currency`, `maximum_amount` null without a limit. It lasts
    `duration_s`; with `extending`, a bid in its last ten seconds adds ten. `number` counts runs.
    One that `follows` has the terms of its product, whenever these change.
    """

    content_id: int
    product_id: int
    content = ForeignKeyField(Content, backref="auctions", on_delete="CASCADE", index=False)
    product = ForeignKeyField(Product, backref="auctions", on_delete="CASCADE")
    currency = CharField(max_length=3)
    starting_amount = BigIntegerField()
    increment_amount = BigIntegerField()
    maximum_amount = BigIntegerField(null=True)
    duration_s = IntegerField()
    extending = BooleanField(default=True)
    number = IntegerField(default=0)
    follows = BooleanField(default=False)

    class Meta:
        only_save_dirty = True
        indexes = ((("content", "product"), True),)

    @property
    def shop_id(self) -> int:
        """The id of the shop whose live it is in."""
        return self.content.shop_id


class AuctionRun(Table):
    """One going of an auction, with the terms it was started on.

    `ending_at` is the planned end, `ended_at` the real one, null while it is on; a run that was
    `reset_at` a moment counts no more. `bids` are so many as were accepted; the newest leads.
    `checkout_url` is where the winner pays.
    """

    auction_id: int
    auction = ForeignKeyField(Auction, backref="runs", on_delete="CASCADE", index=False)
    number = IntegerField()
    starting_amount = BigIntegerField()
    increment_amount = BigIntegerField()
    maximum_amount = BigIntegerField(null=True)
    extending = BooleanField()
    bids = IntegerField(default=0)
    started_at = MomentField()
    ending_at = MomentField()
    ended_at = MomentField(null=True, index=True)
    reset_at = MomentField(null=True)
    checkout_url = TextField(null=True)

    class Meta:
        only_save_dirty = True
        indexes = ((("auction", "number"), True),)


class Bid(Table):
    """An accepted bid, `number` from 1 in its run; `created_at` is when it was accepted.

    `viewer` is the bidder's uid in the house, `user_ref` the shop's own name for them. `key` is
    the bidder's own word for this bid: sent again, it is not made again.
    """

    run_id: int
    run = ForeignKeyField(AuctionRun, backref="bid_rows", on_delete="CASCADE", index=False)
    number = IntegerField()
    amount = BigIntegerField()
    viewer = CharField(max_length=32)
    author = CharField(max_length=100)
    user_ref = CharField(max_length=255)
    key = CharField(max_length=64, null=True)

    class Meta:
        indexes = ((("run", "number"), True), (("run", "viewer", "key"), True))
