"""Lives on air with chat and events, sharing between shops, approval, keys of sellers."""

import hashlib
import secrets
import time
import uuid
from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    """Add the tables and columns; lives get a stream key, what waits is marked as waiting."""

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

    class Content(Model):
        class Meta:
            database = db
            table_name = "content"

    class Share(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        shop = ForeignKeyField(Shop, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "share"
            indexes = ((("content", "shop"), True),)

    class Broadcast(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, unique=True, on_delete="CASCADE")
        stream_key = CharField(max_length=64)
        digest = CharField(unique=True, max_length=64)
        started_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "broadcast"

    class LiveEvent(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        kind = CharField(max_length=20)
        product = ForeignKeyField(Product, null=True, on_delete="CASCADE")
        title = CharField(null=True, max_length=200)
        text = TextField(null=True)
        url = TextField(null=True)
        configuration = JSONField(default=dict)
        from_at = BigIntegerField()
        to_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "live_event"

    class Message(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        author = CharField(max_length=100)
        text = TextField()
        question = BooleanField(default=False)
        votes = IntegerField(default=0)
        answered_at = BigIntegerField(null=True)
        moderated = BooleanField(default=False)
        by_host = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "message"

    db.create_tables([Share, Broadcast, LiveEvent, Message])

    def of_seller(on_delete: str) -> ForeignKeyField:
        return ForeignKeyField(Seller, Seller.id, null=True, on_delete=on_delete)

    migrator.migrate(
        migrator.add_column("content", "awaiting_approval", BooleanField(default=False)),
        migrator.add_column("cue", "source_uid", CharField(null=True, max_length=32)),
        migrator.add_column("api_key", "seller_id", of_seller("CASCADE")),
        migrator.add_column("placement", "seller_id", of_seller("SET NULL")),
        migrator.add_index("content", ("shop_id", "kind", "starts_at"), False),
        migrator.add_index("product", ("shop_id", "ean"), False),
    )
    _mark_what_waits(db)
    _give_keys_to_lives(db, Broadcast)


def down(migrator: Any, db: Any) -> None:
    """Drop what was added."""
    migrator.migrate(
        migrator.drop_index("product", "product_shop_id_ean"),
        migrator.drop_index("content", "content_shop_id_kind_starts_at"),
        migrator.drop_index("placement", "placement_seller_id"),
        migrator.drop_column("placement", "seller_id"),
        migrator.drop_index("api_key", "api_key_seller_id"),
        migrator.drop_column("api_key", "seller_id"),
        migrator.drop_column("cue", "source_uid"),
        migrator.drop_column("content", "awaiting_approval"),
    )
    for table in ("message", "live_event", "broadcast", "share"):
        db.execute_sql(f'drop table "{table}"')


def _mark_what_waits(db: Any) -> None:
    # Until now an unpublished content of a moderated seller was one that waited.
    mark, yes, no = db.param, True, False
    db.execute_sql(
        f"update content set awaiting_approval = {mark} where published = {mark}"  # noqa: S608
        f" and seller_id in (select id from seller where moderated = {mark})",
        (yes, no, yes),
    )


def _give_keys_to_lives(db: Any, broadcasts: Any) -> None:
    now = int(time.time() * 1000)
    lives = db.execute_sql(f"select id from content where kind = {db.param}", ("live",)).fetchall()  # noqa: S608
    for (content_id,) in lives:
        key = secrets.token_hex(24)
        broadcasts.create(
            uid=uuid.uuid4().hex,
            created_at=now,
            updated_at=now,
            content=content_id,
            stream_key=key,
            digest=hashlib.sha256(key.encode()).hexdigest(),
        )
