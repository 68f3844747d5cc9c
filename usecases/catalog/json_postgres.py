"""What JSON documents hold, asked of PostgreSQL, whose paths step into lists by themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from peewee import SQL, Cast, Entity, Expression, Select, Value, fn

from usecases.catalog.columns import every
from usecases.catalog.json_values import NOTHING, NUMBER, TEXT, Json

Leaf = tuple[str, Callable[[Json], Any]]
KINDS = {NUMBER: ("number",), TEXT: ("string",), NOTHING: ("null", "array")}
ONE: Any = SQL("1")


def reached(document: Any, keys: tuple[str, ...], leaves: Sequence[Leaf]) -> Any:
    """Condition one element at `keys` to have all leaves, a value of each of which meets a test."""
    element = Entity("element", "element")
    tests = every([_leaf(element, key, test) for key, test in leaves])
    return _any("element", document, keys, tests)


def single(document: Any, keys: tuple[str, ...]) -> Json:
    """Give the value at `keys`, through no list."""
    path = _path("strict $", keys)
    return _json(fn.jsonb_path_query_first(document, path, Cast(Value("{}"), "jsonb"), True))


def _leaf(document: Any, key: str, test: Callable[[Json], Any]) -> Any:
    return _any("item", document, (key,), test(_json(Entity("item", "item"))))


def _any(name: str, document: Any, keys: tuple[str, ...], test: Any) -> Any:
    found = fn.jsonb_path_query(document, _path("lax $", keys, "[*]")).alias(name)
    return fn.EXISTS(Select((found,), (ONE,)).where(test))


def _json(value: Any) -> Json:
    text = Expression(value, "#>>", SQL("'{}'"))
    return Json(
        fn.jsonb_typeof(value),
        text,
        Cast(text, "numeric"),
        KINDS,
        lambda flag: value == Cast(Value("true" if flag else "false", converter=False), "jsonb"),
    )


def _path(root: str, keys: tuple[str, ...], end: str = "") -> Any:
    path = root + "".join(f".{json.dumps(key)}" for key in keys) + end
    return Cast(Value(path, converter=False), "jsonpath")
