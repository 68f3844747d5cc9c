"""How much work a JSON Schema makes, bounded before it is used.

Schemas come from strangers. One of a few hundred bytes can take longer than a lifetime: parts that
each refer twice to the next one. And one that leads from part to part without end asks for more
stack than there is. So each schema is walked beforehand: how often can one value be visited?
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from usecases.catalog.pointers import Unreadable

Schema = dict[str, Any]
# Pointers of schemas, and how often each is applied to one value.
Visits = frozenset[tuple[str, int]]
MOST_SCHEMAS = 5_000
# How many schemas may be entered before one is left; values are not deeper than MOST_LEVELS.
MOST_ENTERED, MOST_LEVELS = 64, 64
# How often one value may be looked at.
MOST_WEIGHT = 100_000
# So much is counted exactly; then only bounds are.
MOST_LOOKED = 20_000
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
class _Node:
    """A schema: those for the same value, those for a value inside by its key, and for any."""

    same: list[str] = field(default_factory=list)
    keyed: dict[str | int, list[str]] = field(default_factory=lambda: defaultdict(list))
    inside: list[str] = field(default_factory=list)
    # Looking at one value takes so many steps.
    steps: int = 1
    doubled: bool = False


def weigh(places: Mapping[str, Schema]) -> int:
    """Tell how many steps one value takes at most; the schemas by pointer, as `untangled`.

    Raises `Unreadable` for a schema that asks for more than this server gives.
    """
    if len(places) > MOST_SCHEMAS:
        raise Unreadable(f"it has more than {MOST_SCHEMAS:,} parts")
    nodes = {pointer: _node(pointer, schema, places) for pointer, schema in places.items()}
    entered = _entered(nodes)
    begun = _spread({"": 1}, entered)
    most, looked, seen, level = 1, 0, {begun}, [begun]
    for _ in range(MOST_LEVELS):
        most = max(most, *(times for each in level for _, times in each))
        if most > MOST_WEIGHT:
            raise Unreadable("applying it would take too long: parts lead to the same part again")
        fresh = {deeper for each in level for deeper in _inside(each, nodes, entered)} - seen
        looked += sum(map(len, fresh))
        level = [_union(fresh)] if fresh and looked > MOST_LOOKED else list(fresh)
        if seen.issuperset(level):
            break
        seen.update(level)
    return most * max(each.steps for each in nodes.values())


def _node(pointer: str, schema: Schema, places: Mapping[str, Schema]) -> _Node:
    node = _Node(doubled=any(word in schema for word in UNEVALUATED))
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


def _entered(nodes: Mapping[str, _Node]) -> dict[str, dict[str, int]]:
    """Tell for each schema how often it applies itself and others to the same value."""
    found: dict[str, dict[str, int]] = {}
    depth: dict[str, int] = {}
    for pointer in _ordered(nodes):
        node, visits = nodes[pointer], Counter({pointer: 1})
        for each in node.same:
            for other, times in found[each].items():
                visits[other] += times * (2 if node.doubled else 1)
        found[pointer] = dict(visits)
        depth[pointer] = 1 + max((depth[each] for each in node.same), default=0)
        if depth[pointer] > MOST_ENTERED:
            raise Unreadable(f"it leads from part to part more than {MOST_ENTERED} times")
    return found


def _ordered(nodes: Mapping[str, _Node]) -> list[str]:
    """Order schemas so that what one leads to for the same value comes before it."""
    order: dict[str, None] = {}
    for root in nodes:
        open_, left = set(), [(root, False)]
        while left:
            pointer, done = left.pop()
            if done:
                open_.discard(pointer)
                order[pointer] = None
            elif pointer in open_:
                raise Unreadable("a part of it leads back to itself before any value is looked at")
            elif pointer not in order:
                open_.add(pointer)
                left.append((pointer, True))
                left += [(each, False) for each in nodes[pointer].same if each not in order]
    return list(order)


def _spread(begun: Mapping[str, int], entered: Mapping[str, Mapping[str, int]]) -> Visits:
    visits: Counter[str] = Counter()
    for pointer, times in begun.items():
        for other, again in entered[pointer].items():
            visits[other] += times * again
    return frozenset(visits.items())


def _inside(
    visits: Visits, nodes: Mapping[str, _Node], entered: Mapping[str, Mapping[str, int]]
) -> Iterator[Visits]:
    """Count how often values inside are visited: those of each key, and those of any other."""
    anywhere: Counter[str] = Counter()
    by_key: defaultdict[str | int, Counter[str]] = defaultdict(Counter)
    for pointer, times in visits:
        for each in nodes[pointer].inside:
            anywhere[each] += times
        for key, parts in nodes[pointer].keyed.items():
            for each in parts:
                by_key[key][each] += times
    for counted in (*by_key.values(), Counter[str]()):
        counted.update(anywhere)
        if counted:
            yield _spread(counted, entered)


def _union(each: Iterable[Visits]) -> Visits:
    """Give visits that none of these exceeds."""
    most: dict[str, int] = {}
    for visits in each:
        for pointer, times in visits:
            if times > most.get(pointer, 0):
                most[pointer] = times
    return frozenset(most.items())
