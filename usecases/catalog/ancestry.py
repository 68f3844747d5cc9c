"""What is above a product, as it is searched and sorted by: its parent, or its place in a tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import NodeList, fn

from models.product import Product
from models.shop import Shop
from usecases.catalog.columns import Text, some
from usecases.criteria import Comparison, Operator, Scalar

# Levels above the lowest one of a tree.
LEVELS = 3
P: Any = Product


@dataclass(frozen=True)
class Parent:
    """The id of the product above: a variant's parent, which `link` leads to, or of a tree."""

    link: Any

    def meets(self, asked: Comparison) -> Any:
        """Condition rows to meet a comparison."""
        linked, above = self.link.meets(asked), Text(P.above).meets(asked)
        return linked & above if asked.operator is Operator.MISSING else linked | above

    def is_one_of(self, asked: Sequence[Scalar]) -> Any:
        """Condition rows to have one of the values."""
        return self.link.is_one_of(asked) | Text(P.above).is_one_of(asked)

    def ordered(self) -> list[Any]:
        """Give what rows are sorted by."""
        table, field = self.link.table, self.link.field.expression
        linked = table.select(field).where(table.id == self.link.link)
        return Text(fn.coalesce(P.above, NodeList((linked,)))).ordered()


@dataclass(frozen=True)
class Path:
    """The ids of all products above one in its tree, of which one meets what is asked."""

    shop: Shop

    def meets(self, asked: Comparison) -> Any:
        """Condition rows to meet a comparison."""
        if asked.operator in (Operator.EXISTS, Operator.MISSING):
            return P.above.is_null(asked.operator is Operator.MISSING)
        return self._any(lambda above: Text(above).meets(asked))

    def is_one_of(self, asked: Sequence[Scalar]) -> Any:
        """Condition rows to have one of the values."""
        return self._any(lambda above: Text(above).is_one_of(asked))

    def ordered(self) -> list[Any]:
        """Sort by nothing: which of several would count?"""
        return []

    def _any(self, condition: Callable[[Any], Any]) -> Any:
        levels = [condition(P.above)]
        ids: Any = None
        for _ in range(LEVELS - 1):
            table: Any = Product.alias()
            met = condition(table.above) if ids is None else table.above.in_(ids)
            ids = table.select(table.catalog_id).where(table.shop == self.shop, met)
            levels.append(P.above.in_(ids))
        return some(levels)
