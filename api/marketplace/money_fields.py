"""Kinds of values that sales share: money in whole minor units, currencies, ids of things sold."""

from __future__ import annotations

from math import isfinite
from typing import Annotated

from pydantic import BeforeValidator, Field

from api.body import WHOLE
from api.fields import Whole
from models.contract import MOST_AMOUNT

# Whose product with a whole number comes out beside it, as 19.99 times 100 does, meant that number.
NEAR = 1e-6


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
Currency = Annotated[str, Field(description="ISO 4217, in small letters.", examples=["eur"])]


def currency_of(code: str) -> str:
    """Spell a currency."""
    return code.lower()
