"""Regular expressions for SQLite, run by RE2: in a time that grows with the text alone."""

from functools import lru_cache
from typing import Any

import re2

# A pattern is made ready once for all rows.
KEPT = 64


def found_in(pattern: str, text: str | None) -> bool | None:
    """Tell whether a pattern is found in a text; nothing is known of none (SQL's REGEXP)."""
    return None if text is None else _ready(pattern).search(text) is not None


@lru_cache(KEPT)
def _ready(pattern: str) -> Any:
    return re2.compile(pattern)
