"""Counts of products that triggers keep, indexes in the order of the lists, on SQLite of names."""

from typing import Any

from peewee import SqliteDatabase

TABLE = """
create table product_tally (
  shop_id integer not null, seller_id integer not null, level smallint not null,
  bucket integer not null, number integer not null,
  primary key (shop_id, seller_id, level, bucket)
)"""
FILL = """
insert into product_tally (shop_id, seller_id, level, bucket, number)
  select shop_id, 0, {level}, id >> {level}, count(*) from product group by shop_id, id >> {level}
  union all
  select shop_id, seller_id, {level}, id >> {level}, count(*) from product
    where seller_id is not null group by shop_id, seller_id, id >> {level}"""
# In both: one more, one less; a count that came to nothing goes.
MORE = """
insert into product_tally (shop_id, seller_id, level, bucket, number) values
  (new.shop_id, {seller}, 8, new.id >> 8, 1), (new.shop_id, {seller}, 16, new.id >> 16, 1)
  on conflict (shop_id, seller_id, level, bucket)
  do update set number = product_tally.number + 1;"""
LESS = """
update product_tally set number = number - 1 where shop_id = old.shop_id
  and seller_id = {seller} and level = 8 and bucket = old.id >> 8;
update product_tally set number = number - 1 where shop_id = old.shop_id
  and seller_id = {seller} and level = 16 and bucket = old.id >> 16;
delete from product_tally where shop_id = old.shop_id and number = 0
  and seller_id = {seller} and level = 8 and bucket = old.id >> 8;
delete from product_tally where shop_id = old.shop_id and number = 0
  and seller_id = {seller} and level = 16 and bucket = old.id >> 16;"""
# Three-letter pieces of names (https://sqlite.org/fts5.html#the_trigram_tokenizer), without the
# names themselves: what is found is compared with the product's.
SEARCH = """
create virtual table product_search using fts5(name, content='', tokenize='trigram', detail=none)"""
FOUND = "insert into product_search (rowid, name) values (new.id, new.name);"
LOST = """
insert into product_search (product_search, rowid, name) values ('delete', old.id, old.name);"""
MOVED = "old.seller_id is not new.seller_id"
SQLITE = {
    "added": ("insert", "", MORE, "0"),
    "added_to_seller": ("insert", "new.seller_id is not null", MORE, "new.seller_id"),
    "removed": ("delete", "", LESS, "0"),
    "removed_from_seller": ("delete", "old.seller_id is not null", LESS, "old.seller_id"),
    "moved_to_seller": (
        "update of seller_id",
        f"new.seller_id is not null and {MOVED}",
        MORE,
        "new.seller_id",
    ),
    "moved_from_seller": (
        "update of seller_id",
        f"old.seller_id is not null and {MOVED}",
        LESS,
        "old.seller_id",
    ),
    "findable": ("insert", "", FOUND, ""),
    "lost": ("delete", "", LOST, ""),
    "renamed": ("update of name", "new.name is not old.name", LOST + FOUND, ""),
}
POSTGRES = f"""
create function count_products() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    {MORE.format(seller="0")}
  end if;
  if tg_op = 'DELETE' then
    {LESS.format(seller="0")}
  end if;
  if tg_op <> 'INSERT' and old.seller_id is not null then
    {LESS.format(seller="old.seller_id")}
  end if;
  if tg_op <> 'DELETE' and new.seller_id is not null then
    {MORE.format(seller="new.seller_id")}
  end if;
  return null;
end $$;
create trigger product_counted after insert or delete on product
  for each row execute function count_products();
create trigger product_moved after update of seller_id on product
  for each row when (old.seller_id is distinct from new.seller_id)
  execute function count_products();"""


def up(migrator: Any, db: Any) -> None:
    """Make the table, count what there is, and keep counting."""
    sqlite = _on_sqlite(db)
    db.execute_sql(TABLE + " without rowid" if sqlite else TABLE)
    for level in (8, 16):
        db.execute_sql(FILL.format(level=level))
    if sqlite:
        db.execute_sql(SEARCH)
        db.execute_sql("insert into product_search (rowid, name) select id, name from product")
        for name, (event, when, body, seller) in SQLITE.items():
            only = f"when {when}" if when else ""
            db.execute_sql(
                f"create trigger product_{name} after {event} on product {only}"
                f" begin {body.format(seller=seller)} end"
            )
    else:
        db.execute_sql(POSTGRES)
    for column in ("shop_id", "seller_id"):
        db.execute_sql(f"drop index product_{column}")
        db.execute_sql(f"create index product_{column}_id on product ({column}, id)")


def down(migrator: Any, db: Any) -> None:
    """Count no more."""
    if _on_sqlite(db):
        for name in SQLITE:
            db.execute_sql(f"drop trigger product_{name}")
        db.execute_sql("drop table product_search")
    else:
        db.execute_sql("drop trigger product_counted on product")
        db.execute_sql("drop trigger product_moved on product")
        db.execute_sql("drop function count_products()")
    db.execute_sql("drop table product_tally")
    for column in ("shop_id", "seller_id"):
        db.execute_sql(f"drop index product_{column}_id")
        db.execute_sql(f"create index product_{column} on product ({column})")


def _on_sqlite(db: Any) -> bool:
    return isinstance(getattr(db, "obj", db), SqliteDatabase)
