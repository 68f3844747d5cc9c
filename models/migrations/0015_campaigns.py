"""Brands, planned ends, replays that are not offered, rehearsals behind a passcode, reruns."""

import secrets
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

CONTENT = ("brand_id", "replayable", "planned_end_at")
BROADCAST = ("passcode", "rehearsing", "rerun", "rerun_of_id")


def up(migrator: Any, db: Any) -> None:
    """Make the table and the columns; each live gets a passcode."""
    content, brand = _tables(db)
    db.create_tables([brand])
    named = ForeignKeyField(brand, brand.id, null=True, on_delete="SET NULL")
    again = ForeignKeyField(content, content.id, null=True, on_delete="SET NULL")
    migrator.migrate(
        migrator.add_column("content", "brand_id", named),
        migrator.add_column("content", "replayable", BooleanField(default=True)),
        migrator.add_column("content", "planned_end_at", BigIntegerField(null=True)),
        migrator.add_column("broadcast", "passcode", CharField(max_length=20, default="")),
        migrator.add_column("broadcast", "rehearsing", BooleanField(default=False)),
        migrator.add_column("broadcast", "rerun", BooleanField(default=False)),
        migrator.add_column("broadcast", "rerun_of_id", again),
    )
    mark = db.param
    for (row,) in db.execute_sql("select id from broadcast").fetchall():
        change = f"update broadcast set passcode = {mark} where id = {mark}"  # noqa: S608
        db.execute_sql(change, (str(1000 + secrets.randbelow(9000)), row))
    ends = f"update content set planned_end_at = ends_at where state <> {mark}"  # noqa: S608
    db.execute_sql(ends, ("finished",))


def down(migrator: Any, db: Any) -> None:
    """Drop what was added."""
    migrator.migrate(
        migrator.drop_index("broadcast", "broadcast_rerun_of_id"),
        *(migrator.drop_column("broadcast", each) for each in BROADCAST),
        migrator.drop_index("content", "content_brand_id"),
        *(migrator.drop_column("content", each) for each in CONTENT),
    )
    db.execute_sql('drop table "brand"')


def _tables(db: Any) -> list[Any]:
    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Content(Model):
        class Meta:
            database = db
            table_name = "content"

    class Brand(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
        name = CharField(max_length=200)
        identifier = CharField(max_length=100)
        description = TextField(null=True)
        picture = CharField(max_length=200, null=True)
        width = IntegerField(null=True)
        height = IntegerField(null=True)

        class Meta:
            database = db
            table_name = "brand"
            indexes = ((("shop", "identifier"), True),)

    return [Content, Brand]
