"""Definitions: what a template says of the attributes that products made by it have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from models.errors import Invalid, Problem
from usecases.catalog.attributes import mark
from usecases.catalog.own_schemas import TYPES, of_type

Definition = dict[str, Any]
# Keys are the names of fields.
KEY = re.compile("[A-Za-z0-9]{1,100}")
MOST_ATTRIBUTES, MOST_VALUES = 200, 1_000


def checked(attributes: Sequence[Definition]) -> list[Definition]:
    """Give the attributes back if they can be; raises `Invalid` naming each fault.

    Each is as `TemplateVersion.attributes` has it; where `values` is not None, they are all there
    are.
    """
    if len(attributes) > MOST_ATTRIBUTES:
        raise Invalid(Problem("attributes", f"at most {MOST_ATTRIBUTES} attributes"))
    keys = [each["key"] for each in attributes]
    problems = [
        Problem(f"attributes/{index}/{where}", why)
        for index, each in enumerate(attributes)
        for where, why in (*_key_faults(each["key"], keys[:index]), *_faults(each))
    ]
    if problems:
        raise Invalid(*problems)
    return list(attributes)


def _key_faults(key: str, before: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not KEY.fullmatch(key):
        yield "key", "is made of at most 100 letters and digits, and nothing else"
    if key in before:
        yield "key", "stands in the list already"


def _faults(attribute: Definition) -> Iterator[tuple[str, str]]:
    kind, values, default = attribute["type"], attribute["values"], attribute["default"]
    if kind not in TYPES:
        yield "type", f"must be one of {', '.join(TYPES)}"
        return
    if attribute["variant"] and not values:
        yield "values", "is required: variants differ by these"
    elif values is not None:
        yield from _value_faults(kind, values)
    if default is None:
        return
    if faults := of_type(kind).faults(default, "default"):
        yield from faults
    elif values is not None and mark(default) not in map(mark, values):
        yield "default", "must be one of the values"


def _value_faults(kind: str, values: Sequence[Any]) -> Iterator[tuple[str, str]]:
    if not 1 <= len(values) <= MOST_VALUES:
        yield "values", f"must have 1 to {MOST_VALUES:,} values; null where anything goes"
        return
    schema, seen = of_type(kind), set()
    for index, value in enumerate(values):
        yield from schema.faults(value, f"values/{index}")
        if mark(value) in seen:
            yield f"values/{index}", "stands in the list already"
        seen.add(mark(value))
