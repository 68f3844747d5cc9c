"""Products gain ids of the product service, kinds, languages, mixins; templates are kept."""

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
)

PLAIN = {
    "catalog_id": CharField(max_length=80, null=True),
    "locale": CharField(max_length=20, null=True),
    "translations": JSONField(null=True),
    "mixins": JSONField(null=True),
    "template_version": IntegerField(null=True),
    "sheet": JSONField(null=True),
}
# With defaults of their own: SQLite would make the whole table anew, without its triggers.
BY_HAND = (
    "alter table product add column kind varchar(20) not null default 'basic'",
    "alter table product add column parent_id integer references product (id) on delete cascade",
    "alter table product add column template_id integer"
    " references product_template (id) on delete set null",
    "create index product_parent_id on product (parent_id)",
    "create index product_template_id on product (template_id)",
    # 24 of the 32 random digits, as many as the ids of new products have.
    "update product set catalog_id = substr(uid, 1, 24)",
)


def up(migrator: Any, db: Any) -> None:
    """Add the columns and the tables."""
    db.create_tables(_tables(db))
    migrator.migrate(
        *(migrator.add_column("product", name, field) for name, field in PLAIN.items()),
    )
    for each in BY_HAND:
        db.execute_sql(each)
    migrator.migrate(migrator.add_index("product", ("shop_id", "catalog_id"), True))


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    for each in ("product_shop_id_catalog_id", "product_parent_id", "product_template_id"):
        db.execute_sql(f"drop index {each}")
    for each in (*PLAIN, "kind", "parent_id", "template_id"):
        db.execute_sql(f"alter table product drop column {each}")
    db.drop_tables(_tables(db))


def _tables(db: Any) -> list[Any]:
    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class ProductTemplate(Model):
        id = AutoField()
        uid = CharField(max_length=32, unique=True)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        catalog_id = CharField(max_length=32)
        version = IntegerField()

        class Meta:
            database = db
            table_name = "product_template"
            indexes = ((("shop", "catalog_id"), True),)

    class TemplateVersion(Model):
        id = AutoField()
        template = ForeignKeyField(ProductTemplate, on_delete="CASCADE", index=False)
        version = IntegerField()
        name = JSONField()
        attributes = JSONField()
        created_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "template_version"
            indexes = ((("template", "version"), True),)

    return [ProductTemplate, TemplateVersion]
