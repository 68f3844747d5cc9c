"""Kinds of values that sales share: money in whole minor units, currencies, ids of things sold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.fields import Whole
from models.contract import MOST_AMOUNT

Cents = Annotated[
    Whole,
    Field(ge=0, le=MOST_AMOUNT, description="In minor units: 1990 is 19.90.", examples=[1990]),
]
Currency = Annotated[str, Field(description="ISO 4217, in small letters.", examples=["eur"])]


def currency_of(code: str) -> str:
    """Spell a currency."""
    return code.lower()
