"""Fields that are one value of a row: how a search compares them and a list is sorted by them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, ColumnBase, NodeList, Value, fn

from models.database import on_sqlite
from models.patterns import found_in
from usecases.catalog import patterns, values
from usecases.criteria import Comparison, Operator, Scalar

COMPARED: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.IS: operator.eq,
    Operator.ABOVE: operator.gt,
    Operator.BELOW: operator.lt,
    Operator.LEAST: operator.ge,
    Operator.MOST: operator.le,
}
LETTERS: Any = SQL('COLLATE "C"')
NEVER: Any = SQL("(1 = 0)")


def every(parts: Sequence[Any]) -> Any:
    """Join conditions that must all hold; side by side, for SQL nests only so deep."""
    return _joined(parts, " AND ")


def some(parts: Sequence[Any]) -> Any:
    """Join conditions of which one must hold."""
    return _joined(parts, " OR ")


def _joined(parts: Sequence[Any], glue: str) -> Any:
    return (
        NEVER
        if not parts
        else parts[0]
        if len(parts) == 1
        else NodeList(tuple(parts), glue=glue, parens=True)
    )


def bound(value: Any) -> Any:
    """Hand a value to the database as it is, whatever it is compared with."""
    return Value(value, converter=False)


class InOrder(ColumnBase):
    """A text in the order of its letters' numbers, as SQLite has it, in any database.

    `null`: there may be none, as `peewee.Field` says it.
    """

    def __init__(self, text: Any, *, null: bool = True) -> None:
        self._text = text
        self.null = null

    def __sql__(self, ctx: Any) -> Any:
        here = on_sqlite()
        return ctx.sql(self._text if here else NodeList((self._text, LETTERS), parens=True))


def matching(text: Any, pattern: str) -> Any:
    """Find texts in which a pattern is found. Raises `BadPattern`."""
    read = patterns.read(pattern)
    if not on_sqlite():
        return text.regexp(bound(read.postgres))
    # SQLite has to call us for each pattern, which takes ten times as long as looking for letters.
    held = fn.instr(text, bound(read.letters)) > 0
    if read.plain:
        return held
    found = text.regexp(bound(read.re2))
    return Case(None, ((held, found),), False) if read.letters else found


def holds(text: str, by: Operator, asked: str) -> bool:
    """Tell of a text that is at hand what SQL would of one in a row. Raises `BadPattern`."""
    if by is Operator.MATCHES:
        return bool(found_in(patterns.read(asked).re2, text))
    return bool(COMPARED[by](text, asked))


@dataclass(frozen=True)
class Column:
    """A field; `read` reads values as what the expression holds."""

    expression: Any
    read: Callable[[Scalar], Any]

    def meets(self, asked: Comparison) -> Any:
        """Condition rows to meet a comparison; what does not fit the field is met by none."""
        if asked.operator in (Operator.EXISTS, Operator.MISSING):
            return self.expression.is_null(asked.operator is Operator.MISSING)
        if asked.operator is Operator.MATCHES:
            return self.matches(asked.value.text)
        value = self.read(asked.value)
        return NEVER if value is None else self.compare(asked.operator, value)

    def is_one_of(self, asked: Sequence[Scalar]) -> Any:
        """Condition rows to have one of the values."""
        fit = [each for each in map(self.read, asked) if each is not None]
        return self.expression.in_([bound(each) for each in fit]) if fit else NEVER

    def compare(self, by: Operator, value: Any) -> Any:
        """Compare with a value that was read."""
        return COMPARED[by](self.expression, bound(value))

    def matches(self, pattern: str) -> Any:
        """Condition texts to hold a pattern; what is no text holds none. Raises `BadPattern`."""
        patterns.read(pattern)
        return NEVER

    def ordered(self) -> list[Any]:
        """Give what rows are sorted by."""
        return [self.expression]


class Text(Column):
    """A field that is a text."""

    def __init__(self, expression: Any) -> None:
        super().__init__(expression, values.as_text)

    def compare(self, by: Operator, value: Any) -> Any:
        left = self.expression if by is Operator.IS else self.ordered()[0]
        return COMPARED[by](left, bound(value))

    def matches(self, pattern: str) -> Any:
        return matching(self.expression, pattern)

    def ordered(self) -> list[Any]:
        told = isinstance(self.expression, InOrder)
        return [self.expression if told else InOrder(self.expression)]


def number(expression: Any) -> Column:
    """Give a field that is a number."""
    return Column(expression, values.as_number)


def flag(expression: Any) -> Column:
    """Give a field that is true or false."""
    return Column(expression, values.as_flag)


def moment(expression: Any) -> Column:
    """Give a field that is a moment."""
    return Column(expression, values.as_moment)


def presence(expression: Any) -> Column:
    """Give a field of which only can be asked whether it is there."""
    return Column(expression, lambda _: None)
