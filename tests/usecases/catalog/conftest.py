"""What tests of the product service share: facts, products by ids, what webhooks were told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from models.database import database
from models.errors import DomainError
from models.product import Product
from models.shop import Shop
from models.webhook import Delivery
from usecases.catalog.facts import Facts, facts_of
from usecases.catalog.placing import find_all


def some_facts(**facts: Any) -> Facts:
    """Say what is required of a product, and what matters."""
    return {"code": "SKU-1", "names": {"en": "Field jacket"}, **facts}


def kept(shop: Shop, id_: str | None) -> Product:
    """Read a product anew."""
    return find_all(shop, [id_ or ""])[id_ or ""]


def told(shop: Shop, product: Product) -> Facts:
    """Read a product's facts anew."""
    return facts_of(shop, kept(shop, product.catalog_id))


def events() -> list[str]:
    """What webhooks were told, in order."""
    return [each.event for each in Delivery.select().order_by(Delivery.id)]


def spelled(outcomes: list[Product | DomainError]) -> list[str | None]:
    """Give the ids of products, and the codes of refusals, in order."""
    return [each.code if isinstance(each, DomainError) else each.catalog_id for each in outcomes]


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the test sends to the database from now on."""
    sent: list[str] = []
    real = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        sent.append(sql)
        return real(sql, *rest, **options)

    database.obj.execute_sql = listen
    yield sent
    del database.obj.execute_sql
