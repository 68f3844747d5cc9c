"""Products stand in trees, and jobs go through these."""

from typing import Any

from peewee import (
    AutoField,
    BigIntegerField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SqliteDatabase,
)

INDEX = "product_above"
# As migration 0021 tells SQLite of the other links: few rows lead to the same one.
SHAPE = "1000000 10 10 1"


def up(_migrator: Any, db: Any) -> None:
    """Add column, index and table."""
    db.execute_sql("alter table product add column above varchar(80)")
    db.execute_sql(f"create index {INDEX} on product (above, shop_id, id) where above is not null")
    if isinstance(getattr(db, "obj", db), SqliteDatabase):
        sql = "insert into sqlite_stat1 values ('product', ?, ?)"
        db.execute_sql(sql, (INDEX, SHAPE))
    db.create_tables([_table(db)])


def down(_migrator: Any, db: Any) -> None:
    """Drop them."""
    db.drop_tables([_table(db)])
    if isinstance(getattr(db, "obj", db), SqliteDatabase):
        db.execute_sql("delete from sqlite_stat1 where idx = ?", (INDEX,))
    db.execute_sql(f"drop index {INDEX}")
    db.execute_sql("alter table product drop column above")


def _table(db: Any) -> Any:
    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Seller(Model):
        class Meta:
            database = db
            table_name = "seller"

    class Recalculation(Model):
        id = AutoField()
        uid = CharField(max_length=32, unique=True)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        seller = ForeignKeyField(Seller, null=True, on_delete="CASCADE")
        root = CharField(max_length=80)
        requested = JSONField()
        status = CharField(max_length=20)
        attempts = IntegerField()
        due_at = BigIntegerField(null=True, index=True)
        started_at = BigIntegerField(null=True)
        finished_at = BigIntegerField(null=True)
        error = CharField(max_length=300, null=True)

        class Meta:
            database = db
            table_name = "recalculation"

    return Recalculation
