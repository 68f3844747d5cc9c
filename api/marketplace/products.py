"""`/v1/products`: what is sold on the platform."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.entering import guarded, lesser_user
from api.marketplace.envelope import ListQuery, answer
from api.marketplace.ids import PRODUCT, USER, uid_of
from api.marketplace.product_fields import WORDS, NewProduct, ProductChange
from api.marketplace.product_shapes import MarketProduct, as_product, as_products
from api.operation import Answer
from models.errors import NotFound
from models.product import Product
from models.user import User
from usecases import people
from usecases.auctions.terms import ProductLocked
from usecases.catalog.families import VariantsRemain
from usecases.market import selling
from usecases.products import SellerDiffers

routes = Blueprint("products", __name__)


@routes.post("")
@guarded("Create a product", body=NewProduct, answer=MarketProduct, words=WORDS)
def create(body: NewProduct) -> Answer:
    """Put a product on the shelf; who sells it is one of the platform's sellers then."""
    return answer(as_product(selling.add(shop(), **body.facts())))


@routes.get("")
@guarded("List products", query=ListQuery, answer=list[MarketProduct])
def index(query: ListQuery) -> Answer:
    """List the platform's products in the order they came."""
    return answer(as_products(_listed(query)))


@routes.get("/user/<user_id>")
@guarded("List a user's products", query=ListQuery, answer=list[MarketProduct], errors=(NotFound,))
def index_of_user(user_id: str, query: ListQuery) -> Answer:
    """List what a user sells in the order it came."""
    user = people.find(shop(), uid_of(USER, user_id))
    return answer(as_products(_listed(query, user)))


@routes.get("/categories")
@guarded("List product categories", answer=list[str])
def index_categories() -> Answer:
    """List the names of categories that products stand in."""
    return answer(selling.categories(shop()))


@routes.get("/<id:product_id>")
@guarded("Retrieve a product", answer=MarketProduct, errors=(NotFound,))
def show(product_id: str) -> Answer:
    """Show one product."""
    return answer(as_product(selling.find(shop(), uid_of(PRODUCT, product_id), lesser_user())))


@routes.put("/<id:product_id>")
@guarded(
    "Change a product",
    body=ProductChange,
    answer=MarketProduct,
    errors=(NotFound, SellerDiffers, ProductLocked),
    words=WORDS,
)
def change(product_id: str, body: ProductChange) -> Answer:
    """Change what is sent of a product."""
    changed = selling.change(shop(), uid_of(PRODUCT, product_id), **body.facts())
    return answer(as_product(changed))


@routes.delete("/<id:product_id>")
@guarded("Delete a product", answer=MarketProduct, errors=(NotFound, VariantsRemain))
def remove(product_id: str) -> Answer:
    """Take a product off the shelf; contracts keep its name and price."""
    found = selling.find(shop(), uid_of(PRODUCT, product_id))
    told = as_product(found)
    selling.remove(shop(), found.uid)
    return answer(told)


@routes.put("/<id:product_id>/enable")
@guarded("Enable a product", answer=MarketProduct, errors=(NotFound,))
def enable(product_id: str) -> Answer:
    """Show and sell it from now on."""
    changed = selling.change(shop(), uid_of(PRODUCT, product_id), published=True)
    return answer(as_product(changed))


@routes.put("/<id:product_id>/disable")
@guarded("Disable a product", answer=MarketProduct, errors=(NotFound,))
def disable(product_id: str) -> Answer:
    """Neither show nor sell it from now on."""
    changed = selling.change(shop(), uid_of(PRODUCT, product_id), published=False)
    return answer(as_product(changed))


def _listed(query: ListQuery, user: User | None = None) -> list[Product]:
    after = uid_of(PRODUCT, query.after) if query.after is not None else None
    return selling.listed(shop(), user=user, after=after, most=query.limit, by=lesser_user())
