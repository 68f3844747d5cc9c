"""Telling: however many rows are asked about, databases are given no value for each."""

from __future__ import annotations

import sqlite3

import pytest

from models.database import database
from models.product_buyer import ProductBuyer
from models.season import SeasonalPrice
from usecases.market.listing import listed
from usecases.market.prices import prices_of
from usecases.market.telling import whole
from usecases.market.wares import wares_of
from usecases.user_links import links_of

from .conftest import Market


@pytest.mark.sqlite
def test_more_is_told_than_a_statement_takes_values(market: Market) -> None:
    for number in range(30):
        bea, lamp = market.user(f"bea{number}"), market.product()
        lamp.selling = {"seasonal": True}
        lamp.save()
        market.sell(market.contract([bea]), 100, product=lamp)
        ProductBuyer.create(product=lamp, email=bea.email)
        times = {"begins_at": lamp.created_at, "ends_at": lamp.created_at}
        SeasonalPrice.create(product=lamp, amount=1, **times)
    connection = database.connection()
    before = connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 20)
    try:
        told = whole(listed(market.shop))
        products = list(told.products.values())
        wares = wares_of(products)
        assert len(prices_of(products)) == len(links_of(list(told.users.values()))) == 30
    finally:
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)
    assert [len(each) for each in (told.items, told.buyers, told.users, wares)] == [30] * 4
    assert {(each.buyers, len(each.seasons)) for each in wares} == {(1, 1)}
