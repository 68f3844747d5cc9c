"""What JSON documents hold, asked of SQLite.

Most documents have no list on the way to a field: they are looked into directly, which takes a
fifth of what walking through each level does, and walked through only where there is one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from peewee import SQL, Case, Entity, Select, Value, fn

from usecases.catalog.columns import every, some
from usecases.catalog.json_values import NOTHING, NUMBER, TEXT, Json

Leaf = tuple[str, Callable[[Json], Any]]
KINDS = {
    NUMBER: ("integer", "real"),
    TEXT: ("text",),
    NOTHING: ("null", "array"),
}
ONE: Any = SQL("1")


def reached(document: Any, keys: tuple[str, ...], leaves: Sequence[Leaf]) -> Any:
    """Condition one element at `keys` to have all leaves, a value of each of which meets a test."""
    direct = every([_leaf(document, (*keys, key), test) for key, test in leaves])
    ways = [keys[:at] for at in range(len(keys) + 1)]
    listed = some([fn.json_type(document, _path(way)) == "array" for way in ways])
    return some([direct, every([listed, _walked(document, keys, leaves)])])


def single(document: Any, keys: tuple[str, ...]) -> Json:
    """Give the value at `keys`, through no list."""
    path = _path(keys)
    return _json(fn.json_type(document, path), fn.json_extract(document, path))


def _walked(document: Any, keys: tuple[str, ...], leaves: Sequence[Leaf]) -> Any:
    steps: list[Any] = []
    at = document
    for number in range(len(keys) + 1):
        name = f"step{number}"
        steps.append(_elements(at, _path(keys[number - 1 : number])).alias(name))
        # What is no object is no JSON to look into.
        at = Case(Entity(name, "type"), (("object", Entity(name, "value")),))
    tests = every([_leaf(at, (key,), test) for key, test in leaves])
    return fn.EXISTS(Select(tuple(steps), (ONE,)).where(tests))


def _elements(document: Any, path: Any) -> Any:
    """Give the elements of the list at a path, or what is there instead as the only one."""
    value = fn.json_extract(document, path)
    alone = fn.json_array(fn.json(value))
    kind = fn.json_type(document, path)
    return fn.json_each(Case(kind, (("array", value), ("object", alone))))


def _leaf(document: Any, keys: tuple[str, ...], test: Callable[[Json], Any]) -> Any:
    """Condition the value at `keys`, or an element of the list there, to meet a test."""
    path = _path(keys)
    kind = fn.json_type(document, path)
    item = _json(Entity("item", "type"), Entity("item", "atom"))
    items = fn.json_each(document, path).alias("item")
    listed = fn.EXISTS(Select((items,), (ONE,)).where(test(item)))
    return some([test(single(document, keys)), every([kind == "array", listed])])


def _json(kind: Any, value: Any) -> Json:
    return Json(kind, value, value, KINDS, lambda flag: kind == ("true" if flag else "false"))


def _path(keys: tuple[str, ...]) -> Any:
    # As `json.dumps` spells names in documents.
    return Value("$" + "".join(f".{json.dumps(key)}" for key in keys), converter=False)
