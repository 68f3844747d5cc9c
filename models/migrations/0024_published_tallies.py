"""Counts of published products that triggers keep, and an index in the order of their lists."""

from typing import Any

from peewee import SqliteDatabase

# Stands in the place of a seller: what everybody sees of a shop.
PUBLISHED = -2
FILL = f"""
insert into product_tally (shop_id, seller_id, level, bucket, number)
  select shop_id, {PUBLISHED}, {{level}}, id >> {{level}}, count(*) from product
    where published group by shop_id, id >> {{level}}"""  # noqa: S608
# In both: one more, one less; a count that came to nothing goes.
MORE = f"""
insert into product_tally (shop_id, seller_id, level, bucket, number) values
  (new.shop_id, {PUBLISHED}, 8, new.id >> 8, 1), (new.shop_id, {PUBLISHED}, 16, new.id >> 16, 1)
  on conflict (shop_id, seller_id, level, bucket)
  do update set number = product_tally.number + 1;"""  # noqa: S608
LESS = "".join(
    f"""
update product_tally set number = number - 1 where shop_id = old.shop_id
  and seller_id = {PUBLISHED} and level = {level} and bucket = old.id >> {level};
delete from product_tally where shop_id = old.shop_id and number = 0
  and seller_id = {PUBLISHED} and level = {level} and bucket = old.id >> {level};"""  # noqa: S608
    for level in (8, 16)
)
SQLITE = {
    "added_published": ("insert", "new.published", MORE),
    "removed_published": ("delete", "old.published", LESS),
    "shown": ("update of published", "new.published and not old.published", MORE),
    "hidden": ("update of published", "old.published and not new.published", LESS),
}
POSTGRES = f"""
create function count_published_products() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    if old.published then
      {LESS}
    end if;
  end if;
  if tg_op <> 'DELETE' then
    if new.published then
      {MORE}
    end if;
  end if;
  return null;
end $$;
create trigger product_published_counted after insert or delete on product
  for each row execute function count_published_products();
create trigger product_published_changed after update of published on product
  for each row when (old.published is distinct from new.published)
  execute function count_published_products();"""


def up(migrator: Any, db: Any) -> None:
    """Count what there is, and keep counting."""
    for level in (8, 16):
        db.execute_sql(FILL.format(level=level))
    if _on_sqlite(db):
        for name, (event, when, body) in SQLITE.items():
            db.execute_sql(
                f"create trigger product_{name} after {event} on product when {when}"
                f" begin {body} end"
            )
    else:
        db.execute_sql(POSTGRES)
    db.execute_sql("create index product_published on product (shop_id, id) where published")


def down(migrator: Any, db: Any) -> None:
    """Count them no more."""
    db.execute_sql("drop index product_published")
    if _on_sqlite(db):
        for name in SQLITE:
            db.execute_sql(f"drop trigger product_{name}")
    else:
        db.execute_sql("drop trigger product_published_counted on product")
        db.execute_sql("drop trigger product_published_changed on product")
        db.execute_sql("drop function count_published_products()")
    db.execute_sql(f"delete from product_tally where seller_id = {PUBLISHED}")  # noqa: S608


def _on_sqlite(db: Any) -> bool:
    return isinstance(getattr(db, "obj", db), SqliteDatabase)
