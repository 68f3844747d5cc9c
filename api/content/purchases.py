"""`/api/v1/purchases`: what was bought, told by the shop's pages or server, and read again."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from flask import Blueprint, request
from pydantic import BeforeValidator, ConfigDict, Field, create_model, model_validator

from api.auth import shop
from api.body import Input, facts_of
from api.content.envelope import Data, data, item, moment
from api.fields import Amount, Day, Filter, Line, Whole, bounded
from api.operation import Answer, Output, operation
from api.origins import NoOrigin, OriginNotAllowed, shop_of_page
from api.paging import PageQuery, paged
from models.base import UID
from models.errors import NotFound
from models.money import text_of
from models.purchase import PAGE, SERVER, OrderDiffers, PurchaseItem
from models.shop import UnknownApp
from usecases import purchases
from usecases.purchases import Receipt

routes = Blueprint("purchases", __name__)
WORDS = {"items": "products", "order_ref": "order_id", "only_known": "only_known_products"}
MOST_ITEMS, MOST_PIECES = 200, 1_000_000
SAMPLE = "6e7f809102b3c4d5e6f708192a3b4c5d"
Source = Literal["page", "server"]


class BoughtProduct(Output):
    """A line of an order."""

    id: str = Field(description="The reference it was told by.", examples=["SKU-1"])
    product_id: str | None = Field(
        description="The shop's product with this reference; null: none.",
        examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"],
    )
    quantity: int = Field(examples=[2])
    price: str | None = Field(description="Of one piece.", examples=["64.95"])
    extra: dict[str, Any] = Field(
        description="What else was told of it.", examples=[{"productCategory": "Jackets"}]
    )


class PurchaseAttributes(Output):
    """What is told of a purchase."""

    order_id: str | None = Field(examples=["2026-1042"])
    source: Source = Field(
        description="`server`: told with a key. `page`: told by somebody's browser, not verified."
    )
    total: str = Field(description="Of the whole order.", examples=["129.90"])
    currency: str = Field(examples=["EUR"])
    products: list[BoughtProduct]
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class PurchaseItemData(Output):
    """A purchase."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["purchase"]
    attributes: PurchaseAttributes


def _text(value: object) -> object:
    # Some shops number their products.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


class SoldProduct(Input):
    """A line of an order as callers send it; any further field is kept."""

    model_config = ConfigDict(extra="allow")

    id: Annotated[Line, BeforeValidator(_text, json_schema_input_type=str | int)] = Field(
        description="The product's reference (`ref`) here.", examples=["SKU-1"]
    )
    quantity: Annotated[Whole, Field(ge=1, le=MOST_PIECES)] = Field(
        description="How many pieces.", examples=[2]
    )
    price: Amount | None = Field(None, description="Of one piece.", examples=[64.95])
    attribution: Filter | None = Field(
        None, description="What the player said when this was put into the cart."
    )

    @model_validator(mode="after")
    def _keep_the_rest(self) -> Self:
        bounded(_plain(self.model_extra))
        return self


class NewPurchase(Input):
    """A purchase as callers send it."""

    total: Amount = Field(description="Of the whole order: a number, or text such as `129.90`.")
    products: Annotated[list[SoldProduct], Field(min_length=1, max_length=MOST_ITEMS)] = Field(
        description="The lines of the order.",
        examples=[[{"id": "SKU-1", "quantity": 2, "price": 64.95, "productCategory": "Jackets"}]],
    )
    order_id: Line | None = Field(
        None, description="Your own: the same order is recorded once.", examples=["2026-1042"]
    )
    currency: Line | None = Field(
        None, description="ISO 4217; the shop's unless sent.", examples=["EUR"]
    )
    only_known_products: bool = Field(
        False, description="Record it only if one of its products at least is the shop's."
    )
    visitor: Annotated[str, Field(pattern=f"^{UID.pattern}$")] | None = Field(
        None,
        description="Who agreed to be known by this: what they watched has its share.",
        examples=["8f14e45fceea167a5a36dedd4bea2543"],
    )


