"""The purchase: an order of a shop, as one of its pages or its server told of it."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
)

from models.base import Link, Table
from models.errors import Conflict
from models.product import Product
from models.shop import Shop

# Anybody can pretend to be a page; a server has shown the shop's key.
PAGE, SERVER = "page", "server"
ASSISTED = ""


class OrderDiffers(Conflict):
    """The shop's server told of this order before, and otherwise."""

    code = "order-differs"


class Purchase(Table):
    """An order. Money is whole minor units of `currency` (ISO 4217).

    `order_ref` is the shop's own name of the order; without one nothing tells whether it came
    twice. `total_amount` is of the whole order, so it need not be the sum of the items.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="purchases", on_delete="CASCADE")
    order_ref = CharField(max_length=200, null=True)
    source = CharField(max_length=10)
    total_amount = BigIntegerField()
    currency = CharField(max_length=3)

    class Meta:
        indexes = (
            (("shop", "order_ref"), True),
            (("shop", "created_at"), False),
            (("created_at",), False),
        )


class PurchaseItem(Link):
    """One line of an order, under the `ref` it was told by.

    `product` is what the shop sells here under that ref; None: nothing, then or by now. `extra`
    is what else was told of the line.
    """

    purchase_id: int
    product_id: int | None
    purchase = ForeignKeyField(Purchase, backref="items", on_delete="CASCADE", index=False)
    position = IntegerField()
    ref = CharField(max_length=200)
    product = ForeignKeyField(Product, null=True, backref="bought", on_delete="SET NULL")
    quantity = IntegerField()
    price_amount = BigIntegerField(null=True)
    extra = JSONField(default=dict)

    class Meta:
        primary_key = CompositeKey("purchase", "position")
        indexes = ((("ref", "purchase"), False),)


class Attribution(Link):
    """A content has its share in a purchase, told on `day` in the shop's time zone.

    `ref` names the lines that were put into the cart from the content's player (direct); ASSISTED:
    a visitor who agreed to be known had watched it. `content` is a uid, and may be gone.
    """

    purchase_id: int
    shop = ForeignKeyField(Shop, backref="attributions", on_delete="CASCADE", index=False)
    purchase = ForeignKeyField(Purchase, backref="attributions", on_delete="CASCADE")
    day = DateField()
    content = CharField(max_length=32)
    ref = CharField(max_length=200)

    class Meta:
        primary_key = CompositeKey("purchase", "content", "ref")
        indexes = ((("shop", "day"), False),)
