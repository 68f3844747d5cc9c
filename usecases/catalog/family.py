"""A family: a product that has variants, with what these differ by; read for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from models.product import Product
from models.shop import Shop
from usecases.catalog.attributes import Combination, attributes_of, combination, combinations
from usecases.catalog.paths import ATTRIBUTES, Page, page_of, read

READ = (
    Product.id,
    Product.parent,
    Product.template,
    Product.seller,
    Product.mixins,
    Product.sheet,
)


@dataclass
class Family:
    """A parent and the values of its variants, by their numbers; `templates` they are made by.

    `following_sellers` are those of variants whose seller is what their parent's is.
    """

    shop: Shop
    parent: Product
    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    templates: set[int | None] = field(default_factory=set)
    following_sellers: dict[int, int | None] = field(default_factory=dict)

    @cached_property
    def page(self) -> Page:
        """Give what the parent gives its variants."""
        return page_of(self.shop, self.parent)

    @cached_property
    def taken(self) -> dict[Combination, int | None]:
        """Tell which combinations there are, and whose; variants with the same ones count once."""
        return {self.combination(values): number for number, values in self.values.items()}

    @cached_property
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
    rows: Any = Product.select(*READ)
    for each in rows.where(Product.parent.in_(list(found))).order_by(Product.id):
        family = found[each.parent_id]
        family.values[each.id] = values_of(each)
        family.templates.add(each.template_id)
        if ("seller_id",) not in map(read, (each.sheet or {}).get("overridden") or ()):
            family.following_sellers[each.id] = each.seller_id
    return found


def parents_of(variants: Iterable[Product]) -> list[Product]:
    """Read the parents of variants as they are kept."""
    ids = sorted({each.parent_id for each in variants if each.parent_id})
    return list(Product.select().where(Product.id.in_(ids))) if ids else []


def values_of(variant: Product) -> dict[str, Any]:
    """Give the values a variant has; nothing where they cannot be read."""
    values = (variant.mixins or {}).get(ATTRIBUTES)
    return values if isinstance(values, dict) else {}
