"""JSON Schemas of other servers are kept."""

from typing import Any

from peewee import AutoField, BigIntegerField, CharField, ForeignKeyField, Model, TextField


def up(migrator: Any, db: Any) -> None:
    """Add the table."""
    db.create_tables([_table(db)])


def down(migrator: Any, db: Any) -> None:
    """Drop it."""
    db.drop_tables([_table(db)])


def _table(db: Any) -> Any:
    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class FetchedSchema(Model):
        id = AutoField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        digest = CharField(max_length=64)
        url = TextField()
        text = TextField(null=True)
        etag = CharField(max_length=300, null=True)
        modified = CharField(max_length=300, null=True)
        fetched_at = BigIntegerField(null=True)
        asked_at = BigIntegerField()
        fault = CharField(max_length=300, null=True)

        class Meta:
            database = db
            table_name = "fetched_schema"
            indexes = ((("shop", "digest"), True),)

    return FetchedSchema
