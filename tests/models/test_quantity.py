"""So much of something comes to an exact sum, and is kept to the hundredth."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.quantity import QuantityField, total_of

hundredths = some.integers(1, 10_000_000)


@given(price=some.integers(0, 10**12), many=hundredths)
def test_a_total_is_exact_and_a_half_is_rounded_up(price: int, many: int) -> None:
    total = total_of(price, Decimal(many) / 100)
    assert total * 100 - 50 <= price * many < total * 100 + 50


@given(price=some.integers(0, 10**6), quantity=some.integers(1, 100_000))
def test_of_whole_things_nothing_is_rounded(price: int, quantity: int) -> None:
    assert total_of(price, quantity) == price * quantity


@pytest.mark.parametrize(
    ("price", "quantity", "total"),
    [(1, "0.5", 1), (3, "0.5", 2), (1, "0.49", 0), (1999, "7.5", 14993)],
)
def test_a_half_goes_up(price: int, quantity: str, total: int) -> None:
    assert total_of(price, Decimal(quantity)) == total


@given(many=hundredths)
def test_what_is_kept_is_read_as_it_was(many: int) -> None:
    field, quantity = QuantityField(), Decimal(many) / 100
    read = field.python_value(field.db_value(quantity))
    assert read == quantity
    assert isinstance(read, int) is (many % 100 == 0)
