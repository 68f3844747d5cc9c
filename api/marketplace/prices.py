"""`/v1/products/<id>/prices`: what a product costs from one moment to another."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.entering import guarded, lesser_user
from api.marketplace.envelope import answer
from api.marketplace.ids import PRICE, PRODUCT, uid_of
from api.marketplace.product_fields import WORDS, NewSeason, Usage
from api.marketplace.product_shapes import MarketProduct, Season, as_product, as_season
from api.operation import Answer
from models.errors import NotFound
from usecases.market import selling

routes = Blueprint("prices", __name__)


@routes.get("")
@guarded("List a product's seasonal prices", answer=list[Season], errors=(NotFound,))
def index(product_id: str) -> Answer:
    """List the prices by their beginning."""
    product = selling.find(shop(), uid_of(PRODUCT, product_id), lesser_user())
    return answer([as_season(each, product, shop().mode) for each in selling.seasons_of(product)])


@routes.post("")
@guarded(
    "Add a seasonal price to a product",
    body=NewSeason,
    answer=MarketProduct,
    errors=(NotFound,),
    words=WORDS,
)
def create(product_id: str, body: NewSeason) -> Answer:
    """Add a price; of several that hold, the one that began last does."""
    uid = uid_of(PRODUCT, product_id)
    begins, ends = body.seasonstart, body.seasonEnd
    added = selling.add_season(shop(), uid, begins_at=begins, ends_at=ends, amount=body.price)
    return answer(as_product(added))


@routes.delete("/<price_id>")
@guarded("Remove a seasonal price", answer=MarketProduct, errors=(NotFound,))
def remove(product_id: str, price_id: str) -> Answer:
    """Remove a price."""
    uid, season = uid_of(PRODUCT, product_id), uid_of(PRICE, price_id)
    return answer(as_product(selling.remove_season(shop(), uid, season)))


@routes.put("/usage")
@guarded("Set whether seasons make the price", body=Usage, answer=MarketProduct, errors=(NotFound,))
def use(product_id: str, body: Usage) -> Answer:
    """Let seasons make the product's price, or not."""
    uid = uid_of(PRODUCT, product_id)
    changed = selling.change(shop(), uid, seasonal=body.useSeasonalPrices)
    return answer(as_product(changed))
