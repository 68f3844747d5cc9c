"""Rows of tables made from what hand-written SQL reads, just as a table's own query makes them.

Building a query of a model, and rows from its answer, costs more than the database does: of a
list of 20 products nine tenths. So what is asked most reads by `read_rows` and a `Loader`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import orjson
from peewee import BooleanField, JSONField, Model

from models.base import MomentField
from models.database import on_sqlite
from models.quantity import QuantityField

Row = TypeVar("Row", bound=Model)


def _from_json(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)


def _truth(number: int | None) -> bool | None:
    return None if number is None else number != 0


# How SQLite gives what PostgreSQL gives as the house has it.
ON_SQLITE: dict[type[Any], Callable[[Any], Any]] = {BooleanField: _truth, JSONField: _from_json}


class Loader(Generic[Row]):
    """Makes rows of one table, called `table`; `width` is how many columns it takes."""

    def __init__(self, table: type[Row]) -> None:
        fields: list[Any] = table._meta.sorted_fields
        self._table: Any = table
        self._names = [each.name for each in fields]
        self._columns = [each.column_name for each in fields]
        moments: list[tuple[str, Callable[[Any], Any]]] = [
            (each.name, each.python_value)
            for each in fields
            if type(each) in (MomentField, QuantityField)
        ]
        others = [(each.name, ON_SQLITE[type(each)]) for each in fields if type(each) in ON_SQLITE]
        self._translated = {True: [*moments, *others], False: moments}
        self.width = len(fields)
        self.table: str = self._table._meta.table_name

    def columns(self, alias: str) -> str:
        """Spell the columns to select, in the order `load` takes them."""
        return ", ".join(f"{alias}.{each}" for each in self._columns)

    def load(self, values: Sequence[Any]) -> Row:
        """Make a row of the first `width` values."""
        facts = dict(zip(self._names, values, strict=False))
        for name, translate in self._translated[on_sqlite()]:
            facts[name] = translate(facts[name])
        row: Row = self._table(__no_default__=True)
        row.__data__ = facts
        return row