class AskedByPage(Input):
    """Who asks, where no header can be sent."""

    app_id: str | None = Field(None, description="The shop, when a page of it tells.")
    APP_ID: str | None = Field(None, description="Another spelling of app_id.")


# Made by hand because `from` is a word of Python.
_NARROWING: dict[str, Any] = {
    "order_id": (
        Filter | None,
        Field(None, description="Your own, in full.", examples=["2026-1042"]),
    ),
    "product_ref": (
        Filter | None,
        Field(None, description="A product's reference, in full.", examples=["SKU-1"]),
    ),
    "source": (Source | None, Field(None, description="Who told of it.", examples=["server"])),
    "from": (Day | None, Field(None, description="First day, in the shop's time zone.")),
    "to": (Day | None, Field(None, description="Last day, included.")),
}
PurchasesQuery = create_model(
    "PurchasesQuery", __base__=PageQuery, __doc__="What narrows the list.", **_NARROWING
)


@routes.get("")
@operation(
    "List purchases",
    query=PurchasesQuery,
    answer=Data[list[PurchaseItemData]],
    paged=True,
    errors=(NotFound,),
    extension=True,
)
def index(query: Any) -> Answer:
    """List what was bought, newest first, 20 on a page; kept for 365 days."""
    listed = purchases.listed(
        shop(),
        order_ref=query.order_id,
        product_ref=query.product_ref,
        source=query.source,
        since=getattr(query, "from"),
        until=query.to,
    )
    rows, headers = paged(listed, query.page)
    return data([as_purchase(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Record a purchase",
    body=NewPurchase,
    query=AskedByPage,
    answer=Data[PurchaseItemData],
    status=201,
    scope="content.write",
    words=WORDS,
    errors=(NoOrigin, OriginNotAllowed, UnknownApp, OrderDiffers),
    pages=True,
    exact=True,
    silent="To a page, always; to a server, when `only_known_products` passed it over.",
)
def create(body: NewPurchase, query: AskedByPage) -> Answer:
    """Write an order down, on the page after it or by the shop's server; an `order_id` once.

    A page of an allowed origin sends `App-Id` alone (or `?app_id=`, and JSON as text/plain, to
    spare the browser's question first) and is answered nothing. The server's word takes the place
    of a page's.
    """
    facts = facts_of(body, WORDS)
    facts["items"] = [_as_told(each) for each in body.products]
    if request.headers.get("Sec-GPC") == "1":
        # Global Privacy Control is a no, whatever the page says.
        facts["visitor"] = None
    if its_shop := shop_of_page():
        purchases.record(its_shop, PAGE, **facts)
        return "", 204
    recorded = purchases.record(shop(), SERVER, **facts)
    return data(as_purchase(recorded), 201) if recorded else ("", 204)


@routes.get("/<uid>")
@operation("Retrieve a purchase", answer=Data[PurchaseItemData], errors=(NotFound,), extension=True)
def show(uid: str) -> Answer:
    """Show one purchase."""
    return data(as_purchase(purchases.find(shop(), uid)))


def as_purchase(receipt: Receipt) -> dict[str, Any]:
    """Spell a purchase."""
    purchase = receipt.purchase
    attributes = {
        "order_id": purchase.order_ref,
        "source": purchase.source,
        "total": text_of(purchase.total_amount, purchase.currency),
        "currency": purchase.currency,
        "products": [_as_product(each, purchase.currency) for each in receipt.items],
        "created_at": moment(purchase.created_at),
        "updated_at": moment(purchase.updated_at),
    }
    return item("purchase", purchase.uid, attributes)


def _as_product(bought: PurchaseItem, currency: str) -> dict[str, Any]:
    return {
        "id": bought.ref,
        "product_id": bought.product.uid if bought.product else None,
        "quantity": bought.quantity,
        "price": text_of(bought.price_amount, currency),
        "extra": bought.extra,
    }


def _as_told(sold: SoldProduct) -> dict[str, Any]:
    return {
        "ref": sold.id,
        "quantity": sold.quantity,
        "price": sold.price,
        "mark": sold.attribution,
        "extra": _plain(sold.model_extra),
    }
