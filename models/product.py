"""The product: what is sold, whatever an API calls it."""

import re
import secrets
from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
    fn,
)

from models.base import Link, Table
from models.category import Category
from models.errors import Conflict
from models.product_template import ProductTemplate
from models.seller import Seller
from models.shop import Shop

BASIC, BUNDLE, PARENT_VARIANT, VARIANT = "basic", "bundle", "parent_variant", "variant"
DYNAMIC_VARIANT = "dynamic_variant"
KINDS = (BASIC, BUNDLE, PARENT_VARIANT, VARIANT, DYNAMIC_VARIANT)
# A variant's id: its parent's, two dashes and a part of its own.
LONGEST_ID = 80
# Letters that addresses carry as they are.
CATALOG_ID = re.compile(rf"[A-Za-z0-9._~-]{{1,{LONGEST_ID}}}")
IN_STOCK, LOW_IN_STOCK, SOLD_OUT = "in_stock", "low_in_stock", "sold_out"


class RefTaken(Conflict):
    """Another product of the shop has this reference already."""

    code = "ref-taken"


class ProductIdTaken(Conflict):
    """Another product of the shop has this external id already."""

    code = "product-id-taken"


class CatalogIdTaken(Conflict):
    """Another product of the shop has this id of the product service already."""

    code = "catalog-id-taken"


def new_catalog_id() -> str:
    """Make an id of the product service: 24 lower-case hex characters."""
    return secrets.token_hex(12)


class Product(Table):
    """A product. Money is whole minor units of `currency` (ISO 4217).

    `ref` is its SKU, `external_id` the merchant's own id for it, each unique in the shop.
    `price_shown` false: shoppers are told no price here. `button` is what the way to its page says.

    What the product service tells besides (decision 0048): `catalog_id`, its name for a product,
    unique in the shop and never null; `kind`, one of KINDS, which never changes; `locale`, the
    language of `name` and `description` (null: the shop's default); all others in `translations`.
    `sheet` holds what is told there alone. `above` is the id of the product that a dynamic variant
    stands below (null: it is a root), which need not exist yet (decision 0055).
    """

    shop_id: int
    seller_id: int | None
    parent_id: int | None
    template_id: int | None
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
    catalog_id = CharField(max_length=LONGEST_ID, null=True, default=new_catalog_id)
    kind = CharField(max_length=20, default=BASIC)
    parent = ForeignKeyField(
        "self", null=True, backref="variants", on_delete="CASCADE", index=False
    )
    above = CharField(max_length=LONGEST_ID, null=True)
    locale = CharField(max_length=20, null=True)
    # {name: {language: text}, description: {language: text}}, without the product's own language.
    translations = JSONField(null=True)
    # {mixin: whatever its JSON Schema allows}
    mixins = JSONField(null=True)
    template = ForeignKeyField(
        ProductTemplate, null=True, backref="products", on_delete="SET NULL", index=False
    )
    template_version = IntegerField(null=True)
    # {tax_classes: {country: class}, related: [{ref, type}], bundled: [{product, amount}],
    # labels: [id], variant_attributes: {name: [value]}, overridden: [path],
    # mixin_schemas: {mixin: URL}, schema: URL, weight_dependent: bool, variant_type: label,
    # sellable: bool,
    # own_attributes: {attribute: {name: {language: text}, value: {type, qualifier, name, unit}}}};
    # what is not told is missing
    sheet = JSONField(null=True)
    # What the marketplace tells besides: {cycle, seasonal: bool, subscription_limit, buyer_limit,
    # expires: "YYYY-MM-DDTHH:MM:SSZ", subcategory, tags: [text]}; what is not told is missing
    selling = JSONField(null=True)

    class Meta:
        indexes = (
            (("shop", "ref"), True),
            (("shop", "external_id"), True),
            (("shop", "catalog_id"), True),
            (("shop", "ean"), False),
            # In the order of the lists.
            (("shop", "id"), False),
            (("seller", "id"), False),
            # What the product service searches and sorts by.
            (("shop", "kind", "id"), False),
            (("shop", "created_at", "id"), False),
            (("shop", "updated_at", "id"), False),
        )

    @property
    def offer_amount(self) -> int | None:
        """The discounted price; one at or above the price is a slip in a feed, not an offer."""
        price, offer = self.price_amount, self.discount_amount
        return offer if price and offer is not None and offer < price else None

    @property
    def usual_amount(self) -> int | None:
        """What it costs out of season: the discounted price where there is one."""
        return self.price_amount if self.offer_amount is None else self.offer_amount

    def told_prices(self, season: int | None) -> tuple[int | None, int | None]:
        """Give the price and the discounted one as shoppers are told them.

        `season`: what it costs in the season that holds now (None: none does). That is what they
        pay; where it is below the price out of season, it is told as a discount of that.
        """
        if not self.price_shown:
            return None, None
        if season is None:
            return self.price_amount, self.offer_amount
        usual = self.usual_amount
        return (usual, season) if usual is not None and season < usual else (season, None)

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


_published: Any = Product.published
# In the order of the lists that everybody sees.
Product.add_index(
    Product.index(Product.shop, Product.id, name="product_published", where=_published)
)

# Most products have none of these: counted as a value, nothing would make these look useless.
for _link in (Product.parent, Product.template, Product.above):
    _there: Any = _link.is_null(False)
    _columns = (_link, Product.shop, Product.id)
    _name = f"product_{_link.column_name}"
    Product.add_index(Product.index(*_columns, name=_name, where=_there))
# What the product service calls a product's code; one made without is told by its id.
CODE: Any = fn.COALESCE(Product.ref, Product.catalog_id)
Product.add_index(Product.index(Product.shop, CODE, Product.id, name="product_shop_id_code"))


class ProductCategory(Link):
    """A product stands in a category."""

    product_id: int
    category_id: int
    product = ForeignKeyField(Product, backref="category_links", on_delete="CASCADE")
    category = ForeignKeyField(Category, backref="product_links", on_delete="CASCADE")

    class Meta:
        primary_key = CompositeKey("product", "category")
