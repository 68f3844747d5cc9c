"""Arranging: a live's auctions made, changed and removed by its shop, before and between runs."""

from __future__ import annotations

from typing import Any

from models.auction import ONGOING, Auction, AuctionOngoing
from models.content import LIVE, ContentProduct
from models.errors import Conflict, Invalid, Problem
from models.product import Product
from models.shop import Shop
from usecases.auctions.standings import (
    Standing,
    find_auction,
    of_live,
    standing,
    standings,
    tell_auction,
)
from usecases.changes import note
from usecases.screening import find_own, holding_show

LONGEST_S = 24 * 3_600
# What a bigint of every database keeps, after any number of bids.
MOST_AMOUNT = 10**15
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


def add(shop: Shop, uid: str, product: str, **terms: Any) -> Standing:
    """Make an auction of a product, by its uid, that the live carries.

    Terms: `starting_amount`, `increment_amount`, `duration_s`, `maximum_amount`, `extending`.
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
        made = Auction(content=content, product=sold, currency=sold.currency, **terms)
        _refuse_bad(made)
        made.save(force_insert=True)
        tell_auction(content, made)
        return standing(made)


def change(shop: Shop, uid: str, auction: str, **terms: Any) -> Standing:
    """Change the terms of an auction, from its next run on.

    Raises `NotFound`, `SharedContent`, `AuctionOngoing`, `Invalid`.
    """
    with holding_show(shop, uid) as (content, _):
        found = _at_rest(find_auction(content, auction))
        for name, value in terms.items():
            setattr(found, name, value)
        _refuse_bad(found)
        found.save()
        tell_auction(content, found)
        return standing(found)


def remove(shop: Shop, uid: str, auction: str) -> None:
    """Remove an auction with its runs and bids.

    Raises `NotFound`, `SharedContent`, `AuctionOngoing`.
    """
    with holding_show(shop, uid) as (content, _):
        found = _at_rest(find_auction(content, auction))
        found.delete_instance()
        note(content, "auction", {"id": found.uid, "state": None})


def _at_rest(auction: Auction) -> Auction:
    if standing(auction).state == ONGOING:
        raise AuctionOngoing("this auction is on; end or reset it first")
    return auction


def _refuse_bad(auction: Auction) -> None:
    faults = [
        Problem(name, f"must be from {least} to {most}")
        for name, least, most in (
            ("starting_amount", 0, MOST_AMOUNT),
            ("increment_amount", 1, MOST_AMOUNT),
            ("duration_s", 1, LONGEST_S),
        )
        if (value := getattr(auction, name)) is None or not least <= value <= most
    ]
    highest = auction.maximum_amount
    if not faults and highest is not None and not auction.starting_amount < highest <= MOST_AMOUNT:
        faults.append(Problem("maximum_amount", "must be above the starting price, or null"))
    if faults:
        raise Invalid(*faults)
