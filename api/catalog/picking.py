"""Parts of an object, picked by paths such as `mixins.productCustomAttributes.orderUnit`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def picked(told: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Keep what stands at these paths, and nothing else; what is not there is passed over.

    A path that goes on inside of what is no object (`name.en`, where one text is told) means it.
    """
    kept: dict[str, Any] = {}
    for path in paths:
        _take(told, kept, path.strip().split("."))
    return kept


def _take(told: Mapping[str, Any], kept: dict[str, Any], steps: list[str]) -> None:
    way: list[str] = []
    value: Any = told
    for step in steps:
        if not isinstance(value, Mapping):
            break
        if step not in value:
            return
        way.append(step)
        value = value[step]
    for step in way[:-1]:
        # Where the whole was kept before, this is a part of it, and stays as it is.
        kept = kept.setdefault(step, {})
    kept[way[-1]] = value
