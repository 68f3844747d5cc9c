"""Sums of what happens on shops' pages, by day; what contents have their share in purchases."""

from typing import Any

from peewee import (
    BigIntegerField,
    CharField,
    CompositeKey,
    DateField,
    ForeignKeyField,
    Model,
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    db.create_tables(_tables(db))


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    for table in _tables(db):
        table.drop_table()


def _tables(db: Any) -> list[Any]:
    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Purchase(Model):
        class Meta:
            database = db
            table_name = "purchase"

    class DayCount(Model):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        day = DateField()
        content = CharField(max_length=32)
        component = CharField(max_length=20)
        product = CharField(max_length=32)
        impressions = BigIntegerField(default=0)
        views = BigIntegerField(default=0)
        watch_s = BigIntegerField(default=0)
        completions = BigIntegerField(default=0)
        clicks = BigIntegerField(default=0)
        adds = BigIntegerField(default=0)

        class Meta:
            database = db
            table_name = "day_count"
            primary_key = CompositeKey("shop", "day", "content", "component", "product")

    class Viewing(Model):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        day = DateField(index=True)
        visitor = CharField(max_length=64)
        content = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "viewing"
            primary_key = CompositeKey("shop", "visitor", "day", "content")
            indexes = ((("shop", "day"), False),)

    class Attribution(Model):
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        purchase = ForeignKeyField(Purchase, on_delete="CASCADE")
        day = DateField()
        content = CharField(max_length=32)
        ref = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "attribution"
            primary_key = CompositeKey("purchase", "content", "ref")
            indexes = ((("shop", "day"), False),)

    return [DayCount, Viewing, Attribution]
