"""Sorting: by fields, one after the other; what is alike in all of them by its id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from models.product import Product
from models.product_template import ProductTemplate
from models.shop import Shop
from usecases.catalog.findable import Field, Path, product_field, template_field


class Key(NamedTuple):
    """A field to sort by, upwards unless said otherwise."""

    path: Path
    descending: bool = False


def order(shop: Shop, keys: Sequence[Key], languages: Sequence[str]) -> list[Any]:
    """Order `Product`s for `order_by`; paths as `searching.condition` takes them.

    What has no value comes first, or last where downwards. Texts are sorted by the numbers of
    their letters (Unicode), which is the same in every database.
    """
    return _order(lambda path: product_field(shop, languages, path), keys, Product)


def template_order(shop: Shop, keys: Sequence[Key], languages: Sequence[str]) -> list[Any]:
    """Order `ProductTemplate`s, joined with their newest `TemplateVersion`; see `order`."""
    return _order(lambda path: template_field(shop, languages, path), keys, ProductTemplate)


def _order(find: Callable[[Path], Field], keys: Sequence[Key], table: Any) -> list[Any]:
    terms = [
        _term(each, descending=key.descending) for key in keys for each in find(key.path).ordered()
    ]
    return [*terms, table.id.desc() if keys and keys[0].descending else table.id.asc()]


def _term(by: Any, *, descending: bool) -> Any:
    # Where nothing can be missing PostgreSQL uses an index only if not told where that would stand.
    missing = getattr(by, "null", True)
    if descending:
        return by.desc(nulls="last" if missing else None)
    return by.asc(nulls="first" if missing else None)
