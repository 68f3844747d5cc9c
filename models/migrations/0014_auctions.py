"""Auctions with their runs and bids."""

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    db.create_tables(_tables(db))


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    for table in reversed(_tables(db)):
        table.drop_table()


def _tables(db: Any) -> list[Any]:
    class Content(Model):
        class Meta:
            database = db
            table_name = "content"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class Auction(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE", index=False)
        product = ForeignKeyField(Product, on_delete="CASCADE")
        currency = CharField(max_length=3)
        starting_amount = BigIntegerField()
        increment_amount = BigIntegerField()
        maximum_amount = BigIntegerField(null=True)
        duration_s = IntegerField()
        extending = BooleanField(default=True)
        number = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "auction"
            indexes = ((("content", "product"), True),)

    class AuctionRun(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        auction = ForeignKeyField(Auction, on_delete="CASCADE", index=False)
        number = IntegerField()
        starting_amount = BigIntegerField()
        increment_amount = BigIntegerField()
        maximum_amount = BigIntegerField(null=True)
        extending = BooleanField()
        bids = IntegerField(default=0)
        started_at = BigIntegerField()
        ending_at = BigIntegerField()
        ended_at = BigIntegerField(null=True, index=True)
        reset_at = BigIntegerField(null=True)
        checkout_url = TextField(null=True)

        class Meta:
            database = db
            table_name = "auction_run"
            indexes = ((("auction", "number"), True),)

    class Bid(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        run = ForeignKeyField(AuctionRun, on_delete="CASCADE", index=False)
        number = IntegerField()
        amount = BigIntegerField()
        viewer = CharField(max_length=32)
        author = CharField(max_length=100)
        user_ref = CharField(max_length=255)
        key = CharField(max_length=64, null=True)

        class Meta:
            database = db
            table_name = "bid"
            indexes = ((("run", "number"), True), (("run", "viewer", "key"), True))

    return [Auction, AuctionRun, Bid]
