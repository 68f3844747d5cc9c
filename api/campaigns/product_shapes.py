"""A product and a product of a campaign with its auction, field for field."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.campaigns.envelope import milliseconds, moment, number
from api.campaigns.seller_shapes import CampaignSeller, as_seller
from api.links import absolute
from api.operation import Output
from models.auction import ENDED, ONGOING, READY, Bid
from models.product import IN_STOCK, LOW_IN_STOCK, SOLD_OUT, Product
from usecases.auctions import terms
from usecases.auctions.standings import Standing
from usecases.carrying import Carried
from usecases.goods import Good
from usecases.numerals import numeral_of

# House word -> word of this API.
STOCKS = {IN_STOCK: "IN_STOCK", LOW_IN_STOCK: "LOW_IN_STOCK", SOLD_OUT: "SOLD_OUT"}
STATES = {READY: "READY", ONGOING: "ONGOING", ENDED: "ENDED"}
StockStatus = Literal["IN_STOCK", "LOW_IN_STOCK", "SOLD_OUT"]


class SoldProduct(Output):
    """What is told of a product everywhere."""

    productId: str = Field(examples=["1001"])
    customerProductId: str | None = Field(examples=["P-1001"])
    name: str = Field(examples=["Field jacket"])
    brand: str | None = Field(examples=["Larch"])
    brandIdentifier: str | None = Field(examples=["larch"])
    description: str | None = Field(examples=["Waxed cotton, four pockets"])
    url: str = Field(examples=["https://shop.example/p/field-jacket"])
    sku: str | None = Field(examples=["SKU-1"])
    imageUrl: str | None = Field(examples=["https://vitrine.example/media/pictures/9c2e/640.webp"])
    currency: str = Field(examples=["EUR"])
    showPrice: bool = Field(examples=[True])
    originalPrice: float | None = Field(examples=[129.0])
    discountPrice: float | None = Field(examples=[99.0])
    discountRate: float | None = Field(description="Per cent, rounded down.", examples=[23.0])
    enableAuction: bool = Field(examples=[True])
    bidStartingPrice: float | None = Field(examples=[70.0])
    bidMaximumPrice: float | None = Field(examples=[None])
    bidDuration: int | None = Field(description="Seconds.", examples=[120])
    bidIncrementalAmount: float | None = Field(examples=[5.0])
    extendBidDuration: bool | None = Field(examples=[True])
    ctaButtonTitle: str | None = Field(examples=["Buy now"])
    seller: CampaignSeller | None
    createdAt: str = Field(examples=["2026-06-15T12:00:00Z"])
    updatedAt: str = Field(examples=["2026-06-15T12:00:00Z"])


class ShelvedProduct(SoldProduct):
    """A product of the shop; while it is `locked` its price and its auction stay."""

    locked: bool


class Bidder(Output):
    """Who bids: `uid` is the house's, `userId` the shop's own."""

    uid: str = Field(examples=["350964901054939144"])
    userId: str = Field(examples=["noor@shop.example"])
    name: str = Field(examples=["Noor"])


class CampaignAuction(Output):
    """How an auction stands; moments are milliseconds since 1970."""

    productId: str = Field(examples=["1001"])
    auctionStatus: Literal["READY", "ONGOING", "ENDED"]
    startingPrice: float = Field(examples=[70.0])
    bidRound: int = Field(examples=[3])
    currentPrice: float = Field(examples=[80.0])
    winningPrice: float | None = Field(examples=[None])
    recommendedPrices: list[float] | None = Field(examples=[[85.0]])
    winner: Bidder | None = Field(examples=[None])
    leader: Bidder | None
    winnerCheckoutScheme: str | None = Field(examples=[None])
    startedAt: int | None = Field(examples=[1781524800000])
    endingAt: int | None = Field(examples=[1781524920000])
    endedAt: int | None = Field(examples=[None])


class CampaignProduct(SoldProduct):
    """A product as a campaign carries it."""

    campaignId: str = Field(examples=["1234"])
    showingNow: bool
    sortOrder: int = Field(examples=[1])
    stockStatus: StockStatus
    auction: CampaignAuction | None


def as_product(good: Good) -> dict[str, Any]:
    """Spell a product of the shop."""
    return {**_sold(good, terms.of_product(good.product)), "locked": good.locked}


def as_campaign_product(carried: Carried, *, auctions: bool) -> dict[str, Any]:
    """Spell a product of a campaign, with how its auction stands if `auctions`."""
    standing = carried.standing
    return {
        **_sold(carried.good, _terms(carried)),
        "campaignId": numeral_of(carried.content.uid),
        "showingNow": carried.shown,
        "sortOrder": carried.place,
        "stockStatus": STOCKS[carried.stock or IN_STOCK],
        "auction": as_auction(standing) if standing and auctions else None,
    }


def as_auction(standing: Standing) -> dict[str, Any]:
    """Spell how an auction stands."""
    auction, run, state = standing.auction, standing.run, standing.state
    leading = standing.leading and as_bidder(standing.leading)

    def price(amount: int | None) -> float | None:
        return number(amount, auction.currency)

    return {
        "productId": numeral_of(auction.product.uid),
        "auctionStatus": STATES[state],
        "startingPrice": price(standing.starting_amount),
        "bidRound": standing.round,
        # What is over has no price any more, but what it was won for.
        "currentPrice": 0.0 if state == ENDED else price(standing.price_amount),
        "winningPrice": price(standing.winning_amount),
        "recommendedPrices": [price(each) for each in standing.recommended_amounts] or None,
        "winner": leading if state == ENDED else None,
        "leader": leading if state == ONGOING else None,
        "winnerCheckoutScheme": run.checkout_url if run and state == ENDED else None,
        "startedAt": milliseconds(run.started_at) if run else None,
        "endingAt": milliseconds(run.ending_at) if run and state == ONGOING else None,
        "endedAt": milliseconds(standing.ended_at),
    }


def as_bidder(bid: Bid) -> dict[str, Any]:
    """Spell who made a bid."""
    return {"uid": numeral_of(bid.viewer), "userId": bid.user_ref, "name": bid.author}


def _terms(carried: Carried) -> terms.Terms | None:
    """Give the terms of the campaign's own auction, else those of the product."""
    product, standing = carried.good.product, carried.standing
    if standing is None or standing.auction.currency != product.currency:
        return terms.of_product(product)
    return {name: getattr(standing.auction, name) for name in terms.NAMES}


