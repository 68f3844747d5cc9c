"""What every format of feeds is read into: rows of plain texts by the columns' names.

Names are in lower case with underscores; what they mean is for the use cases to say. A row that
cannot be read is told with its number and the reading goes on; a file that makes no sense as a
whole is `Unreadable`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# What one row may have: so much of a file is in memory at the least.
MOST_OF_A_ROW = 1 << 20
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Unreadable(Exception):
    """The file is no feed; the message is for the merchant."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Row(NamedTuple):
    """One row: its number from 1, its fields, or why it cannot be read."""

    number: int
    fields: dict[str, str]
    fault: str | None = None


def name_of(text: str) -> str:
    """Spell a column's name as everywhere here: `g:imageLink`, `Image Link` are `image_link`."""
    # A million rows have the same dozen names; long ones are not worth their room.
    return _known(text) if len(text) <= 64 else _spelled(text)


def _spelled(text: str) -> str:
    plain = text.strip().rpartition(":")[2]
    return re.sub(r"[\s\-]+", "_", _WORDS.sub("_", plain)).lower()


_known = lru_cache(maxsize=1000)(_spelled)
