"""Products are found by their codes, kinds and moments by index, and sorted by them."""

from typing import Any

from peewee import SqliteDatabase

COLUMNS = ("kind", "created_at", "updated_at")
CODE = "product_shop_id_code"
# Most products have neither: counted as values, nothings would make these look useless.
LINKS = ("parent_id", "template_id")


def up(migrator: Any, db: Any) -> None:
    """Add the indexes."""
    for each in COLUMNS:
        db.execute_sql(f"create index {_name(each)} on product (shop_id, {each}, id)")
    for each in LINKS:
        db.execute_sql(f"drop index product_{each}")
        db.execute_sql(f"create index product_{each} on product ({each}) where {each} is not null")
    # In the order of the letters' numbers, whatever the database's language.
    on_sqlite = isinstance(getattr(db, "obj", db), SqliteDatabase)
    code = "coalesce(ref, catalog_id)" if on_sqlite else '(coalesce(ref, catalog_id) collate "C")'
    db.execute_sql(f"create index {CODE} on product (shop_id, {code}, id)")


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    for each in (CODE, *map(_name, COLUMNS)):
        db.execute_sql(f"drop index {each}")
    for each in LINKS:
        db.execute_sql(f"drop index product_{each}")
        db.execute_sql(f"create index product_{each} on product ({each})")


def _name(column: str) -> str:
    return f"product_shop_id_{column}_id"
