"""Purchases and their items."""

from typing import Any

from peewee import (
    BigIntegerField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)


def up(migrator: Any, db: Any) -> None:
    """Make both tables."""

    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class Purchase(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        order_ref = CharField(max_length=200, null=True)
        source = CharField(max_length=10)
        total_amount = BigIntegerField()
        currency = CharField(max_length=3)

        class Meta:
            database = db
            table_name = "purchase"
            indexes = (
                (("shop", "order_ref"), True),
                (("shop", "created_at"), False),
                (("created_at",), False),
            )

    db.create_tables([Purchase])

    class PurchaseItem(Model):
        purchase = ForeignKeyField(Purchase, on_delete="CASCADE", index=False)
        position = IntegerField()
        ref = CharField(max_length=200)
        product = ForeignKeyField(Product, null=True, on_delete="SET NULL")
        quantity = IntegerField()
        price_amount = BigIntegerField(null=True)
        extra = JSONField(default=dict)

        class Meta:
            database = db
            table_name = "purchase_item"
            primary_key = CompositeKey("purchase", "position")
            indexes = ((("ref", "purchase"), False),)

    db.create_tables([PurchaseItem])


def down(migrator: Any, db: Any) -> None:
    """Drop both tables."""
    db.execute_sql("drop table purchase_item")
    db.execute_sql("drop table purchase")
