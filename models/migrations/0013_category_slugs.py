"""Categories gain slugs, unique in their shop, made from their names."""

import re
import unicodedata
from collections import defaultdict
from typing import Any

from peewee import CharField


def up(migrator: Any, db: Any) -> None:
    """Add the column, give each category its slug, then forbid two of one."""
    migrator.migrate(migrator.add_column("category", "slug", CharField(max_length=100, default="")))
    taken: dict[int, set[str]] = defaultdict(set)
    rows = db.execute_sql("select id, shop_id, name from category order by id").fetchall()
    change = f"update category set slug = {db.param} where id = {db.param}"  # noqa: S608
    for row, shop, name in rows:
        slug = _slug_from(name, taken[shop])
        taken[shop].add(slug)
        db.execute_sql(change, (slug, row))
    migrator.migrate(migrator.add_index("category", ("shop_id", "slug"), True))


def down(migrator: Any, db: Any) -> None:
    """Drop both."""
    migrator.migrate(
        migrator.drop_index("category", "category_shop_id_slug"),
        migrator.drop_column("category", "slug"),
    )


def _slug_from(name: str, taken: set[str]) -> str:
    bare = [each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each)]
    plain = unicodedata.normalize("NFC", "".join(bare)).casefold()
    slug = re.sub(r"[\W_]+", "-", plain)[:80].strip("-") or "category"
    number = 1
    while (numbered := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return numbered
