"""Who has bought what: counting it from contracts takes as long as a product sells well."""

from peewee import CharField, CompositeKey, ForeignKeyField

from models.base import Link
from models.product import Product


class ProductBuyer(Link):
    """A product stands in a paid contract of whoever has this address."""

    product_id: int
    product = ForeignKeyField(Product, backref="buyers", on_delete="CASCADE", index=False)
    email = CharField(max_length=254)

    class Meta:
        primary_key = CompositeKey("product", "email")
