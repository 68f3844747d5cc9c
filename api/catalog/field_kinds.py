"""The kinds of fields of this API: ids, localized texts, mixins."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from api.fields import Clean, Tag, Whole, clean, walk
from api.told import PLAIN, SOMETHING, Told

LONGEST_NAME, LONGEST_ID, MOST = 500, 32, 1_000
# What stands in addresses where an id does.
RESERVED = ("bulk", "search", "recalculate")
ID = r"^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,31}$"
MIXIN_DEPTH = 32
DIGITS = re.compile("[1-9][0-9]{0,8}")

# Together no more than an address takes.
Query = Annotated[str, Field(max_length=4_000), Clean, Told(PLAIN)]
Sort = Annotated[str, Field(max_length=2_000), Clean, Told(PLAIN)]


def _id(text: str) -> str:
    if text in RESERVED:
        raise ValueError(f"cannot be {' or '.join(RESERVED)}: these stand in addresses")
    return text


def is_id(text: str) -> bool:
    """Tell whether a product can be made with this id."""
    return re.fullmatch(ID, text) is not None and text not in RESERVED


def _version(value: object) -> object:
    return int(value) if isinstance(value, str) and DIGITS.fullmatch(value) else value


def _mixins(value: dict[str, Any]) -> dict[str, Any]:
    walk(value, MIXIN_DEPTH)
    return value


def _localized(most: int | None) -> Callable[[object], object]:
    """Make the check of a text, or of a map of texts by language; null for none."""

    def text(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError("must be text, or a map of languages to texts")
        plain = clean(value.strip())
        if most is not None and not 1 <= len(plain) <= most:
            raise ValueError(f"must have 1 to {most} characters")
        return plain

    def read(value: object) -> object:
        if not isinstance(value, dict):
            return text(value)
        if len(value) > MOST:
            raise ValueError(f"has more than {MOST} languages")
        return {clean(tag): None if each is None else text(each) for tag, each in value.items()}

    return read


_Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), Told(SOMETHING)]
_Text = Annotated[str, Told(PLAIN)]
Id = Annotated[str, Field(pattern=ID), AfterValidator(_id)]
# What only names a product, so need be no id that could be made.
Named = Annotated[str, Field(min_length=1, max_length=200), Clean, Told(SOMETHING)]
LocalizedName = Annotated[
    Any,
    PlainValidator(
        _localized(LONGEST_NAME), json_schema_input_type=_Name | dict[str, _Name | None]
    ),
]
LocalizedText = Annotated[
    Any,
    PlainValidator(_localized(None), json_schema_input_type=_Text | dict[str, _Text | None]),
]
_Number = Annotated[int, Field(ge=1, le=10**9)]
_Digits = Annotated[str, Field(pattern=f"^{DIGITS.pattern}$")]
TemplateNumber = Annotated[
    Whole,
    BeforeValidator(_version, json_schema_input_type=_Number | _Digits),
    Field(ge=1, le=10**9),
]
Mixins = Annotated[dict[Tag, Any], AfterValidator(_mixins)]
