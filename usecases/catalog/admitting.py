"""Admitting: drafts are held against all that they must be, and those that hold are kept.

What the network is asked for is asked by `schemas_of`, before the shop is held (decision 0051).
"""

from __future__ import annotations

from collections.abc import Sequence

from models.errors import Problem
from models.product import VARIANT
from models.shop import Shop
from usecases import following
from usecases.catalog import families, keeping, mixins
from usecases.catalog.branching import stand
from usecases.catalog.drafts import Draft, How, refuse_publishing, standing
from usecases.catalog.facts import facts_of
from usecases.catalog.mixins import Schemas
from usecases.catalog.placing import (
    find_all,
    join_parents,
    join_sellers,
    join_templates,
    refuse_taken,
)
from usecases.products import SellerDiffers, keep_to_contents


def schemas_of(shop: Shop, drafts: Sequence[Draft]) -> Schemas:
    """Bring the schemas of all mixins that drafts will have, what variants inherit among them."""
    heirs = [each for each in drafts if each.facts.get("kind") == VARIANT]
    parents = [each.facts["parent"] for each in heirs if each.facts.get("parent")]
    given = [facts_of(shop, each) for each in find_all(shop, parents).values()] if parents else []
    before = [each.before for each in drafts if each.before and each.product.kind == VARIANT]
    return mixins.fetched(shop, [*(each.facts for each in drafts), *given, *before])


def admit(shop: Shop, drafts: list[Draft], how: How, schemas: Schemas) -> None:
    """Keep the drafts that nothing is found against; part of a transaction that holds the shop."""
    for each in drafts:
        each.begin(shop)
    join_templates(shop, drafts)
    join_parents(shop, standing(drafts))
    stand(standing(drafts))
    join_sellers(shop, standing(drafts))
    _keep_to_contents(standing(drafts))
    _check(shop, standing(drafts), how, schemas)
    refuse_publishing(standing(drafts), how)
    refuse_taken(shop, standing(drafts))
    kept = standing(drafts)
    made = [each.product for each in kept if each.new]
    changed = [each.product for each in kept if not each.new]
    keeping.insert(made)
    _override_feeds(kept)
    keeping.save(changed)
    entailed = families.settle(shop, [*made, *changed], generating=how.generating)
    keeping.follow(shop, [*made, *entailed.made], [*changed, *entailed.changed])


def _check(shop: Shop, drafts: Sequence[Draft], how: How, schemas: Schemas) -> None:
    """Find what is wrong with drafts as products of their kinds, and with their mixins."""
    rows = [each.product for each in drafts]
    _note(drafts, families.check(shop, rows, generating=how.generating, relating=how.relating))
    whole = standing(drafts)
    # Variants have by now what their parents give them.
    _note(whole, mixins.faults([each.product for each in whole], schemas))


def _note(drafts: Sequence[Draft], found: Sequence[Sequence[Problem]]) -> None:
    for each, problems in zip(drafts, found, strict=True):
        each.problems += [_pointed(problem) for problem in problems]


def _pointed(problem: Problem) -> Problem:
    """Point into mixins as they were sent: their words are nobody's but the caller's."""
    inside = problem.where.startswith("mixins/")
    return problem._replace(where=f"/{problem.where}") if inside else problem


def _keep_to_contents(drafts: Sequence[Draft]) -> None:
    """Refuse what takes a product from the seller whose contents carry it."""
    for each in drafts:
        if not each.new and "seller" in each.sent:
            try:
                keep_to_contents(each.product)
            except SellerDiffers as refusal:
                each.refusal = refusal


def _override_feeds(drafts: Sequence[Draft]) -> None:
    """Note what these changes override of the feeds that products follow."""
    changed = {each.product.id: each.product for each in drafts if not each.new}
    for row in following.among(changed):
        product = changed[row]
        following.settle(product, {"name": product.name, "description": product.description})
