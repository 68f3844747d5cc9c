"""Webhooks and what they are told."""

from typing import Any

from peewee import (
    BigIntegerField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    """Make both tables."""

    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Webhook(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        url = TextField()
        description = TextField(null=True)
        events = JSONField(default=list)
        state = CharField(max_length=20, default="active")
        reason = TextField(null=True)
        secret = CharField(max_length=100)
        old_secrets = JSONField(default=list)
        number = IntegerField(default=0)
        failing_since = BigIntegerField(null=True)
        claim = CharField(null=True, max_length=32)
        due_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "webhook"

    db.create_tables([Webhook])

    class Delivery(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        webhook = ForeignKeyField(Webhook, on_delete="CASCADE")
        event_uid = CharField(max_length=32)
        event = CharField(max_length=40)
        number = IntegerField()
        body = TextField()
        state = CharField(max_length=20, default="pending")
        tries = IntegerField(default=0)
        attempts = JSONField(default=list)
        due_at = BigIntegerField(null=True)
        ends_at = BigIntegerField()
        delivered_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "delivery"
            indexes = ((("webhook", "number"), False), (("state", "due_at"), False))

    db.create_tables([Delivery])


def down(migrator: Any, db: Any) -> None:
    """Drop both tables."""
    db.execute_sql("drop table delivery")
    db.execute_sql("drop table webhook")
