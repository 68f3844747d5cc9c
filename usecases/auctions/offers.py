"""Offers: a live's auctions follow the products it carries and the terms that those have.

Whoever changes what a live carries, or a product's terms, calls this in the transaction of the
change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.auction import Auction
from models.broadcast import Broadcast
from models.content import FINISHED, LIVE, Content, ContentProduct
from models.database import exclusive
from models.product import Product
from usecases.auctions import terms
from usecases.auctions.running import call_off
from usecases.auctions.standings import of_live, tell_auction, tell_gone
from usecases.auctions.terms import Terms


def follow(content: Content, products: Iterable[Product] | None = None) -> None:
    """Let a live's auctions follow what it carries now, or these products alone.

    Call it while the live's broadcast is held.
    """
    known = {each.product_id: each for each in of_live(content)}
    only = None if products is None else {each.id for each in products}
    for product in _carried(content):
        if only is None or product.id in only:
            _follow(content, product, known.get(product.id))
    _take_down(content)


def follow_products(*products: Product) -> None:
    """Let the lives that carry any of these products follow their terms; hold their shop."""
    carrying: Any = Content.select().join(ContentProduct)
    carrying = carrying.where(ContentProduct.product.in_([each.id for each in products]))
    lives = list(carrying.where(Content.kind == LIVE, Content.state != FINISHED).distinct())
    with exclusive(*_broadcasts(lives)):
        for content in lives:
            follow(content, products)


def forget_products(*products: Product) -> None:
    """Call off the auctions of products that are about to be removed; hold their shop."""
    auctions: Any = Auction.select(Auction, Content).join(Content)
    shown = Auction.product.in_([each.id for each in products]), Content.state != FINISHED
    found = list(auctions.where(*shown))
    with exclusive(*_broadcasts([each.content for each in found])):
        for each in found:
            _call_off(each.content, each)


def _follow(content: Content, product: Product, auction: Auction | None) -> None:
    wanted = terms.of_product(product)
    if auction is None and wanted is not None:
        auction = Auction(content=content, product=product, follows=True)
    if auction is None:
        return
    if auction.follows and wanted is None and not auction.number:
        auction.delete_instance()
        tell_gone(content, auction)
        return
    if auction.follows and wanted is not None:
        _take(auction, product.currency, wanted)
    tell_auction(content, auction)


def _take(auction: Auction, currency: str, wanted: Terms) -> None:
    if auction.number and auction.currency != currency:
        return  # its past runs were bid in that one
    for name, value in {**wanted, "currency": currency}.items():
        setattr(auction, name, value)
    auction.save()


def _take_down(content: Content) -> None:
    """Call off the auctions of products that a live carries no more."""
    offered = [each.id for each in of_live(content)]
    auctions: Any = Auction.select(Auction, Product).join(Product)
    for each in auctions.where(Auction.content == content, Auction.id.not_in(offered)):
        _call_off(content, each)


def _call_off(content: Content, auction: Auction) -> None:
    call_off(content, auction)
    tell_gone(content, auction)


def _broadcasts(lives: list[Content]) -> list[Broadcast]:
    """Give the broadcasts of lives, to be held all before webhooks are told of anything."""
    query: Any = Broadcast.select().where(Broadcast.content.in_([each.id for each in lives]))
    return list(query.order_by(Broadcast.content))


def _carried(content: Content) -> list[Product]:
    query: Any = Product.select().join(ContentProduct)
    mine = query.where(ContentProduct.content == content)
    return list(mine.order_by(ContentProduct.position))
