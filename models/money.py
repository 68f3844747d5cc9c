"""Money: whole minor units of a currency, and the decimal text callers write."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import get_currency_precision, list_currencies

DECIMAL = re.compile(r"\d{1,12}(\.\d{1,4})?", re.ASCII)
CURRENCIES = frozenset(list_currencies())


def amount_of(text: str, currency: str) -> int:
    """Read `"19.90"` as 1990 minor units, exactly.

    Raises `ValueError` with words for the caller: for signs, exponents, commas, NaN, or more
    decimals than the currency has (ISO 4217 exponents, by Unicode CLDR).
    """
    if not DECIMAL.fullmatch(text):
        raise ValueError('must be a price like "19.90": digits and a point, not negative')
    places = get_currency_precision(currency)
    minor = Decimal(text).scaleb(places)
    if minor != minor.to_integral_value():
        raise ValueError(f"{currency} has {places} decimals")
    return int(minor)


def text_of(amount: int | None, currency: str) -> str | None:
    """Write minor units as decimal text: 1990 EUR is `"19.90"`, 1990 JPY is `"1990"`."""
    if amount is None:
        return None
    places = get_currency_precision(currency)
    return f"{Decimal(amount).scaleb(-places):.{places}f}"
