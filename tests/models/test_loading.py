"""A row made of hand-read columns is the row that the table's own query makes."""

from __future__ import annotations

from typing import Any

import pytest

from models.api_key import ApiKey
from models.database import read_rows
from models.loading import Loader
from models.product import Product
from models.shop import Shop
from tests import builders


@pytest.mark.parametrize("table", [Shop, ApiKey, Product], ids=lambda table: table.__name__)
def test_a_loaded_row_has_the_same_facts(alice: Shop, key: dict[str, str], table: Any) -> None:
    seller = builders.a_seller(alice)
    builders.a_product(alice, seller=seller, extra={"a": [1, "b", None]}, in_stock=False)
    builders.a_product(alice, published=False, price_amount=None)
    loader = Loader(table)
    sql = f"select {loader.columns('t')}, 7 from {table._meta.table_name} t order by t.id"
    loaded = [loader.load(row) for row in read_rows(sql, ())]
    own = list(table.select().order_by(table.id))
    assert [each.__data__ for each in loaded] == [each.__data__ for each in own]
    assert not any(each.dirty_fields for each in loaded)
