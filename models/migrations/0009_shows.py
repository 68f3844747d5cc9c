"""Shows on air: takes, screen, what viewers are told, chat with bans and votes, the audience."""

import secrets
from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    """Make the tables, and the columns that broadcasts, events, messages and shops gain."""
    db.create_tables(_tables(db))
    migrator.migrate(
        migrator.add_column("broadcast", "starts_by", CharField(max_length=10, default="ingest")),
        migrator.add_column("broadcast", "sender", CharField(max_length=100, null=True)),
        migrator.add_column("broadcast", "sender_due_at", BigIntegerField(null=True)),
        migrator.add_column("broadcast", "lost_at", BigIntegerField(null=True)),
        migrator.add_column("broadcast", "chat", JSONField(null=True)),
        migrator.add_column("broadcast", "pinned", CharField(max_length=32, null=True)),
        migrator.add_column("broadcast", "number", IntegerField(default=0)),
        migrator.add_column("broadcast", "links_from", BigIntegerField(null=True)),
        migrator.add_column("message", "by_moderator", BooleanField(default=False)),
        migrator.add_column("message", "waiting", BooleanField(default=False)),
        migrator.add_column("message", "shadowed", BooleanField(default=False)),
        migrator.add_column("message", "viewer", CharField(max_length=32, null=True)),
        migrator.add_column("message", "address", CharField(max_length=64, null=True)),
        migrator.add_column("message", "reason", TextField(null=True)),
        migrator.add_index("message", ("viewer",), False),
        migrator.add_index("message", ("content_id", "question", "votes"), False),
        migrator.add_index("message", ("address",), False),
        migrator.add_column("live_event", "thumbnail", CharField(max_length=200, null=True)),
        migrator.add_column("shop", "extension_hosts", JSONField(null=True)),
        migrator.add_column("shop", "show_viewers", BooleanField(default=True)),
        migrator.add_column("shop", "viewer_secret", CharField(max_length=64, null=True)),
        migrator.add_column("shop", "chat_words", JSONField(null=True)),
    )
    db.execute_sql("update broadcast set chat = '{}'")
    db.execute_sql("update shop set extension_hosts = '[]', chat_words = '[]'")
    for (shop,) in db.execute_sql("select id from shop").fetchall():
        mark = db.param
        change = f"update shop set viewer_secret = {mark} where id = {mark}"  # noqa: S608
        db.execute_sql(change, (secrets.token_urlsafe(32), shop))
    migrator.migrate(
        migrator.add_not_null("broadcast", "chat"),
        migrator.add_not_null("shop", "extension_hosts"),
        migrator.add_not_null("shop", "viewer_secret"),
        migrator.add_not_null("shop", "chat_words"),
    )


def down(migrator: Any, db: Any) -> None:
    """Drop what was added."""
    migrator.migrate(
        migrator.drop_index("message", "message_content_id_question_votes"),
        migrator.drop_index("message", "message_viewer"),
        migrator.drop_column("shop", "show_viewers"),
        migrator.drop_column("shop", "extension_hosts"),
        migrator.drop_column("live_event", "thumbnail"),
        migrator.drop_index("message", "message_address"),
        *(
            migrator.drop_column("message", each)
            for each in ("by_moderator", "waiting", "shadowed", "viewer", "address", "reason")
        ),
        *(migrator.drop_column("shop", each) for each in ("viewer_secret", "chat_words")),
        *(
            migrator.drop_column("broadcast", each)
            for each in (
                "starts_by",
                "sender",
                "sender_due_at",
                "lost_at",
                "chat",
                "pinned",
                "number",
                "links_from",
            )
        ),
    )
    for table in reversed(_tables(db)):
        table.drop_table()


def _tables(db: Any) -> list[Any]:
    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Content(Model):
        class Meta:
            database = db
            table_name = "content"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class Message(Model):
        class Meta:
            database = db
            table_name = "message"

    class Take(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        via = CharField(max_length=10)
        folder = CharField(max_length=200)
        began_at = BigIntegerField(null=True)
        ended_at = BigIntegerField(null=True)
        kept_from_ms = IntegerField(default=0)
        duration_ms = IntegerField(default=0)
        marks = JSONField(default=list)
        facts = JSONField(default=dict)

        class Meta:
            database = db
            table_name = "take"

    class LiveChange(Model):
        content = ForeignKeyField(Content, on_delete="CASCADE")
        number = IntegerField()
        at = BigIntegerField()
        kind = CharField(max_length=20)
        body = TextField()

        class Meta:
            database = db
            table_name = "live_change"
            primary_key = CompositeKey("content", "number")

    class Vote(Model):
        message = ForeignKeyField(Message, on_delete="CASCADE")
        viewer = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "vote"
            primary_key = CompositeKey("message", "viewer")

    class SpentToken(Model):
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        digest = CharField(max_length=64)
        ends_at = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "spent_token"
            primary_key = CompositeKey("shop", "digest")

    class Ban(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        content = ForeignKeyField(Content, null=True, on_delete="CASCADE")
        kind = CharField(max_length=10)
        author = CharField(max_length=100)
        viewer = CharField(null=True, index=True, max_length=32)
        address = CharField(null=True, index=True, max_length=64)
        reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "ban"

    class Presence(Model):
        content = ForeignKeyField(Content, on_delete="CASCADE")
        key = CharField(max_length=64)
        count = IntegerField()
        due_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "presence"
            primary_key = CompositeKey("content", "key")

    class Reaction(Model):
        content = ForeignKeyField(Content, on_delete="CASCADE")
        emoji = CharField(max_length=16)
        count = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "reaction"
            primary_key = CompositeKey("content", "emoji")

    class ProductClick(Model):
        content = ForeignKeyField(Content, on_delete="CASCADE")
        product = ForeignKeyField(Product, on_delete="CASCADE")
        count = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "product_click"
            primary_key = CompositeKey("content", "product")

    class LiveCount(Model):
        content = ForeignKeyField(Content, primary_key=True, on_delete="CASCADE")
        peak = IntegerField(default=0)
        visits = IntegerField(default=0)
        watch_s = BigIntegerField(default=0)
        clicks = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "live_count"

    class Reminder(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        mail = CharField(max_length=254)
        locale = CharField(max_length=35)
        consented_at = BigIntegerField()
        told_at = BigIntegerField(null=True)
        due_at = BigIntegerField(null=True, index=True)

        class Meta:
            database = db
            table_name = "reminder"
            indexes = ((("content", "mail"), True),)

    return [
        Take,
        LiveChange,
        Vote,
        SpentToken,
        Ban,
        Presence,
        Reaction,
        ProductClick,
        LiveCount,
        Reminder,
    ]
