"""Drafts: products on their way into the house, many at a time, each standing for itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from models.errors import DomainError, Forbidden, Invalid, Problem
from models.product import VARIANT, Product
from models.shop import Shop
from usecases.catalog.facts import Facts, new_row, write
from usecases.catalog.scopes import PUBLISH, UNPUBLISH

# So many of a product's faults are told at once.
MOST_PROBLEMS = 20


class MayNotPublish(Forbidden):
    """The caller may change products, but not what shoppers see of them."""

    code = "may-not-publish"


class How(NamedTuple):
    """How products are to be written, and what the caller may do.

    `generating`: missing variants of parents are made. `relating`: related items must exist.
    """

    publish: bool = True
    unpublish: bool = True
    generating: bool = True
    relating: bool = True


@dataclass
class Draft:
    """A product on its way: `sent` of it, `facts` it is to have then, and why it cannot be.

    `product` is its row, as it is to be kept from `begin` on; `before` what it was (None: new).
    `seen` is the version that `facts` were made of.
    """

    sent: Facts
    facts: Facts
    before: Facts | None = None
    product: Product = field(default_factory=Product)
    seen: int | None = None
    refusal: DomainError | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> bool:
        """Tell whether it is made, not changed."""
        return self.before is None

    def begin(self, shop: Shop) -> None:
        """Write its facts into its row."""
        if self.new:
            self.product = new_row(shop, self.facts)
        write(shop, self.product, self.facts)

    def refuse_problems(self) -> None:
        """Refuse it where problems were found."""
        if self.problems and self.refusal is None:
            self.refusal = Invalid(*self.problems[:MOST_PROBLEMS])


def standing(drafts: Iterable[Draft]) -> list[Draft]:
    """Give those that nothing was found against."""
    for each in drafts:
        each.refuse_problems()
    return [each for each in drafts if each.refusal is None]


def refuse_nameless(drafts: Iterable[Draft]) -> None:
    """Refuse what would have no name in any language, or no code."""
    for each in drafts:
        each.problems += [
            Problem(fact, "is required") for fact in ("names", "code") if not each.facts.get(fact)
        ]


def refuse_publishing(drafts: Iterable[Draft], how: How) -> None:
    """Refuse what publishes or unpublishes where the caller may not, by rows that are whole."""
    for each in drafts:
        was, is_to_be = bool(each.before and each.before["published"]), each.product.published
        own = "published" in (each.facts.get("overridden") or ())
        if each.new and each.product.kind == VARIANT and not own:
            continue  # that was decided with its parent
        if is_to_be and not was and not how.publish:
            each.refusal = MayNotPublish(f"publishing takes the scope {PUBLISH}")
        elif was and not is_to_be and not how.unpublish:
            each.refusal = MayNotPublish(f"unpublishing takes the scope {UNPUBLISH}")


def waves(rows: Sequence[Facts]) -> list[list[int]]:
    """Sort rows into groups to be written one after the other: what one names stands before it.

    A row waits for earlier ones of its own id, its parent's, its related items', its bundle's.
    """
    last: dict[str, int] = {}
    groups: list[list[int]] = []
    for index, facts in enumerate(rows):
        own = facts.get("id")
        named = [own, facts.get("parent")]
        named += [each["ref"] for each in facts.get("related") or ()]
        named += [each["product"] for each in facts.get("bundled") or ()]
        wave = max((last[each] + 1 for each in named if each in last), default=0)
        if wave == len(groups):
            groups.append([])
        groups[wave].append(index)
        if own is not None:
            last[own] = wave
    return groups
