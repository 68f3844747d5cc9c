"""The same catalogue for everybody: product rows of 1,000 to 1,000,000, in each one's own tables.

A product in two belongs to one of 40 sellers. One in eight is a jacket, and 25 of them, spread
evenly whatever their number, are called Kestrel: a name that many have and a name that few have.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.kept import kept_database
from models.database import connected, database, migrate, open_database
from models.seller import Seller
from usecases import shops

SELLERS, RARE = 40, 25
THINGS = ("jacket", "boots", "scarf", "lantern", "kettle", "rucksack", "blanket", "compass")
LOOKS = ("Field", "Harbour", "Meadow", "Granite", "Juniper", "Slate", "Amber")
TEXT = "Made to be mended: spare parts for ten years, and a needle in the pocket. " * 3
CREATED = 1_750_000_000_000
# Written once per file name: raise it when the seed changes, old files are then left alone.
VERSION = 2
COLUMNS = ("id", "uid", "shop_id", "seller_id", "ref", "name", "description", "url", "ean",
           "price_amount", "discount_amount", "currency", "in_stock", "published", "extra",
           "version", "created_at", "updated_at")  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """A data folder of Vitrine's with so many products in one shop, and the key that opens it."""

    home: Path
    size: int
    headers: dict[str, str]


def rows(size: int) -> Iterator[tuple[object, ...]]:
    """Give the products in the order of COLUMNS, oldest first."""
    for number in range(1, size + 1):
        thing = THINGS[number % len(THINGS)]
        maker = "Kestrel" if number % (size // RARE) == 0 else LOOKS[number % len(LOOKS)]
        seller = number // 2 % SELLERS + 1 if number % 2 else None
        at = CREATED + number * 1000
        yield (
            number, uid(number), 1, seller, ref(number), f"{maker} {thing} number {number}", TEXT,
            f"https://shop.example/p/{number}", f"{number:013}", number % 900 * 100 + 990, None,
            "EUR", True, True, "{}", 1, at, at,
        )  # fmt: skip


def uid(number: int) -> str:
    """Spell a product's or a seller's public id."""
    return f"{number:032x}"


def ref(number: int) -> str:
    """Spell a product's reference."""
    return f"SKU-{number}"


def catalogue(folder: Path, size: int) -> Catalogue:
    """Give a catalogue of Vitrine's; made at the first call, then kept."""
    home = folder / f"goods-{size}-v{VERSION}"
    file = kept_database(home, lambda part: _fill(part, size))
    return Catalogue(home, size, _key(file))


def table_file(folder: Path, size: int) -> Path:
    """Give the same rows as one plain table, as whoever publishes a table of products has them."""
    file = folder / f"goods-{size}-v{VERSION}-plain.db"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as plain, plain:
            plain.execute(
                f"create table product ({COLUMNS[0]} integer primary key, {', '.join(COLUMNS[1:])})"
            )
            plain.executemany(_insert(), rows(size))
            for column in ("ref", "seller_id", "name"):
                plain.execute(f"create index product_{column} on product ({column})")
        part.rename(file)
    return file


def copy(file: Path, into: Path) -> None:
    """Copy a database, also one that is in use."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(into)) as target:
        source.backup(target)


def _fill(file: Path, size: int) -> None:
    open_database(f"sqlite:///{file.resolve()}")
    migrate()
    with connected():
        shop = shops.open_shop("Bench", origins=["https://shop.example"], slug="bench")
        with database.atomic():
            for number in range(1, SELLERS + 1):
                Seller.create(
                    shop=shop, uid=uid(number), name=f"Maker {number}", external_id=f"M{number}"
                )
            database.connection().executemany(_insert(), rows(size))
        database.execute_sql("analyze")
        database.execute_sql("pragma wal_checkpoint(truncate)")
    database.obj.close_all()


def _key(file: Path) -> dict[str, str]:
    """Make a key of the shop, and headers with it; what is kept of a key is only its hash."""
    open_database(f"sqlite:///{file.resolve()}")
    migrate()
    with connected():
        shop = shops.find_shop_by_slug("bench")
        _, text = shops.make_key(shop)
    database.obj.close_all()
    return {"App-Id": shop.app_id, "Api-Key": text}


def _insert() -> str:
    return f"insert into product ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
