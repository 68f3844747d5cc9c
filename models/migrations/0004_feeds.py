"""Feeds: outside catalogues, their items, and the products that follow them."""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    CharField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    """Create the three tables."""

    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Seller(Model):
        class Meta:
            database = db
            table_name = "seller"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class Feed(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        seller = ForeignKeyField(Seller, null=True, on_delete="SET NULL")
        name = CharField(max_length=200)
        url = TextField(null=True)
        format = CharField(max_length=20, null=True)
        locale = CharField(max_length=20, null=True)
        currency = CharField(max_length=3, null=True)
        every_minutes = IntegerField(null=True)
        state = CharField(max_length=20, index=True)
        reason = TextField(null=True)
        progress = FloatField(default=0.0)
        source = CharField(max_length=200, null=True)
        held = JSONField(null=True)
        etag = CharField(max_length=300, null=True)
        modified = CharField(max_length=300, null=True)
        item_count = IntegerField(default=0)
        row_count = IntegerField(default=0)
        rejected_count = IntegerField(default=0)
        faults = JSONField(default=list)
        refreshed_at = BigIntegerField(null=True)
        next_at = BigIntegerField(null=True)
        claim = CharField(max_length=100, null=True)
        due_at = BigIntegerField(null=True)
        attempts = IntegerField(default=0)
        round = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "feed"

    class FeedItem(Model):
        id = BigAutoField()
        feed = ForeignKeyField(Feed, on_delete="CASCADE", index=False)
        ref = CharField(max_length=200)
        seller = CharField(max_length=200, default="")
        facts = TextField()
        digest = BigIntegerField()
        round = IntegerField()

        class Meta:
            database = db
            table_name = "feed_item"
            indexes = ((("feed", "ref", "seller"), True),)

    class Following(Model):
        product = ForeignKeyField(Product, primary_key=True, on_delete="CASCADE")
        feed = ForeignKeyField(Feed, on_delete="CASCADE", index=False)
        ref = CharField(max_length=200)
        seller = CharField(max_length=200, default="")
        overridden = JSONField(default=list)
        digest = BigIntegerField(null=True)
        picture = TextField(null=True)
        fetched = TextField(null=True)
        picture_at = BigIntegerField(null=True, index=True)
        picture_tries = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "following"
            indexes = ((("feed", "ref", "seller"), False),)

    db.create_tables([Feed, FeedItem, Following])


def down(migrator: Any, db: Any) -> None:
    """Drop the three tables."""
    for table in ("following", "feed_item", "feed"):
        db.execute_sql(f'drop table "{table}"')