def _sold(good: Good, sold_by: terms.Terms | None) -> dict[str, Any]:
    product = good.product
    told = sold_by or dict.fromkeys(terms.NAMES)

    def price(amount: int | None) -> float | None:
        return number(amount, product.currency)

    return {
        "productId": numeral_of(product.uid),
        "customerProductId": product.external_id,
        "name": product.name,
        "brand": product.brand,
        "brandIdentifier": product.brand_code,
        "description": product.description,
        "url": product.url or "",
        "sku": product.ref,
        "imageUrl": absolute(good.picture_url),
        "currency": product.currency,
        "showPrice": product.price_shown,
        "originalPrice": price(product.price_amount),
        "discountPrice": price(product.discount_amount),
        "discountRate": _rate(product),
        "enableAuction": sold_by is not None,
        "bidStartingPrice": price(told["starting_amount"]),
        "bidMaximumPrice": price(told["maximum_amount"]),
        "bidDuration": told["duration_s"],
        "bidIncrementalAmount": price(told["increment_amount"]),
        "extendBidDuration": told["extending"],
        "ctaButtonTitle": product.button,
        "seller": good.seller and as_seller(good.seller),
        "createdAt": moment(product.created_at),
        "updatedAt": moment(product.updated_at),
    }


def _rate(product: Product) -> float | None:
    price, offer = product.price_amount, product.discount_amount
    return float((price - offer) * 100 // price) if price and offer is not None else None
