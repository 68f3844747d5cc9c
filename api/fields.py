"""The kinds of fields callers send: exact, bounded, refused in words."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, BeforeValidator, Field

from api.told import ADDRESS, BASE64, PLAIN, PRICE, SOMETHING, Told

EXTRA_BYTES, EXTRA_DEPTH = 20_000, 8
# Digits before and behind the point of any amount of money.
WHOLE_DIGITS, DECIMAL_DIGITS = 12, 4
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATES = re.compile("[\ud800-\udfff]")
# What of JSON there is something to look at in.
WALKED = (str, dict, list, float)
# PostgreSQL gives larger ones back as whole numbers, which no answer could hold.
MOST_NUMBER = 2**64
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _whole(value: object) -> object:
    # JSON Schema counts 2.0 as an integer.
    if isinstance(value, float | Decimal) and float(value).is_integer():
        return int(value)
    return value


def clean(text: str) -> str:
    """Refuse what no name or description has: NUL and other control characters, lone surrogates."""
    if CONTROLS.search(text):
        raise ValueError("control characters are not allowed")
    if SURROGATES.search(text):
        raise ValueError("is not valid Unicode")
    return text


def _price(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError('must be text, such as "19.90": a JSON number would be rounded')
    return value


def _amount(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError('must be a number, or text such as "19.90"')
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if number.is_zero():
        return "0"
    if number.is_signed() or not number.is_finite():
        raise ValueError("must not be negative")
    if number.adjusted() >= WHOLE_DIGITS:
        raise ValueError(f"has at most {WHOLE_DIGITS} digits before the point")
    _, digits, exponent = number.as_tuple()
    zeros = len(digits) - len(bytes(digits).rstrip(b"\0"))
    if isinstance(exponent, int) and -exponent - zeros > DECIMAL_DIGITS:
        raise ValueError("has more decimals than the currency; round it before sending")
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(value: object) -> object:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError("must be a day such as 2026-06-15")
    day = date.fromisoformat(value)
    if not 2000 <= day.year <= 2200:
        raise ValueError("must be between the years 2000 and 2200")
    return day


def from_base64(value: object) -> object:
    """Read a file inside JSON; what is none is left to be refused."""
    if not isinstance(value, str):
        return value
    text = value.split(",", 1)[1] if value.startswith("data:") and "," in value else value
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("a file inside JSON is base64 text") from None


def _moment(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("must be text in ISO 8601, such as 2026-06-15T12:00:00Z")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("must be in ISO 8601, such as 2026-06-15T12:00:00Z") from None
    if moment.tzinfo is None:
        raise ValueError("needs its time zone: end it with Z or an offset such as +02:00")
    if not 2000 <= moment.year <= 2200:
        raise ValueError("must be between the years 2000 and 2200")
    return moment.astimezone(UTC)


def bounded(value: dict[str, Any]) -> dict[str, Any]:
    """Refuse facts of the caller's own that are too many, too deep or no text."""
    walk(value, EXTRA_DEPTH)
    if len(orjson.dumps(value)) > EXTRA_BYTES:
        raise ValueError(f"at most {EXTRA_BYTES} bytes of JSON")
    return value


def walk(value: object, depth: int) -> None:
    """Refuse JSON that is deeper than so many levels, or holds what is no text or too large."""
    _walk(value, depth, depth)


def _walk(value: object, depth: int, most: int) -> None:
    if depth < 0:
        raise ValueError(f"at most {most} levels deep")
    if isinstance(value, str):
        clean(value)
    elif isinstance(value, float) and abs(value) >= MOST_NUMBER:
        raise ValueError("a number has more than 64 bits before its point")
    elif isinstance(value, dict):
        for name, each in value.items():
            clean(name)
            _walk(each, depth - 1, most)
    elif isinstance(value, list):
        for each in value:
            # Long lists are of whole numbers, which nothing is wrong with.
            if isinstance(each, WALKED):
                _walk(each, depth - 1, most)


def _colour(value: str) -> str:
    if not COLOUR.fullmatch(value):
        raise ValueError("must be a colour such as #0b6e4f")
    return value.lower()


Whole = Annotated[int, BeforeValidator(_whole)]
Clean = AfterValidator(clean)
Text = Annotated[str, Field(max_length=20_000), Clean, Told(PLAIN)]
Line = Annotated[str, Field(min_length=1, max_length=200), Clean, Told(SOMETHING)]
Name = Annotated[str, Field(min_length=1, max_length=500), Clean, Told(SOMETHING)]
Filter = Annotated[str, Field(max_length=200), Clean, Told(PLAIN)]
Tag = Annotated[str, Field(min_length=1, max_length=100), Clean, Told(SOMETHING)]
Uid = Annotated[
    str,
    Field(max_length=64, examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"]),
    Told("^[0-9a-f]{32}$"),
]
Url = Annotated[
    str,
    Field(max_length=2048, examples=["https://shop.example/p/field-jacket"]),
    Clean,
    Told(ADDRESS),
]
Pattern = Annotated[
    str,
    Field(max_length=2048, examples=["https://shop.example/jackets/*"]),
    Clean,
    Told(PLAIN),
]
Price = Annotated[
    str,
    BeforeValidator(_price),
    Field(max_length=20, examples=["129.00"]),
    Told(PRICE),
]
_Number = Annotated[float, Field(ge=0, lt=10**WHOLE_DIGITS)]
_Decimal = Annotated[str, Field(max_length=20), Told(PRICE)]
Amount = Annotated[
    str,
    BeforeValidator(_amount, json_schema_input_type=_Number | _Decimal),
    Field(max_length=20, examples=[129.9]),
]
Colour = Annotated[
    str, AfterValidator(_colour), Field(examples=["#0b6e4f"]), Told("^#[0-9a-fA-F]{6}$")
]
Gtin = Annotated[str, Field(max_length=20), Clean, Told("^([0-9]{8}|[0-9]{12,14})?$")]
Extra = Annotated[dict[str, Any], AfterValidator(bounded), Field(examples=[{"fabric": "cotton"}])]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment, json_schema_input_type=str),
    Field(json_schema_extra={"format": "date-time"}, examples=["2026-06-15T12:00:00Z"]),
]
Day = Annotated[date, BeforeValidator(_day), Field(examples=["2026-06-15"])]
Picture = Annotated[
    bytes,
    BeforeValidator(from_base64, json_schema_input_type=str),
    Field(
        json_schema_extra={
            "type": "string",
            "contentEncoding": "base64",
            "contentMediaType": "image/*",
            "pattern": BASE64,
            "minLength": 1,
        },
        # One green pixel.
        examples=[
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mPgzvMHAAFQAMmU6+maAAAA"
            "AElFTkSuQmCC"
        ],
    ),
]
