"""Quantities: whole things, or hours to the hundredth; kept and counted as whole hundredths."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from peewee import IntegerField

from models.settlement import half_up

# How many there may be of one thing, and how finely what is sold by the hour is told.
MOST_OF_ONE, LEAST = 100_000, Decimal("0.01")
PER_ONE = 100

Quantity = int | Decimal


class QuantityField(IntegerField):
    """A quantity of at most two decimals, kept as hundredths: 7.5 is 750."""

    def db_value(self, value: Quantity | None) -> int | None:
        return None if value is None else int(value * PER_ONE)

    def python_value(self, value: int | None) -> Quantity | None:
        if value is None:
            return None
        whole, rest = divmod(value, PER_ONE)
        return (Decimal(value) / PER_ONE).normalize() if rest else whole


def total_of(price: int, quantity: Quantity | Fraction) -> int:
    """Give what so much comes to in minor units, a half rounded up."""
    return half_up(price * Fraction(quantity))


def is_whole(quantity: Quantity) -> bool:
    """Tell whether a quantity has no decimals."""
    return quantity == int(quantity)
