"""References inside a JSON Schema, brought to one form: JSON pointers into the one document.

A schema may call its parts by ids, anchors and addresses; each draft has ways of its own. After
this, there are pointers alone, so nothing outside is ever wanted, and what bounds the work
(`usecases/catalog/weighing.py`) sees what the validator sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin

Json = Any
# Keywords whose value is a map of schemas by names that are no keywords.
MAPS = frozenset(
    (
        "properties",
        "patternProperties",
        "definitions",
        "$defs",
        "dependentSchemas",
        "dependencies",
    )
)
# What is no schema, whatever it looks like.
VALUES = frozenset(("enum", "const", "default", "examples", "example"))
ANCHORS = ("$anchor", "$dynamicAnchor")
NAMES = ("$id", "id", "$schema", "$vocabulary", "$recursiveAnchor", *ANCHORS)
# Those of later drafts say where to look first; in one document that is the same place.
REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


class Unreadable(Exception):
    """The schema cannot be used; the message tells why, for the merchant."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class _Place(NamedTuple):
    schema: dict[str, Json]
    pointer: str
    base: str
    in_map: bool = False


def untangled(document: dict[str, Json]) -> dict[str, dict[str, Json]]:
    """Bring a schema's references to one form, in place; give its schemas by their pointers.

    The document itself has the pointer ``. Raises `Unreadable` for a reference to anything that
    is not in it.
    """
    places, names, known = _places(document)
    for each in places:
        told = [each.schema.pop(word) for word in REFERENCES if word in each.schema]
        if len(told) > 1:
            raise Unreadable("a part of it refers to others in two ways")
        for reference in told:
            pointer = _pointer(reference, each.base, names)
            if pointer not in known:
                raise Unreadable(f"it refers to {str(reference)[:100]!r}, which is not in it")
            each.schema["$ref"] = f"#{quote(pointer)}"
    for each in places:
        for word in NAMES:
            if isinstance(each.schema.get(word), str | bool):
                del each.schema[word]
    return {each.pointer: each.schema for each in places}


def _places(document: dict[str, Json]) -> tuple[list[_Place], dict[str, str], set[str]]:
    """List the schemas in a document, the pointers of what has a name, those of all schemas.

    True and false are schemas, too, in which nothing is.
    """
    names = {"": ""}
    found: list[_Place] = []
    known: set[str] = set()
    left = [_Place(document, "", "")]
    while left:
        place = left.pop()
        if not place.in_map:
            place = place._replace(base=_named(place, names))
            found.append(place)
            known.add(place.pointer)
        for pointer, word, value in _inside(place):
            if isinstance(value, dict):
                is_map = not place.in_map and word in MAPS
                left.append(_Place(value, pointer, place.base, is_map))
            elif isinstance(value, bool):
                known.add(pointer)
    return found, names, known


def _inside(place: _Place) -> Iterator[tuple[str, str, Json]]:
    for word, value in place.schema.items():
        if not place.in_map and word in VALUES:
            continue
        pointer = f"{place.pointer}/{word.replace('~', '~0').replace('/', '~1')}"
        if isinstance(value, list):
            yield from ((f"{pointer}/{at}", "", each) for at, each in enumerate(value))
        else:
            yield pointer, word, value


def _named(place: _Place, names: dict[str, str]) -> str:
    """Note what a schema calls itself; give the address that references in it begin at."""
    base = place.base
    for word in ("$id", "id"):
        told = place.schema.get(word)
        if isinstance(told, str):
            address, fragment = _split(base, told)
            # A fragment alone is an anchor; an address is where the schema stands.
            if fragment:
                names.setdefault(f"{address}#{fragment}", place.pointer)
            else:
                base = address
                names.setdefault(base, place.pointer)
    for word in ANCHORS:
        told = place.schema.get(word)
        if isinstance(told, str):
            names.setdefault(f"{base}#{told}", place.pointer)
    return base


def _pointer(reference: Json, base: str, names: dict[str, str]) -> str | None:
    if not isinstance(reference, str):
        return None
    address, fragment = _split(base, reference)
    fragment = unquote(fragment)
    if fragment and not fragment.startswith("/"):
        return names.get(f"{address}#{fragment}")
    return None if address not in names else names[address] + fragment


def _split(base: str, reference: str) -> tuple[str, str]:
    try:
        address, fragment = urldefrag(urljoin(base, reference))
    except ValueError:
        raise Unreadable(f"it has the address {reference[:100]!r}, which is none") from None
    return address, fragment
