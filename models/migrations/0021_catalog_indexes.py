"""Products are found by their codes, kinds and moments by index, and sorted by them."""

from typing import Any

from peewee import SqliteDatabase

COLUMNS = ("kind", "created_at", "updated_at")
CODE = "product_shop_id_code"
# How many rows each index has in a large shop, and how many are alike in its first columns: SQLite,
# which nobody lets count (`analyze`), would take any shop for one of ten products and look through
# all of them in the order of the list. https://sqlite.org/fileformat2.html#stat1tab
SHAPES = {
    "product_shop_id_ref": "1000000 100000 1",
    "product_shop_id_external_id": "1000000 100000 1",
    "product_shop_id_catalog_id": "1000000 100000 1",
    "product_shop_id_ean": "1000000 100000 2",
    "product_shop_id_id": "1000000 100000 1",
    "product_published": "1000000 90000 1",
    "product_shop_id_kind_id": "1000000 100000 20000 1",
    "product_shop_id_created_at_id": "1000000 100000 10 1",
    "product_shop_id_updated_at_id": "1000000 100000 10 1",
    "product_shop_id_code": "1000000 100000 1 1",
    "product_seller_id_id": "1000000 2000 1",
    "product_parent_id": "1000000 10 10 1",
    "product_template_id": "1000000 50 50 1",
}
# Most products have neither: counted as values, nothings would make these look useless.
LINKS = ("parent_id", "template_id")


def up(migrator: Any, db: Any) -> None:
    """Add the indexes."""
    for each in COLUMNS:
        db.execute_sql(f"create index {_name(each)} on product (shop_id, {each}, id)")
    for each in LINKS:
        db.execute_sql(f"drop index product_{each}")
        columns = f"{each}, shop_id, id"
        db.execute_sql(
            f"create index product_{each} on product ({columns}) where {each} is not null"
        )
    # In the order of the letters' numbers, whatever the database's language.
    on_sqlite = isinstance(getattr(db, "obj", db), SqliteDatabase)
    code = "coalesce(ref, catalog_id)" if on_sqlite else '(coalesce(ref, catalog_id) collate "C")'
    db.execute_sql(f"create index {CODE} on product (shop_id, {code}, id)")
    if on_sqlite:
        db.execute_sql("analyze product")
        db.execute_sql("delete from sqlite_stat1 where tbl = 'product'")
        for name, shape in SHAPES.items():
            db.execute_sql("insert into sqlite_stat1 values ('product', ?, ?)", (name, shape))


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    if isinstance(getattr(db, "obj", db), SqliteDatabase):
        db.execute_sql("delete from sqlite_stat1 where tbl = 'product'")
    for each in (CODE, *map(_name, COLUMNS)):
        db.execute_sql(f"drop index {each}")
    for each in LINKS:
        db.execute_sql(f"drop index product_{each}")
        db.execute_sql(f"create index product_{each} on product ({each})")


def _name(column: str) -> str:
    return f"product_shop_id_{column}_id"
