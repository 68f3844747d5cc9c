"""What is told of the products of a campaign and of sellers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from api.campaigns.envelope import moment, number
from api.links import absolute
from api.operation import Output
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases.numerals import numeral_of
from usecases.pictures import picture_url
from usecases.screening import Live


class SellerItem(Output):
    """A seller; `schemes` are links into the merchant's own app."""

    sellerId: str = Field(examples=["422317816529"])
    name: str
    profileUrl: str | None
    storeUrl: str | None
    description: str | None
    schemes: dict[str, str] | None


class CampaignProduct(Output):
    """A product of a campaign."""

    productId: str = Field(examples=["422317816528"])
    name: str
    url: str
    currency: str
    originalPrice: float | None
    seller: SellerItem | None
    createdAt: str | None
    updatedAt: str | None
    campaignId: str
    sortOrder: int


def products_of(
    _shop: Shop, lives: Sequence[Live], *, with_auctions: bool = False
) -> dict[int, list[dict[str, Any]]]:
    """Spell the products of lives, by the lives' ids, in a fixed number of queries."""
    del with_auctions
    return {
        live.content.id: [
            _as_product(live, each.product, place) for place, each in enumerate(live.products, 1)
        ]
        for live in lives
    }


def as_seller(seller: Seller | None) -> dict[str, Any] | None:
    """Spell a seller."""
    if seller is None:
        return None
    return {
        "sellerId": numeral_of(seller.uid),
        "name": seller.name,
        "profileUrl": absolute(picture_url(seller.picture)),
        "storeUrl": seller.url,
        "description": seller.description,
        "schemes": None,
    }


def _as_product(live: Live, product: Product, place: int) -> dict[str, Any]:
    return {
        "productId": numeral_of(product.uid),
        "name": product.name,
        "url": product.url or "",
        "currency": product.currency,
        "originalPrice": number(product.price_amount, product.currency),
        "seller": None if live.shared else as_seller(product.seller),
        "createdAt": moment(product.created_at),
        "updatedAt": moment(product.updated_at),
        "campaignId": numeral_of(live.content.uid),
        "sortOrder": place,
    }
