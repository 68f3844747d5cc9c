"""The catalogue of `goods.py` with what the product service keeps: ids, kinds, mixins, languages.

Of each thousand the first is a parent with nine variants, and one is a bundle. 25 products are
made by a template.
"""

from __future__ import annotations

from pathlib import Path

from bench import goods
from bench.kept import kept_database
from models.database import connected, database, open_database
from models.product_template import ProductTemplate
from models.shop import Shop

VERSION = 1
TEMPLATE, MADE = "shirt", 25
DRESSED = (
    "update product set catalog_id = printf('%024x', id), mixins = json_object("
    "'productCustomAttributes', json_object('orderUnit', 'H87', 'maxOrderQuantity', id % 1000)),"
    " translations = json_object('name', json_object('de', 'Jacke Nummer ' || id)),"
    " kind = case when id % 1000 = 0 then 'parent_variant' when id % 1000 < 10 and id > 1000"
    " then 'variant' when id % 1000 = 500 then 'bundle' else 'basic' end,"
    " parent_id = case when id % 1000 between 1 and 9 and id > 1000 then id - id % 1000 end"
)


def home_of(folder: Path, size: int) -> Path:
    """Give the data folder of a shop called `bench`; made at the first call, then kept."""
    home = folder / f"shelved-{size}-v{VERSION}"
    kept_database(home, lambda part: _fill(part, folder, size))
    return home


def _fill(file: Path, folder: Path, size: int) -> None:
    goods.copy(goods.catalogue(folder, size).home / "vitrine.db", file)
    open_database(f"sqlite:///{file.resolve()}")
    with connected(), database.atomic():
        shop = Shop.get(Shop.slug == "bench")
        Shop.update(locales=["en", "de"]).execute()
        template = ProductTemplate.create(shop=shop, catalog_id=TEMPLATE)
        database.execute_sql(DRESSED)
        database.execute_sql(
            "update product set template_id = ?, template_version = 1 where id % ? = 7",
            (template.id, size // MADE),
        )
    with connected():
        database.execute_sql("pragma wal_checkpoint(truncate)")
    database.obj.close_all()
