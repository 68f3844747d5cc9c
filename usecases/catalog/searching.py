"""Searching: criteria become conditions of SQL, in which every value that was sent is bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from models.shop import Shop
from usecases.catalog.columns import every, some
from usecases.catalog.findable import Field, Path, product_field, template_field
from usecases.catalog.insides import Inside, together
from usecases.criteria import AllOf, AnyOf, Comparison, Criterion, Operator, Scalar

Find = Callable[[Path], Field]
# What is asked of a product as a whole, not of one element of a list in it.
WHOLE = (Operator.EXISTS, Operator.MISSING)


def condition(shop: Shop, criterion: Criterion, languages: Sequence[str]) -> Any:
    """Condition `Product`s to meet a criterion; paths are those of `findable.product_field`.

    `languages` are those of a localized field that says none: the first with a text counts.
    Raises `BadPattern`; `KeyError` for a path that names no field.
    """
    return _condition(lambda path: product_field(shop, languages, path), criterion)


def template_condition(shop: Shop, criterion: Criterion, languages: Sequence[str]) -> Any:
    """Condition `ProductTemplate`s, joined with their newest `TemplateVersion`; see `condition`."""
    return _condition(lambda path: template_field(shop, languages, path), criterion)


def _condition(find: Find, criterion: Criterion) -> Any:
    if isinstance(criterion, Comparison):
        return find(criterion.path).meets(criterion)
    if isinstance(criterion, AnyOf):
        return some(_alternatives(find, criterion))
    return every(_side_by_side(find, criterion))


def _alternatives(find: Find, criterion: AnyOf) -> list[Any]:
    """Condition each part; values that one field may have are looked for together."""
    values: dict[Path, list[Scalar]] = {}
    others: list[Any] = []
    for each in criterion.parts:
        if isinstance(each, Comparison) and each.operator is Operator.IS:
            values.setdefault(each.path, []).append(each.value)
        else:
            others.append(_condition(find, each))
    return [find(path).is_one_of(each) for path, each in values.items()] + others


def _side_by_side(find: Find, criterion: AllOf) -> list[Any]:
    """Condition all parts; those about fields of one object in a list mean the same one."""
    elements: dict[tuple[str, ...], list[tuple[Inside, Criterion]]] = {}
    others: list[Any] = []
    for each in _flat(criterion):
        path = _only_path(each)
        field = find(path) if path else None
        if isinstance(field, Inside):
            elements.setdefault(field.parent, []).append((field, each))
        else:
            others.append(_condition(find, each))
    return others + [together(each) for each in elements.values()]


def _flat(criterion: AllOf) -> Iterator[Criterion]:
    for each in criterion.parts:
        if isinstance(each, AllOf):
            yield from _flat(each)
        else:
            yield each


def _only_path(criterion: Criterion) -> Path | None:
    """Give the path of all comparisons of values in a criterion, or None where there are more."""
    if isinstance(criterion, Comparison):
        return None if criterion.operator in WHOLE else criterion.path
    paths = {_only_path(each) for each in criterion.parts}
    return paths.pop() if len(paths) == 1 else None
