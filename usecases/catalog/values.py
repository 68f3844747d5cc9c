"""Values of a search, as written, read as what a field holds; None where they do not fit it."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

from usecases.criteria import Scalar

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What no database keeps in a text: NUL, halves of letters.
UNKEPT = re.compile("[\0\ud800-\udfff]")
FLAGS = {"true": True, "false": False}
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
# Whole numbers beyond are compared as the databases' widest fractions.
WHOLE = 1 << 63


def as_text(value: Scalar) -> str | None:
    """Read a text."""
    return None if UNKEPT.search(value.text) else value.text


def as_number(value: Scalar) -> int | float | None:
    """Read a number; one beyond all that machines count with is none."""
    if not NUMBER.fullmatch(value.text):
        return None
    number = float(value.text)
    if not math.isfinite(number):
        return None
    if value.text.lstrip("-").isdigit() and abs(number) < WHOLE:
        return int(value.text)
    return number


def as_flag(value: Scalar) -> bool | None:
    """Read `true` or `false`."""
    return FLAGS.get(value.text)


def as_moment(value: Scalar) -> int | float | None:
    """Read a moment (ISO 8601; UTC unless it says otherwise) as milliseconds since 1970."""
    # Numbers alone would be read as days of years.
    if not DAY.match(value.text):
        return None
    try:
        moment = datetime.fromisoformat(value.text)
    except ValueError:
        return None
    at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - BEGIN
    whole, rest = divmod(at, timedelta(milliseconds=1))
    return whole + rest / timedelta(milliseconds=1) if rest else whole
