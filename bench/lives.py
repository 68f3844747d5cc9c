"""A shop with 100 to 10,000 lives: three on air, ten planned, the others past with a replay.

A live carries four of 200 products, each in one of ten categories, and has one of 40 sellers. Ten
of the products are in one live each, whatever the number of lives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from peewee import chunked

from bench.kept import kept_database
from models.asset import READY, Asset
from models.broadcast import Broadcast, new_stream_key
from models.category import Category
from models.content import FINISHED, LIVE, NOT_STARTED, STARTED, Content, ContentProduct
from models.database import connected, database, migrate, open_database
from models.product import Product, ProductCategory
from models.seller import Seller
from usecases import shops

SLUG = "bench"
PRODUCTS, RARE, CATEGORIES, SELLERS, CARRIED = 200, 10, 10, 40, 4
ON_AIR, PLANNED = 3, 10
FIRST = datetime(2020, 1, 1, 12, tzinfo=UTC)
# Written once per file name: raise it when the seed changes, old files are then left alone.
VERSION = 1
AT_ONCE = 50


def shop_of(folder: Path, size: int) -> Path:
    """Give a data folder of Vitrine's with so many lives; made at the first call, then kept."""
    home = folder / f"lives-{size}-v{VERSION}"
    kept_database(home, lambda part: _fill(part, size))
    return home


def ref(number: int) -> str:
    """Spell a product's reference."""
    return str(100_000 + number)


def slug(number: int) -> str:
    """Spell a category's slug."""
    return f"shelf-{number}"


def _fill(file: Path, size: int) -> None:
    open_database(f"sqlite:///{file.resolve()}")
    migrate()
    with connected():
        shop = shops.open_shop("Bench", origins=["https://shop.example"], slug=SLUG).id
        numbers = range(1, size + 1)
        with database.atomic():
            _insert(Seller, map(_seller, range(1, SELLERS + 1)), shop=shop)
            _insert(Category, map(_category, range(CATEGORIES)), shop=shop)
            _insert(Product, map(_product, range(1, PRODUCTS + 1)), shop=shop)
            _insert(ProductCategory, map(_shelf, range(1, PRODUCTS + 1)))
            _insert(Content, (_live(number, size) for number in numbers), shop=shop)
            _insert(Broadcast, (_broadcast(number, size) for number in numbers))
            _insert(ContentProduct, (each for number in numbers for each in _carried(number, size)))
            _insert(Asset, map(_replay, range(1, size - ON_AIR - PLANNED + 1)))
        database.execute_sql("pragma wal_checkpoint(truncate)")
    database.obj.close_all()


def _insert(table: Any, rows: Iterable[dict[str, Any]], **every: Any) -> None:
    for some in chunked(rows, AT_ONCE):
        table.insert_many([{**each, **every} for each in some]).execute()


def _seller(number: int) -> dict[str, Any]:
    return {"name": f"Maker {number}", "external_id": f"M{number}"}


def _category(number: int) -> dict[str, Any]:
    return {"name": f"Shelf {number}", "slug": slug(number)}


def _product(number: int) -> dict[str, Any]:
    url, price = f"https://shop.example/p/{number}", number % 90 * 100 + 990
    plain = {"name": f"Field jacket {number}", "currency": "EUR", "in_stock": True}
    return {**plain, "ref": ref(number), "url": url, "price_amount": price}


def _shelf(number: int) -> dict[str, Any]:
    return {"product": number, "category": number % CATEGORIES + 1}


def _state(number: int, size: int) -> str:
    left = size - number
    return STARTED if left < ON_AIR else NOT_STARTED if left < ON_AIR + PLANNED else FINISHED


def _live(number: int, size: int) -> dict[str, Any]:
    begins = FIRST + timedelta(hours=number * 7919 % size)
    state = _state(number, size)
    ended = begins + timedelta(hours=1) if state == FINISHED else None
    shown = {"kind": LIVE, "name": f"Show {number}", "description": "What to wear in the rain."}
    seller = number % SELLERS + 1
    return {**shown, "seller": seller, "state": state, "starts_at": begins, "ends_at": ended}


def _broadcast(number: int, size: int) -> dict[str, Any]:
    begun = FIRST + timedelta(hours=number * 7919 % size, minutes=1)
    aired = None if _state(number, size) == NOT_STARTED else begun
    return {"content": number, "started_at": aired, **new_stream_key()}


def _carried(number: int, size: int) -> Iterator[dict[str, Any]]:
    for at in range(CARRIED):
        common = RARE + 1 + (number * CARRIED + at) % (PRODUCTS - RARE)
        yield {"content": number, "product": common, "position": at}
    if number % (size // RARE) == 0:
        yield {"content": number, "product": number // (size // RARE), "position": CARRIED}


def _replay(number: int) -> dict[str, Any]:
    poster = {"file": "poster-640.webp", "width": 640, "height": 360, "type": "image/webp"}
    files = {"hls": "master.m3u8", "posters": [poster]}
    plain = {"state": READY, "playing": True, "progress": 1.0, "duration_ms": 3_600_000}
    return {**plain, "content": number, "folder": f"media/{number}", "files": files}
