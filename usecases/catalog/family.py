"""A family: a product that has variants, with what these differ by; read for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from models.product import Product
from models.shop import Shop
from usecases.catalog.attributes import Combination, attributes_of, combination, combinations
from usecases.catalog.paths import ATTRIBUTES, Page, page_of


@dataclass
class Family:
    """A parent and the values of its variants, by their numbers; `templates` they are made by."""

    shop: Shop
    parent: Product
    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    templates: set[int | None] = field(default_factory=set)

    @cached_property
    def page(self) -> Page:
        """Give what the parent gives its variants."""
        return page_of(self.shop, self.parent)

    @cached_property
    def taken(self) -> dict[Combination, int | None]:
        """Tell which combinations there are, and whose; variants with the same ones count once."""
        return {self.combination(values): number for number, values in self.values.items()}

    @property
    def missing(self) -> list[dict[str, Any]]:
        """List the combinations of the parent's attributes that there is no variant of."""
        made = combinations(attributes_of(self.parent))
        return [each for each in made if self.combination(each) not in self.taken]

    def combination(self, values: dict[str, Any]) -> Combination:
        """Give the combination that values are in this family."""
        return combination(attributes_of(self.parent), values)


def families_of(shop: Shop, parents: Iterable[Product]) -> dict[int, Family]:
    """Read the families of parents, by the parents' numbers, by one statement."""
    found = {each.id: Family(shop, each) for each in parents if each.id}
    if not found:
        return {}
    rows: Any = Product.select(Product.id, Product.parent, Product.template, Product.mixins)
    for each in rows.where(Product.parent.in_(list(found))).order_by(Product.id):
        family = found[each.parent_id]
        family.values[each.id] = values_of(each)
        family.templates.add(each.template_id)
    return found


def parents_of(variants: Iterable[Product]) -> list[Product]:
    """Read the parents of variants as they are kept."""
    ids = sorted({each.parent_id for each in variants if each.parent_id})
    return list(Product.select().where(Product.id.in_(ids))) if ids else []


def values_of(variant: Product) -> dict[str, Any]:
    """Give the values a variant has; nothing where they cannot be read."""
    values = (variant.mixins or {}).get(ATTRIBUTES)
    return values if isinstance(values, dict) else {}
