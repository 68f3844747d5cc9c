"""Products gain ids, brands, buttons; sellers links into apps; pictures are ordered by address."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

PRODUCT = {
    "external_id": CharField(max_length=200, null=True),
    "brand": CharField(max_length=200, null=True),
    "brand_code": CharField(max_length=200, null=True),
    "button": CharField(max_length=50, null=True),
}
CARRIED = {"stock": CharField(max_length=20, null=True), "group_number": IntegerField(null=True)}


# With a default of its own: SQLite would make the whole table anew, without its triggers.
PRICE_SHOWN = "alter table product add column price_shown boolean not null default true"


def up(migrator: Any, db: Any) -> None:
    """Add the columns and the table."""
    db.execute_sql(PRICE_SHOWN)
    migrator.migrate(
        *(migrator.add_column("product", name, field) for name, field in PRODUCT.items()),
        *(migrator.add_column("content_product", name, field) for name, field in CARRIED.items()),
        migrator.add_column("seller", "app_links", JSONField(null=True)),
        migrator.add_index("product", ("shop_id", "external_id"), True),
    )
    db.create_tables([_orders(db)])


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    _orders(db).drop_table()
    migrator.migrate(
        migrator.drop_index("product", "product_shop_id_external_id"),
        migrator.drop_column("seller", "app_links"),
        *(migrator.drop_column("content_product", name) for name in CARRIED),
        *(migrator.drop_column("product", name) for name in (*PRODUCT, "price_shown")),
    )


def _orders(db: Any) -> Any:
    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class Seller(Model):
        class Meta:
            database = db
            table_name = "seller"

    class PictureOrder(Model):
        id = BigAutoField()
        product = ForeignKeyField(Product, null=True, unique=True, on_delete="CASCADE")
        seller = ForeignKeyField(Seller, null=True, unique=True, on_delete="CASCADE")
        url = TextField()
        due_at = BigIntegerField(null=True, index=True)
        tries = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "picture_order"

    return PictureOrder
