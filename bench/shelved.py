"""Shops with so many products of the product service: ids, codes, kinds, mixins, languages.

Of each thousand one is a parent with nine variants, and one is a bundle. 25 products, spread
evenly, are made by a template and are called Kestrel.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from bench.kept import kept_database
from models.database import connected, database, migrate, open_database
from models.product_template import ProductTemplate, TemplateVersion
from usecases import shops

# Written once per file name: raise it when the seed changes, old files are then left alone.
VERSION = 2
SLUG, TEMPLATE, RARE = "bench", "shirt", 25
CREATED = 1_750_000_000_000
ROWS = f"""
insert into product (id, uid, created_at, updated_at, shop_id, ref, name, description,
  price_amount, currency, price_shown, in_stock, published, extra, version, catalog_id, kind,
  parent_id, translations, mixins, template_id, template_version, sheet)
with recursive row(n) as (select 1 union all select n + 1 from row where n < :size)
select n, printf('%032x', n), {CREATED} + n * 1000, {CREATED} + n * 1000, :shop, 'SKU-' || n,
  case when n % :rare then 'Harbour' else 'Kestrel' end || ' jacket number ' || n, :text,
  990, 'EUR', 1, 1, 1, '{{}}', 1, printf('%024x', n),
  case when n % 1000 = 0 then 'parent_variant' when n > 1000 and n % 1000 < 10 then 'variant'
    when n % 1000 = 500 then 'bundle' else 'basic' end,
  case when n > 1000 and n % 1000 between 1 and 9 then n - n % 1000 end,
  json_object('name', json_object('de', 'Jacke Nummer ' || n)),
  json_object('productCustomAttributes',
    json_object('orderUnit', 'H87', 'maxOrderQuantity', n % 1000)),
  case when n % :rare = 0 then :template end, case when n % :rare = 0 then 1 end,
  json_object('tax_classes', json_object('EN', 'STANDARD'), 'labels', json_array('new'))
from row"""
TEXT = "Made to be mended: spare parts for ten years, and a needle in the pocket. " * 3


def home_of(folder: Path, size: int) -> Path:
    """Give the data folder of a shop called SLUG; made at the first call, then kept."""
    home = folder / f"shelved-{size}-v{VERSION}"
    kept_database(home, lambda part: _fill(part, size))
    return home


def catalog_id(number: int) -> str:
    """Spell a product's id."""
    return f"{number:024x}"


def _fill(file: Path, size: int) -> None:
    open_database(f"sqlite:///{file.resolve()}")
    migrate()
    with connected():
        shop = shops.open_shop("Bench", slug=SLUG, origins=["https://shop.example"])
        template = ProductTemplate.create(shop=shop, catalog_id=TEMPLATE)
        TemplateVersion.create(
            template=template, version=1, name={"en": "Shirt"}, attributes=[], created_at=CREATED
        )
        facts = {"shop": shop.id, "template": template.id, "rare": size // RARE, "text": TEXT}
        with database.atomic():
            _insert({"size": size, **facts})
        database.execute_sql("pragma wal_checkpoint(truncate)")
    database.obj.close_all()


def _insert(facts: dict[str, Any]) -> None:
    """Insert all rows at once: without the indexes and triggers, which are made anew behind them.

    The index of names is left empty: the product service does not ask it.
    """
    made = database.execute_sql(
        "select type, name, sql from sqlite_master where tbl_name = 'product'"
        " and type in ('index', 'trigger') and sql is not null"
    ).fetchall()
    shapes = database.execute_sql("select * from sqlite_stat1").fetchall()
    for kind, name, _ in made:
        database.execute_sql(f"drop {kind} {name}")
    database.connection().execute(ROWS, facts)
    for _, _, sql in made:
        database.execute_sql(sql)
    # What SQLite is told of indexes goes with them.
    database.execute_sql("delete from sqlite_stat1")
    for shape in shapes:
        database.execute_sql("insert into sqlite_stat1 values (?, ?, ?)", shape)
    for migration in ("0008_product_tallies", "0024_published_tallies"):
        counts = import_module(f"models.migrations.{migration}").FILL
        for level in (8, 16):
            database.execute_sql(counts.format(level=level))
