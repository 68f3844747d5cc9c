"""Arranging: a live's auctions made, changed and removed by its shop, before and between runs."""

from __future__ import annotations

from typing import Any

from models.auction import ONGOING, Auction, AuctionOngoing, AuctionRun, Bid
from models.content import LIVE, ContentProduct
from models.errors import Conflict, Invalid, Problem
from models.product import Product
from models.shop import Shop
from usecases.auctions import offers, terms
from usecases.auctions.running import settle
from usecases.auctions.standings import (
    Standing,
    find_auction,
    of_live,
    standing,
    standings,
    tell_auction,
    tell_gone,
)
from usecases.rows import Listing
from usecases.screening import find_own, holding_show

MOST = 200


class AuctionExists(Conflict):
    """The product has an auction in this live already."""

    code = "auction-exists"


def listed(shop: Shop, uid: str) -> list[Standing]:
    """List the auctions of a live of the shop. Raises `NotFound`, `SharedContent`."""
    return standings(of_live(find_own(shop, uid, LIVE)))


def find(shop: Shop, uid: str, auction: str) -> Standing:
    """Tell how an auction of a live stands. Raises `NotFound`, `SharedContent`."""
    return standing(find_auction(find_own(shop, uid, LIVE), auction))


def bids_of(
    shop: Shop, uid: str, auction: str, run: int | None = None
) -> tuple[Auction, Listing[Bid]]:
    """Find an auction of a live and list the bids of a run of it, the newest unless told.

    The highest is first. Raises `NotFound`, `SharedContent`.
    """
    found = find_auction(find_own(shop, uid, LIVE), auction)
    bids: Any = Bid.select().join(AuctionRun).where(AuctionRun.auction == found)
    mine = bids.where(AuctionRun.number == (found.number if run is None else run))
    return found, Listing(mine.order_by(Bid.number.desc()))


def add(shop: Shop, uid: str, product: str, **sent: Any) -> Standing:
    """Make an auction of a product, by its uid, that the live carries, on terms of its own.

    Terms: `starting_amount`, `increment_amount`, `duration_s`, `maximum_amount`, `extending`.
    Amounts are minor units or decimal text.
    Raises `NotFound`, `SharedContent`, `AuctionExists`, `Invalid`.
    """
    with holding_show(shop, uid) as (content, _):
        carried: Any = Product.select().join(ContentProduct)
        mine = ContentProduct.content == content, Product.uid == product
        sold: Product | None = carried.where(*mine).first()
        if sold is None:
            raise Invalid(Problem("product", "must be a product that the live carries"))
        if Auction.get_or_none(Auction.content == content, Auction.product == sold):
            raise AuctionExists("this product has an auction in this live; change that one")
        if Auction.select().where(Auction.content == content).count() >= MOST:
            raise Invalid(Problem("", f"a live has at most {MOST} auctions"))
        agreed = terms.read(sent, sold.currency)
        made = Auction.create(content=content, product=sold, currency=sold.currency, **agreed)
        tell_auction(content, made)
        return standing(made)


def change(shop: Shop, uid: str, auction: str, **sent: Any) -> Standing:
    """Change terms of an auction, from its next run on; it follows its product's no more.

    Raises `NotFound`, `SharedContent`, `AuctionOngoing`, `Invalid`.
    """
    with holding_show(shop, uid) as (content, _):
        found = _at_rest(find_auction(content, auction))
        agreed = terms.read(sent, found.currency, terms.of_auction(found))
        for name, value in agreed.items():
            setattr(found, name, value)
        found.follows = False
        found.save()
        tell_auction(content, found)
        return standing(found)


def remove(shop: Shop, uid: str, auction: str) -> None:
    """Remove an auction with its runs and bids; one on its product's terms begins anew.

    Raises `NotFound`, `SharedContent`, `AuctionOngoing`.
    """
    with holding_show(shop, uid) as (content, _):
        settle(content)
        found = _at_rest(find_auction(content, auction))
        found.delete_instance()
        tell_gone(content, found)
        offers.follow(content, [found.product])


def _at_rest(auction: Auction) -> Auction:
    if standing(auction).state == ONGOING:
        raise AuctionOngoing("this auction is on; end or reset it first")
    return auction
