"""The kinds of fields of this API: ids that are digits, moments to the second."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from api.fields import Clean

MOST_ID = 2**63
DATE_TIME = {"format": "date-time"}


def _text(value: object) -> object:
    """Take the number 7 for the text `7`."""
    plain = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_ID
    return str(value) if plain else value


def exactly(pattern: str, why: str) -> AfterValidator:
    """Refuse texts that a pattern does not describe; a row of such a one is no row."""
    known = re.compile(pattern)

    def check(text: str) -> str:
        if not known.fullmatch(text):
            raise ValueError(why)
        return text

    return AfterValidator(check)


NAME = r"^([0-9]{1,19}|[0-9a-f]{32})$"
_Digits = Annotated[int, Field(ge=0, lt=MOST_ID)]
_Named = Annotated[str, Field(pattern=NAME)]
# What names a row: its number, sent as a number or as text, or its id in the other APIs.
Id = Annotated[
    str,
    BeforeValidator(_text, json_schema_input_type=_Digits | _Named),
    Clean,
    exactly(NAME, "must be a number, or 32 hexadecimal digits"),
    Field(max_length=32, examples=["422317816528"]),
]
# Ids and moments as they are told.
Digits = Annotated[str, Field(pattern="^[0-9]{1,19}$", examples=["422317816528"])]
Told = Annotated[str, Field(examples=["2026-06-15T12:00:00Z"], json_schema_extra=DATE_TIME)]
