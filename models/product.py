"""The product: what is sold, whatever an API calls it."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from models.base import Link, Table
from models.category import Category
from models.errors import Conflict
from models.seller import Seller
from models.shop import Shop

IN_STOCK, LOW_IN_STOCK, SOLD_OUT = "in_stock", "low_in_stock", "sold_out"


class RefTaken(Conflict):
    """Another product of the shop has this reference already."""

    code = "ref-taken"


class ProductIdTaken(Conflict):
    """Another product of the shop has this external id already."""

    code = "product-id-taken"


class Product(Table):
    """A product. Money is whole minor units of `currency` (ISO 4217).

    `ref` is its SKU, `external_id` the merchant's own id for it, each unique in the shop.
    `price_shown` false: shoppers are told no price here. `button` is what the way to its page says.
    """

    shop_id: int
    seller_id: int | None
    shop = ForeignKeyField(Shop, backref="products", on_delete="CASCADE", index=False)
    seller = ForeignKeyField(
        Seller, null=True, backref="products", on_delete="SET NULL", index=False
    )
    ref = CharField(max_length=200, null=True)
    external_id = CharField(max_length=200, null=True)
    name = CharField(max_length=500)
    description = TextField(null=True)
    picture = CharField(max_length=200, null=True)
    brand = CharField(max_length=200, null=True)
    brand_code = CharField(max_length=200, null=True)
    ean = CharField(max_length=20, null=True)
    url = TextField(null=True)
    price_amount = BigIntegerField(null=True)
    discount_amount = BigIntegerField(null=True)
    currency = CharField(max_length=3)
    price_shown = BooleanField(default=True)
    button = CharField(max_length=50, null=True)
    in_stock = BooleanField(null=True)
    quantity = IntegerField(null=True)
    published = BooleanField(default=True)
    extra = JSONField(default=dict)
    # {currency, options: [{name, values}], variants: [{ref, options: [value], amount, in_stock}]}
    choices = JSONField(null=True)
    # {currency, starting_amount, increment_amount, maximum_amount, duration_s, extending}
    auction = JSONField(null=True)
    version = IntegerField(default=1)

    class Meta:
        indexes = (
            (("shop", "ref"), True),
            (("shop", "external_id"), True),
            (("shop", "ean"), False),
            # In the order of the lists.
            (("shop", "id"), False),
            (("seller", "id"), False),
        )

    @property
    def offer_amount(self) -> int | None:
        """The discounted price; one at or above the price is a slip in a feed, not an offer."""
        price, offer = self.price_amount, self.discount_amount
        return offer if price and offer is not None and offer < price else None

    @property
    def told_prices(self) -> tuple[int | None, int | None]:
        """The price and the discounted one as shoppers are told them."""
        return (self.price_amount, self.offer_amount) if self.price_shown else (None, None)

    @property
    def available(self) -> bool | None:
        """Whether it can be bought: as told, else by its quantity, else unknown."""
        if self.in_stock is not None or self.quantity is None:
            return self.in_stock
        return self.quantity > 0

    def stock(self, said: str | None = None) -> str | None:
        """Tell its stock: as a content `said` for itself, else its own; None: unknown."""
        if said is not None or self.available is None:
            return said
        return IN_STOCK if self.available else SOLD_OUT


class ProductCategory(Link):
    """A product stands in a category."""

    product_id: int
    category_id: int
    product = ForeignKeyField(Product, backref="category_links", on_delete="CASCADE")
    category = ForeignKeyField(Category, backref="product_links", on_delete="CASCADE")

    class Meta:
        primary_key = CompositeKey("product", "category")
