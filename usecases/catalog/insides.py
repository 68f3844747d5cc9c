"""Fields inside JSON: how a search compares them, the same in either database.

A list on the way stands for each of its elements. Values compare with their own kind alone: a
number with numbers, whatever their spelling; a quoted value with texts; other texts match nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Case, fn

from models.database import on_sqlite
from usecases.catalog import json_postgres, json_sqlite, values
from usecases.catalog.columns import (
    COMPARED,
    NEVER,
    InOrder,
    bound,
    every,
    matching,
    some,
)
from usecases.catalog.json_values import NOTHING, NUMBER, TEXT, Json
from usecases.criteria import AllOf, Comparison, Criterion, Operator, Scalar

Test = Callable[[Json], Any]


@dataclass(frozen=True)
class Inside:
    """A field of a JSON document, by the names on the way to it."""

    document: Any
    keys: tuple[str, ...]

    @property
    def parent(self) -> tuple[str, ...]:
        """Name the object it is a field of: conditions on the same one speak of one element."""
        return (self.document.name, *self.keys[:-1])

    def meets(self, asked: Comparison) -> Any:
        """Condition rows to meet a comparison."""
        if asked.operator in (Operator.EXISTS, Operator.MISSING):
            found = fn.coalesce(self._reached(_is_something), False)
            return ~found if asked.operator is Operator.MISSING else found
        return together([(self, asked)])

    def is_one_of(self, asked: Sequence[Scalar]) -> Any:
        """Condition rows to have one of the values."""
        return self._reached(lambda value: some([_is(value, each) for each in asked]))

    def ordered(self) -> list[Any]:
        """Give what rows are sorted by: those with no single value first, numbers before texts."""
        value = _engine().single(self.document, self.keys)
        ranks = ((value.is_a(NUMBER), 1), (value.is_a(TEXT), 2))
        flags = ((value.is_flag(False), 3), (value.is_flag(True), 4))
        number = Case(None, ((value.is_a(NUMBER), value.number),))
        text = Case(None, ((value.is_a(TEXT), InOrder(value.text)),))
        return [Case(None, (*ranks, *flags), 0), number, text]

    def _reached(self, test: Test) -> Any:
        return _engine().reached(self.document, self.keys[:-1], [(self.keys[-1], test)])


def together(asked: Sequence[tuple[Inside, Criterion]]) -> Any:
    """Condition rows to meet all of these in one and the same element of the fields' parent.

    Each criterion is about its one field; all fields have the same parent.
    """
    first = asked[0][0]
    leaves: dict[str, list[Criterion]] = {}
    for field, criterion in asked:
        leaves.setdefault(field.keys[-1], []).append(criterion)
    tests = [(key, _tested(AllOf(tuple(each)))) for key, each in leaves.items()]
    return _engine().reached(first.document, first.keys[:-1], tests)


def text_at(document: Any, keys: tuple[str, ...]) -> Any:
    """Give the text at a place of a document."""
    return _engine().single(document, keys).text


def _engine() -> Any:
    return json_sqlite if on_sqlite() else json_postgres


def _is_something(value: Json) -> Any:
    return ~value.is_a(NOTHING)


def _tested(criterion: Criterion) -> Test:
    return lambda value: _test(criterion, value)


def _test(criterion: Criterion, value: Json) -> Any:
    if not isinstance(criterion, Comparison):
        join = every if isinstance(criterion, AllOf) else some
        return join([_test(each, value) for each in criterion.parts])
    asked = criterion.value
    if criterion.operator is Operator.MATCHES:
        return value.when(TEXT, matching(value.text, asked.text))
    if criterion.operator is Operator.IS:
        return _is(value, asked)
    number = None if asked.quoted else values.as_number(asked)
    text = values.as_text(asked)
    compare = COMPARED[criterion.operator]
    if number is not None:
        return value.when(NUMBER, compare(value.number, bound(number)))
    return NEVER if text is None else value.when(TEXT, compare(InOrder(value.text), bound(text)))


def _is(value: Json, asked: Scalar) -> Any:
    """Compare with a value that, unquoted, may be a number, true or false as well as a text."""
    text = values.as_text(asked)
    ways = [NEVER if text is None else value.when(TEXT, value.text == bound(text))]
    number, flag = values.as_number(asked), values.as_flag(asked)
    if not asked.quoted and number is not None:
        ways.append(value.when(NUMBER, value.number == bound(number)))
    if not asked.quoted and flag is not None:
        ways.append(value.is_flag(flag))
    return some(ways)
