"""Upserts: what a replacement names and does not exist is made, in shops that want that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.errors import DomainError
from models.product import Product
from models.shop import Shop
from usecases.catalog import writing
from usecases.catalog.drafts import How
from usecases.catalog.facts import Facts
from usecases.catalog.placing import find_all
from usecases.catalog.writing import Outcome


def put(shop: Shop, facts: Facts, how: How, makes: Callable[[str], bool]) -> Product:
    """Replace a product, or make it; what was made is in its version 1, nothing replaced is.

    Raises what `writing.replace` and `writing.create` do.
    """
    [outcome] = put_many(shop, [facts], how, makes)
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def put_many(
    shop: Shop, rows: Sequence[Facts], how: How, makes: Callable[[str], bool]
) -> list[Outcome]:
    """Replace products; of those that do not exist, make the ones whose id `makes` lets pass.

    Only a shop that is `upserting` makes any. What is made is made first: others may name it.
    """
    new = _new(shop, rows, makes) if shop.upserting else []
    made = writing.create_many(shop, [rows[at] for at in new], how)
    rest = [at for at in range(len(rows)) if at not in set(new)]
    replaced = writing.replace_many(shop, [rows[at] for at in rest], how)
    outcomes = dict(zip([*new, *rest], [*made, *replaced], strict=True))
    return [outcomes[at] for at in range(len(rows))]


def _new(shop: Shop, rows: Sequence[Facts], makes: Callable[[str], bool]) -> list[int]:
    """Give the places of the first rows of ids that nothing has."""
    known = set(find_all(shop, [each["id"] for each in rows]))
    places = []
    for at, row in enumerate(rows):
        if row["id"] not in known and makes(row["id"]):
            known.add(row["id"])
            places.append(at)
    return places
