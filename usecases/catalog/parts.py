"""The parts of a JSON Schema: what each leads to, for the same value and for those inside of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

Schema = dict[str, Any]
# What matching a pattern, and comparing a list or an object, takes of the time of one step.
PATTERN_STEPS, WHOLE_STEPS = 30, 30
LISTS = ("allOf", "anyOf", "oneOf")
SINGLE = ("not", "if", "then", "else")
NAMED = ("dependentSchemas", "dependencies")
# What applies to any of the values inside, and what looks at a schema's neighbours once more.
INSIDE = (
    "additionalProperties",
    "additionalItems",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "contains",
)
UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")


@dataclass
class Node:
    """A schema: where those stand that it leads to, and what looking at one value takes.

    `same` are for the same value, `keyed` for values inside by their keys, `inside` for any inside;
    `doubled`: what it leads to for the same value is looked at once more.
    """

    same: list[str] = field(default_factory=list)
    keyed: dict[str | int, list[str]] = field(default_factory=lambda: defaultdict(list))
    inside: list[str] = field(default_factory=list)
    steps: int = 1
    doubled: bool = False


def part_of(pointer: str, schema: Schema, places: Mapping[str, Schema]) -> Node:
    """Read the schema at a pointer; `places` are all there are, by theirs."""
    node = Node(doubled=any(word in schema for word in UNEVALUATED))
    node.steps += _extra_steps(schema)
    # True and false have no place of their own.
    if "$ref" in schema and (other := unquote(schema["$ref"][1:])) in places:
        node.same.append(other)
    for word, path in _parts(schema):
        part = f"{pointer}/{path}"
        if part not in places:
            continue
        if word in LISTS or word in SINGLE or word in NAMED:
            node.same.append(part)
        elif word == "properties":
            node.keyed[path.partition("/")[2]].append(part)
        elif word == "prefixItems" or (word == "items" and "/" in path):
            node.keyed[int(path.rpartition("/")[2])].append(part)
        else:
            node.inside.append(part)
    return node


def _extra_steps(schema: Schema) -> int:
    """Tell how many steps a schema's own keywords are: all that they list, by what it takes."""
    count = sum(len(each) for each in schema.values() if isinstance(each, list | dict))
    values, named = schema.get("enum"), schema.get("patternProperties")
    if isinstance(values, list):
        count += WHOLE_STEPS * sum(isinstance(each, list | dict) for each in values)
    if isinstance(named, dict):
        count += PATTERN_STEPS * len(named)
    return count


def _parts(schema: Schema) -> Iterator[tuple[str, str]]:
    """List what stands in a schema: by which keyword, and its pointer from here."""
    for word, value in schema.items():
        if word in (*LISTS, "prefixItems", "items") and isinstance(value, list):
            yield from ((word, f"{word}/{at}") for at in range(len(value)))
        elif word in (*NAMED, "properties", "patternProperties") and isinstance(value, dict):
            for name in value:
                yield word, f"{word}/{name.replace('~', '~0').replace('/', '~1')}"
        elif word in (*SINGLE, *INSIDE, "items"):
            yield word, word
