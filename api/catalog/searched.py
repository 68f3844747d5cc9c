"""What `q` and `sort` of a request ask for, in the words of the house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from api.catalog import query
from api.catalog.field_names import PRODUCTS, TEMPLATES, Named
from api.catalog.product_shapes import id_in
from api.catalog.query import BadQuery
from models.errors import Problem
from models.product import KINDS
from usecases.catalog.columns import holds
from usecases.catalog.sorting import Key
from usecases.criteria import AnyOf, Comparison, Criterion, Operator, Scalar

MOST_KEYS = 10
LONGEST_SORT = 2_000


def product_criterion(text: str, tenant: str) -> Criterion:
    """Read `q` of products; raises `BadQuery`, also for a field that there is none."""
    return _renamed(query.read(text), lambda each: _of_product(each, tenant))


def template_criterion(text: str) -> Criterion:
    """Read `q` of templates; raises `BadQuery`, also for a field that there is none."""
    return _renamed(
        query.read(text), lambda each: replace(each, path=TEMPLATES.path(each.path, "q"))
    )


def product_keys(text: str) -> list[Key]:
    """Read `sort` of products: `field[:direction]`, separated by commas. Raises `BadQuery`."""
    return _keys(PRODUCTS, text)


def template_keys(text: str) -> list[Key]:
    """Read `sort` of templates. Raises `BadQuery`."""
    return _keys(TEMPLATES, text)


def _keys(named: Named, text: str) -> list[Key]:
    asked = [each.strip().partition(":") for each in text.split(",") if each.strip()]
    if len(asked) > MOST_KEYS or len(text) > LONGEST_SORT:
        raise BadQuery(Problem("sort", f"at most {MOST_KEYS} fields"))
    return [
        # Whatever else stands there means upwards.
        Key(named.path(tuple(field.strip().split(".")), "sort"), way.strip() in ("desc", "DESC"))
        for field, _, way in asked
    ]


def _renamed(criterion: Criterion, name: Callable[[Comparison], Criterion]) -> Criterion:
    if isinstance(criterion, Comparison):
        return name(criterion)
    return type(criterion)(tuple(_renamed(each, name) for each in criterion.parts))


def _of_product(asked: Comparison, tenant: str) -> Criterion:
    field = ".".join(asked.path)
    if field == "yrn":
        return _by_yrn(asked, tenant)
    # Told as objects with a key, which nobody need say.
    if asked.path[0] == "variantAttributes" and len(asked.path) == 3 and asked.path[2] == "key":
        asked = replace(asked, path=asked.path[:2])
    house = replace(asked, path=PRODUCTS.path(asked.path, "q"))
    return _by_kind(house) if field == "productType" else house


def _by_kind(asked: Comparison) -> Criterion:
    """Ask for the kinds whose published names meet the comparison."""
    if asked.operator in (Operator.EXISTS, Operator.MISSING):
        return asked
    met = [each for each in KINDS if holds(each.upper(), asked.operator, asked.value.text)]
    return AnyOf(tuple(Comparison(asked.path, Operator.IS, Scalar(each)) for each in met))


def _by_yrn(asked: Comparison, tenant: str) -> Criterion:
    """Ask for the id in a YRN."""
    if asked.operator in (Operator.EXISTS, Operator.MISSING):
        return replace(asked, path=("id",))
    if asked.operator is not Operator.IS:
        raise BadQuery(Problem("q", "yrn is compared with whole values alone"))
    named = id_in(asked.value.text, tenant)
    if named is None:
        return AnyOf(())
    return Comparison(("id",), Operator.IS, Scalar(named, quoted=True))
