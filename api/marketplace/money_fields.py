"""Kinds of values that sales share: money in whole minor units, currencies, ids of things sold."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite
from typing import Annotated

from pydantic import BeforeValidator, Field

from api.body import WHOLE
from api.fields import Whole
from models.contract import MOST_AMOUNT
from models.quantity import LEAST, MOST_OF_ONE, Quantity

# Whose product with a whole number comes out beside it, as 19.99 times 100 does, meant that number.
NEAR = 1e-6
DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")


def near(value: object) -> object:
    """Read a whole number of a form, or one that floating point missed; leave all else."""
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, float) and isfinite(value) and (number := round(value)):
        return number if abs(value - number) <= NEAR else value
    return value


_Typed = Annotated[str, Field(pattern="^(0|[1-9][0-9]{0,11})$")]
_Number = Annotated[Whole, Field(ge=0, le=MOST_AMOUNT)]
Cents = Annotated[
    _Number,
    BeforeValidator(near, json_schema_input_type=_Number | _Typed),
    Field(description="In minor units: 1990 is 19.90.", examples=[1990]),
]


def _quantity(value: object) -> object:
    """Read how many: whole, or hours to the hundredth, also as text or where floats missed it."""
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        number = Decimal(value)
    elif isinstance(value, float) and isfinite(value):
        # Hours are summed up by clients: 0.1 and 0.2 come to 0.30000000000000004.
        number = Decimal(repr(round(value, 2) if abs(round(value, 2) - value) <= NEAR else value))
    else:
        return value
    if number.as_tuple().exponent < -2:  # type: ignore[operator]
        raise ValueError("has at most two decimals")
    return int(number) if number == int(number) else number


_Hours = Annotated[float, Field(ge=0.01, le=MOST_OF_ONE)]
_Whole = Annotated[int, Field(ge=1, le=MOST_OF_ONE)]
Much = Annotated[
    _Whole | Annotated[Decimal, Field(ge=LEAST, le=MOST_OF_ONE)],
    BeforeValidator(_quantity, json_schema_input_type=_Hours),
    Field(description="How many; what is sold by the hour, hours to the hundredth.", examples=[2]),
]
Currency = Annotated[str, Field(description="ISO 4217, in small letters.", examples=["eur"])]


def currency_of(code: str) -> str:
    """Spell a currency."""
    return code.lower()


def number_of(quantity: Quantity) -> int | float:
    """Spell a quantity as a number of JSON: 16, or 7.5."""
    return quantity if isinstance(quantity, int) else float(quantity)
