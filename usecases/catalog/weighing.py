"""How much work a JSON Schema makes, bounded before it is used.

Schemas come from strangers. One of a few hundred bytes can take longer than a lifetime: parts that
each refer twice to the next one. And one that leads from part to part without end asks for more
stack than there is. So each schema is walked beforehand: how often can one value be visited?
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from usecases.catalog.parts import Node, Schema, part_of
from usecases.catalog.pointers import Unreadable

# Pointers of schemas, and how often each is applied to one value.
Visits = frozenset[tuple[str, int]]
MOST_SCHEMAS = 5_000
# How many schemas may be entered before one is left; values are not deeper than MOST_LEVELS.
MOST_ENTERED, MOST_LEVELS = 64, 64
# How often one value may be looked at.
MOST_WEIGHT = 100_000
# So much is counted exactly; then only bounds are.
MOST_LOOKED = 20_000


def weigh(places: Mapping[str, Schema]) -> int:
    """Tell how many steps one value takes at most; the schemas by pointer, as `untangled`.

    Raises `Unreadable` for a schema that asks for more than this server gives.
    """
    if len(places) > MOST_SCHEMAS:
        raise Unreadable(f"it has more than {MOST_SCHEMAS:,} parts")
    nodes = {pointer: part_of(pointer, schema, places) for pointer, schema in places.items()}
    entered = _entered(nodes)
    begun = _spread({"": 1}, entered)
    most, looked, seen, level = 1, 0, {begun}, [begun]
    for _ in range(MOST_LEVELS):
        most = max(most, *(_bounded(dict(each)) for each in level))
        fresh = {deeper for each in level for deeper in _inside(each, nodes, entered)} - seen
        looked += sum(map(len, fresh))
        level = [_union(fresh)] if fresh and looked > MOST_LOOKED else list(fresh)
        if seen.issuperset(level):
            break
        seen.update(level)
    return most * max(each.steps for each in nodes.values())


def _entered(nodes: Mapping[str, Node]) -> dict[str, dict[str, int]]:
    """Tell for each schema how often it applies itself and others to the same value."""
    found: dict[str, dict[str, int]] = {}
    depth: dict[str, int] = {}
    for pointer in _ordered(nodes):
        node, visits = nodes[pointer], Counter({pointer: 1})
        for each in node.same:
            for other, times in found[each].items():
                visits[other] += times * (2 if node.doubled else 1)
        _bounded(visits)
        found[pointer] = dict(visits)
        depth[pointer] = 1 + max((depth[each] for each in node.same), default=0)
        if depth[pointer] > MOST_ENTERED:
            raise Unreadable(f"it leads from part to part more than {MOST_ENTERED} times")
    return found


def _bounded(visits: Mapping[str, int]) -> int:
    """Give how often a schema is applied at most, or raise."""
    most = max(visits.values())
    if most > MOST_WEIGHT:
        raise Unreadable("applying it would take too long: parts lead to the same part again")
    return most


def _ordered(nodes: Mapping[str, Node]) -> list[str]:
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
    visits: Visits, nodes: Mapping[str, Node], entered: Mapping[str, Mapping[str, int]]
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
