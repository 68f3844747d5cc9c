"""Money: whole minor units of a currency, and the decimal text callers write."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from babel.core import UnknownLocaleError
from babel.numbers import get_currency_precision, get_decimal_symbol, list_currencies

DECIMAL = re.compile(r"\d{1,12}(\.\d{1,4})?", re.ASCII)
CURRENCIES = frozenset(list_currencies())
# A price as people write it: the currency before or behind, groups of thousands, decimals.
WRITTEN = re.compile(
    r"(?P<before>[A-Z]{3}|[€£¥$])?\s*(?P<number>\d[\d.,'’\s]*?)\s*(?P<after>[A-Z]{3}|[€£¥$])?",
    re.ASCII,
)
SIGNS = {"€": ("EUR",), "£": ("GBP",), "¥": ("JPY", "CNY"), "$": ("USD", "CAD", "AUD", "MXN")}
GROUPED = {mark: re.compile(rf"\d{{1,3}}({re.escape(mark)}\d{{3}})+", re.ASCII) for mark in ".,'"}


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
    places = _places(currency)
    if not places:
        return str(amount)
    whole, rest = divmod(abs(amount), 10**places)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{places}}"


@cache
def _places(currency: str) -> int:
    return int(get_currency_precision(currency))


def read_price(text: str, currency: str, locale: str = "en") -> tuple[int, str]:
    """Read a price as people and feeds write it, exactly: minor units and their currency.

    `"19.90 EUR"`, `"EUR 1,234.50"`, `"19,90 €"`, `"1 234,56"`, `"1'234.50"`. Where a single mark
    before three digits may mean either, the locale says which. Raises `ValueError`.
    """
    # The spaces of other alphabets, and what stands for an apostrophe, are one here.
    plain = re.sub(r"\s+", " ", text.strip().upper()).replace("’", "'")
    found = WRITTEN.fullmatch(plain) if len(plain) <= 40 else None
    if not found or (found["before"] and found["after"]):
        raise ValueError(f"the price {text[:40]!r} cannot be read")
    code = _currency(found["before"] or found["after"], currency, text)
    number = _decimal(found["number"], get_currency_precision(code), locale)
    if number is None:
        raise ValueError(f"the price {text[:40]!r} cannot be read")
    # Exports of four decimals end in zeros; three digits may as well be thousands.
    if len(number.partition(".")[2]) == 3 > get_currency_precision(code):
        raise ValueError(f"the price {text[:40]!r} has too many decimals for {code}")
    return amount_of(number, code), code


def _currency(mark: str | None, currency: str, text: str) -> str:
    if mark is None:
        return currency
    if mark in SIGNS:
        if currency in SIGNS[mark]:
            return currency
        if mark in "€£":
            return SIGNS[mark][0]
    elif mark in CURRENCIES:
        return mark
    raise ValueError(f"the currency of the price {text[:40]!r} is not known")


def _decimal(number: str, places: int, locale: str) -> str | None:
    """Write a number with a point and without groups; nothing when it cannot be told for sure."""
    number = number.replace(" ", "'")
    marks = [each for each in number if not each.isdigit()]
    if not marks:
        return number
    last = marks[-1]
    whole, _, rest = number.rpartition(last)
    if last == "'" or marks.count(last) > 1:
        # Only groups, all by the same mark.
        return number.replace(last, "") if GROUPED[last].fullmatch(number) else None
    if len(marks) == 1 and len(rest) == 3 and places < 3 and last != decimal_mark(locale):
        return whole + rest if GROUPED[last].fullmatch(number) else None
    others = set(marks[:-1])
    if others and (len(others) > 1 or not GROUPED[others.pop()].fullmatch(whole)):
        return None
    return f"{whole.translate(_NO_MARKS)}.{rest}" if rest else None


_NO_MARKS = str.maketrans("", "", ".,'")


@cache
def decimal_mark(locale: str) -> str:
    """Tell what a language writes before the decimals: a point or a comma."""
    try:
        return get_decimal_symbol(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return "."
