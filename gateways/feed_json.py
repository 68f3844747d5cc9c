"""Feeds in JSON: a list, an object around one, one object a line, Shopify's `products.json`.

Numbers are kept as the text they were written in: a price must not pass through a float.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from gateways.feed_rows import MOST_OF_A_ROW, Row, Unreadable, name_of

# The list inside an object around it.
LISTS = {"products", "items", "entries", "resources", "data"}
SPACE = re.compile(r"[\s,\ufeff]*")
TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
NO_VARIANT = "Default Title"


def rows(text: io.TextIOWrapper) -> Iterator[Row]:
    """Read the products of a JSON feed; raises `Unreadable`."""
    number = 0
    for value in _values(text):
        faults = [value] if isinstance(value, str) else []
        for fields in _products(value):
            number += 1
            yield Row(number, fields)
        for fault in faults or ([] if isinstance(value, dict) else ["is no JSON object"]):
            number += 1
            yield Row(number, {}, fault)


def _values(text: io.TextIOWrapper) -> Iterator[Any]:
    """Give the objects of the feed; a text is the fault of a line that is none."""
    first = text.readline(MOST_OF_A_ROW)
    if first.endswith("\n") and first.lstrip("\ufeff \t").startswith("{"):
        whole = _parsed(first)
        if isinstance(whole, dict) and not LISTS & set(whole):
            yield whole
            yield from _lines(text)
            return
    yield from _Scanner(text, first).values()


def _lines(text: io.TextIOWrapper) -> Iterator[Any]:
    while line := text.readline(MOST_OF_A_ROW):
        if len(line) == MOST_OF_A_ROW and not line.endswith("\n"):
            raise Unreadable(f"a line has more than {MOST_OF_A_ROW:,} letters")
        if line.strip():
            value = _parsed(line)
            yield "is no JSON object" if value is None or isinstance(value, str) else value


def _parsed(line: str) -> Any:
    try:
        value, end = _DECODER.raw_decode(line, SPACE.match(line).end())  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        return None
    return None if line[end:].strip() else value


class _Scanner:
    """Takes values out of a long text one at a time, reading on where one is cut off."""

    def __init__(self, text: io.TextIOWrapper, begun: str) -> None:
        self._text, self._held, self._at = text, begun, 0
        self._before = 0

    def values(self) -> Iterator[Any]:
        """Give what the lists of all documents in the text hold, or the documents themselves."""
        while mark := self._peek():
            if mark == "[":
                self._at += 1
                yield from self._list()
            elif mark == "{":
                self._at += 1
                yield from self._object()
            else:
                raise self._broken()

    def _list(self) -> Iterator[Any]:
        while (mark := self._peek()) != "]":
            if not mark:
                raise self._broken()
            value = self._value()
            yield "is no JSON object" if isinstance(value, str) else value
        self._at += 1

    def _object(self) -> Iterator[Any]:
        fields: dict[str, Any] = {}
        listed = False
        while (mark := self._peek()) != "}":
            name = self._value() if mark == '"' else None
            if not isinstance(name, str) or self._peek() != ":":
                raise self._broken()
            self._at += 1
            if self._peek() == "[" and name in LISTS:
                self._at += 1
                listed = True
                yield from self._list()
            else:
                fields[name] = self._value()
        self._at += 1
        if not listed:
            yield fields

    def _value(self) -> Any:
        self._peek()
        ended = False
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except RecursionError:
                raise Unreadable("the JSON is nested too deeply") from None
            except ValueError:
                value, end = None, -1
            # A number that ends with what is held may go on behind it.
            if end >= 0 and (ended or end < len(self._held)):
                self._at = end
                return value
            if ended or len(self._held) - self._at > MOST_OF_A_ROW:
                raise self._broken()
            ended = not self._more()

    def _peek(self) -> str:
        while True:
            self._at = SPACE.match(self._held, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        piece = self._text.read(1 << 16)
        self._before += self._at
        self._held, self._at = self._held[self._at :] + piece, 0
        return bool(piece)

    def _broken(self) -> Unreadable:
        place = f"{self._before + self._at + 1:,}"
        return Unreadable(f"the JSON value at letter {place} is broken or too long")


def _refused(_constant: str) -> Any:
    raise ValueError("NaN and Infinity are no JSON")


_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refused)


def _products(value: Any) -> Iterator[dict[str, str]]:
    if not isinstance(value, dict):
        return
    if isinstance(value.get("variants"), list) and "handle" in value:
        yield from (_variant(value, each) for each in value["variants"] if isinstance(each, dict))
    else:
        yield {name_of(name): text for name, each in value.items() if (text := _plain(each))}


def _plain(value: Any) -> str:
    """Write a value as text: `{"value": "19.90", "currency": "EUR"}` is `19.90 EUR`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        parts = (value.get("value", value.get("amount")), value.get("currency"))
        return " ".join(each for each in parts if isinstance(each, str)) or _plain(value.get("src"))
    if isinstance(value, list):
        return _plain(value[0]) if value else ""
    return value.strip() if isinstance(value, str) else ""


def _variant(product: dict[str, Any], variant: dict[str, Any]) -> dict[str, str]:
    """Read a variant of Shopify as a product of its own."""
    names = [_plain(product.get("title")), _plain(variant.get("title"))]
    uid, handle = _plain(variant.get("id")), _plain(product.get("handle"))
    told = {
        "id": _plain(variant.get("sku")) or uid,
        "title": " – ".join(each for each in names if each and each != NO_VARIANT),
        "description": _words(_plain(product.get("body_html"))),
        "shopify_path": f"/products/{handle}" + (f"?variant={uid}" if uid else ""),
        "image_link": _plain(variant.get("featured_image") or product.get("images")),
        "gtin": _plain(variant.get("barcode")),
        "availability": _plain(variant.get("available")),
        "price": _plain(variant.get("price")),
    }
    before = _plain(variant.get("compare_at_price"))
    if before and before != told["price"]:
        told |= {"price": before, "sale_price": told["price"]}
    return {name: text for name, text in told.items() if text}


def _words(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(TAGS.sub(" ", markup))).strip()
