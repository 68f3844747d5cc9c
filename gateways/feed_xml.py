"""Google Merchant feeds in XML: RSS 2.0 items and Atom entries, read one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from gateways.feed_rows import MOST_OF_A_ROW, Row, Unreadable, name_of

MERCHANT = "{http://base.google.com/ns/1.0}"
# Nothing outside the document is read, nothing inside it is expanded, and libxml2's own bounds
# on depth and size stay on.
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
# How much may stand between two items: all of it is in memory.
BETWEEN = 16 * MOST_OF_A_ROW


def rows(content: IO[bytes]) -> Iterator[Row]:
    """Read the items of an XML feed; raises `Unreadable`."""
    measured = _Measured(content)
    found = etree.iterparse(measured, events=("end",), tag=("{*}item", "{*}entry"), **SAFE)
    number = 0
    try:
        for _, element in found:
            measured.left = BETWEEN
            number += 1
            yield Row(number, _fields(element))
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"this is not well-formed XML: {error.msg}") from None
    if not number:
        raise Unreadable("the XML has no <item> or <entry> in it")


class _Measured:
    """The file as the parser reads it, until there is too much of it without an item."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.left = BETWEEN

    def read(self, size: int) -> bytes:
        piece = self._content.read(size)
        self.left -= len(piece)
        if self.left < 0:
            raise Unreadable(f"more than {BETWEEN // 1_000_000} MB of XML without an item")
        return piece


def _fields(element: Any) -> dict[str, str]:
    """Give an item's texts by name; those of the merchant's namespace win over plain ones."""
    fields: dict[str, str] = {}
    strong = set()
    for child in element.iterchildren(tag=etree.Element):
        name = name_of(etree.QName(child).localname)
        merchants = child.tag.startswith(MERCHANT)
        text = _text(child)
        # An item has one of each but for further pictures; of several the first counts.
        if text and (name not in fields or (merchants and name not in strong)):
            fields[name] = text
            if merchants:
                strong.add(name)
    return fields


def _text(child: Any) -> str:
    text = child.text if not len(child) else "".join(child.itertext(tag=etree.Element))
    # Atom's link says its address in an attribute.
    return (text or child.get("href") or "").strip()


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
