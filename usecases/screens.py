"""The screen of a live: products, announcements and extensions over the picture, as viewers see it.

Viewers see nothing of a rehearsal: what is on screen then is shown to them once the show begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from models.broadcast import ANNOUNCEMENT, EXTENSION, PRODUCT, LiveEvent
from models.content import NOT_STARTED, Content, ContentProduct
from models.money import text_of
from models.product import LOW_IN_STOCK, SOLD_OUT, Product
from models.shop import Shop
from usecases.borrowed import stand_ins
from usecases.changes import note
from usecases.market.prices import in_season
from usecases.pictures import picture_url

CARD_WIDTH, THUMBNAIL_WIDTH = 160, 640
COLOURS = ("background_color", "text_color")
Told = dict[str, Any]


def told_screen(shop: Shop, content: Content) -> Told:
    """Spell all that viewers on the shop's pages see on screen now, oldest first.

    On pages of a shop that the live is shared with, its own products stand for the live's.
    """
    events = [] if content.state == NOT_STARTED else _on_screen(content)
    stocks = _stocks(content) if content.shop_id == shop.id else {}
    shown = [each.product for each in events if each.kind == PRODUCT and each.product]
    if content.shop_id != shop.id:
        own = stand_ins(shop, shown)
        shown = [own[each.id] for each in shown if each.id in own]
    products = {each.id: each for each in shown if each.published}
    seasons = in_season(products.values())
    return {
        "products": [
            told_product(each, stocks.get(each.uid), seasons.get(each.id))
            for each in products.values()
        ],
        "stock": {uid: told_stock(stock) for uid, stock in stocks.items()},
        "announcements": [_announcement(each) for each in events if each.kind == ANNOUNCEMENT],
        # A host that was trusted when it was put on screen may not be any more.
        "extensions": [
            _extension(each)
            for each in events
            if each.kind == EXTENSION and content.shop.trusts(each.url or "")
        ],
    }


def tell_screen(content: Content) -> None:
    """Tell viewers what is on screen now. Call it last in the transaction of the change."""
    if content.state != NOT_STARTED:
        note(content, "screen", told_screen(content.shop, content))


def shows_of(products: Iterable[int]) -> list[Content]:
    """Find the lives that have any of these products (by their ids) on screen now."""
    shown: Any = LiveEvent.select(LiveEvent.content)
    shown = shown.where(LiveEvent.product.in_(list(products)), LiveEvent.to_at.is_null())
    found: Any = Content.select().where(Content.id.in_(shown))
    return list(found.order_by(Content.id))


def told_product(product: Product, stock: str | None = None, season: int | None = None) -> Told:
    """Spell a product for viewers: prices are plain numbers as text, in no language.

    `stock` is what the live says of it, `season` what it costs in the season that holds now.
    """
    price, offer = product.told_prices(season)
    return {
        "id": product.uid,
        "ref": product.ref,
        "name": product.name,
        "price": text_of(price, product.currency),
        "discount_price": text_of(offer, product.currency),
        "currency": product.currency,
        **told_stock(product.stock(stock)),
        "thumbnail_url": picture_url(product.picture, CARD_WIDTH),
        "url": product.url,
        "button": product.button,
    }


def told_stock(stock: str | None) -> Told:
    """Spell a stock for viewers; what is unknown is there."""
    return {"in_stock": stock != SOLD_OUT, "low_stock": stock == LOW_IN_STOCK}


def _stocks(content: Content) -> dict[str, str]:
    """Tell what a live says of the stock of its products, by their uids."""
    links: Any = ContentProduct.select(ContentProduct.stock, Product.uid).join(Product)
    said = links.where(ContentProduct.content == content, ContentProduct.stock.is_null(False))
    return {uid: stock for stock, uid in said.where(Product.published).tuples()}


def _on_screen(content: Content) -> list[LiveEvent]:
    query: Any = LiveEvent.select(LiveEvent, Product).join(Product, JOIN.LEFT_OUTER)
    now = query.where(LiveEvent.content == content, LiveEvent.to_at.is_null())
    return list(now.order_by(LiveEvent.from_at, LiveEvent.id))


def _announcement(event: LiveEvent) -> Told:
    colours = {each: event.configuration.get(each) for each in COLOURS}
    return {
        "id": event.uid,
        "title": event.title,
        "text": event.text,
        "url": event.url,
        **colours,
    }


def _extension(event: LiveEvent) -> Told:
    return {
        "id": event.uid,
        "title": event.title,
        "url": event.url,
        "thumbnail_url": picture_url(event.thumbnail, THUMBNAIL_WIDTH),
    }
