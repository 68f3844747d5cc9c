"""What was answered to requests that carried an Idempotency-Key."""

from typing import Any

from peewee import BigIntegerField, CharField, ForeignKeyField, Model, SmallIntegerField, TextField


def up(migrator: Any, db: Any) -> None:
    """Make the table."""

    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Replay(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        key = CharField(max_length=255)
        fingerprint = CharField(max_length=64)
        claim = CharField(max_length=32)
        due_at = BigIntegerField()
        status = SmallIntegerField(null=True)
        body = TextField(default="")

        class Meta:
            database = db
            table_name = "replay"
            indexes = ((("shop", "key"), True),)

    db.create_tables([Replay])


def down(migrator: Any, db: Any) -> None:
    """Drop the table."""
    db.execute_sql("drop table replay")
