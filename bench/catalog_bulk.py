"""Measures products made 200 to a request beside the same rows through plain `insert_many`.

One process does both by turns, into one table of one SQLite file: whole requests of the product
service, from the bytes of the body to the bytes of the answer, and nothing but the insert.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import structlog
from flask.testing import FlaskClient

from app import Settings, create_app
from bench import report
from models.database import connected, database
from models.product import Product
from models.shop import Shop
from usecases import shops
from usecases.catalog import granting

ROWS, MOST = 200, 3
COLUMNS = ("", "rows/s", "ms for 200", "rows/s of CPU", "CPU ms for 200", "x insert")
MIXINS = {
    "productCustomAttributes": {
        "pricingMeasurePrice": 13,
        "unitPricingMeasure": {"value": 133, "unitCode": "GRM"},
        "unitPricingBaseMeasure": {"value": 100, "unitCode": "GRM"},
        "orderUnit": "H87",
        "minOrderQuantity": 2,
        "maxOrderQuantity": 10,
    },
}
TEXT = "Made to be mended: spare parts for ten years, and a needle in the pocket."
INSERT, MADE, REPLACED = "insert_many", "new products", "replaced products"


@dataclass
class _Way:
    """One way to write 200 products: what prepares it, what is measured, and what it took."""

    begin: Callable[[], Any]
    act: Callable[[Any], None]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def turn(self) -> None:
        """Do it once."""
        prepared = self.begin()
        wall, cpu = time.perf_counter(), time.process_time()
        self.act(prepared)
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)


def measure(rounds: int) -> None:
    """Print the part of the report about products in bulk."""
    report.heading(f"Products of the product service, {ROWS} to a request, and plain inserts")
    with tempfile.TemporaryDirectory() as work, _served(Path(work)) as (client, shop, path):
        numbers = count(1)
        ways = {
            INSERT: _Way(lambda: _rows(shop, numbers), _insert),
            MADE: _Way(lambda: _body(numbers), lambda body: _send(client.post, path, body)),
            REPLACED: _Way(lambda: _known(numbers), lambda body: _send(client.put, path, body)),
        }
        for at in range(rounds + 2):
            for way in ways.values():
                way.turn()
                if at < 2:  # to warm up
                    way.wall.clear()
                    way.cpu.clear()
        _print(ways)


@contextmanager
def _served(work: Path) -> Iterator[tuple[FlaskClient, Shop, str]]:
    app = create_app(Settings(data=work, key_rate=10**9, address_rate=10**9))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with connected():
        shop = shops.open_shop("Bench", origins=["https://shop.example"], slug="bench")
        _, key = shops.make_key(shop)
        token = granting.grant(shop.app_id, key, "").token()
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    yield client, shop, f"/product/{shop.slug}/products/bulk"
    database.obj.close_all()


def _rows(shop: Shop, numbers: Iterator[int]) -> list[dict[str, Any]]:
    return [_row(shop, next(numbers)) for _ in range(ROWS)]


def _row(shop: Shop, number: int) -> dict[str, Any]:
    return {
        "shop": shop,
        "ref": f"SKU-{number}",
        "name": f"Field jacket number {number}",
        "description": TEXT,
        "currency": shop.currency,
        "published": True,
        "locale": "en",
        "mixins": MIXINS,
        "sheet": {"tax_classes": {"EN": "STANDARD"}, "labels": ["new"]},
        "brand_code": "larch",
    }


def _insert(rows: list[dict[str, Any]]) -> None:
    with connected(), database.atomic():
        Product.insert_many(rows).execute()


def _body(numbers: Iterator[int]) -> bytes:
    return orjson.dumps([_product(next(numbers)) for _ in range(ROWS)])


def _known(numbers: Iterator[int]) -> bytes:
    """Change the products that were made before."""
    query: Any = Product.select(Product.catalog_id).order_by(Product.id.desc()).limit(ROWS)
    with connected():
        ids = [each for (each,) in query.tuples()]
    return orjson.dumps([{**_product(next(numbers)), "id": each} for each in ids])


def _product(number: int) -> dict[str, Any]:
    return {
        "code": f"SKU-{number}",
        "name": f"Field jacket number {number}",
        "description": TEXT,
        "published": True,
        "taxClasses": {"EN": "STANDARD"},
        "mixins": MIXINS,
        "labelIds": ["new"],
        "brandId": "larch",
    }


def _send(ask: Callable[..., Any], path: str, body: bytes) -> None:
    answer = ask(path, data=body, content_type="application/json")
    if not all(each["code"] in (201, 204) for each in answer.json):
        raise RuntimeError(answer.text)


def _print(ways: dict[str, _Way]) -> None:
    inserted, lines = ways[INSERT], []
    for name, way in ways.items():
        wall, cpu = median(way.wall), median(way.cpu)
        times = median(a / b for a, b in zip(way.cpu, inserted.cpu, strict=True))
        figures = (ROWS / wall, wall * 1000, ROWS / cpu, cpu * 1000)
        lines.append((name, *map(report.number, figures), report.number(times, 2)))
    report.table(COLUMNS, lines)
    for name in (MADE, REPLACED):
        times = median(a / b for a, b in zip(ways[name].cpu, inserted.cpu, strict=True))
        report.aim(f"CPU of {name} beside rows inserted", times, MOST, at_most=True)
