"""A campaign costs the database the same, however many products it carries."""

from __future__ import annotations

from typing import Any

import pytest

from models.content import Content
from models.database import database
from models.shop import Shop
from tests.api.campaigns.conftest import Server
from tests.builders import a_live, a_product, a_seller, an_auction


def a_campaign(shop: Shop, size: int) -> Content:
    """Make one with so many products, each of a seller and auctioned."""
    seller = a_seller(shop)
    live = a_live(shop, seller=seller)
    for _ in range(size):
        an_auction(live, a_product(shop, seller=seller))
    return live


def test_its_queries_do_not_grow_with_its_products(
    server: Server, alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = a_campaign(alice, 1), a_campaign(alice, 30)
    asked: list[str] = []
    execute = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest, **options)

    monkeypatch.setattr(database.obj, "execute_sql", listen)
    counts = {}
    for size, live in ((0, few), (1, few), (30, many)):  # the first notes that its key is in use
        asked.clear()
        told = server.get(f"/campaign/{live.uid}", includeAuctionDetail="true")
        counts[size] = len(asked)
        assert len(told["campaignProductList"]) == max(size, 1)
    assert counts[1] == counts[30] > 1
