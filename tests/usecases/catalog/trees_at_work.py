"""Trees of products for tests."""

from __future__ import annotations

from typing import Any

from models.product import DYNAMIC_VARIANT, Product
from models.shop import Shop
from tests.usecases.catalog.conftest import some_facts
from usecases.catalog import writing


def node(id_: str, above: str | None = None, **facts: Any) -> dict[str, Any]:
    """Say what a dynamic variant is to be; without `above` it is a root."""
    kind = {"id": id_, "code": id_.upper(), "kind": DYNAMIC_VARIANT}
    return some_facts(**kind, **({"parent": above} if above else {}), **facts)


def a_node(shop: Shop, id_: str, above: str | None = None, **facts: Any) -> Product:
    """Make a dynamic variant."""
    return writing.create(shop, node(id_, above, **facts))


def a_chain(shop: Shop, *ids: str) -> None:
    """Make products each of which stands below the one before it."""
    for above, id_ in zip((None, *ids), ids, strict=False):
        a_node(shop, id_, above)


def an_attribute(qualifier: Any, type_: str = "STRING", **facts: Any) -> dict[str, Any]:
    """Say a value of an attribute."""
    return {"value": {"type": type_, "qualifier": qualifier, **facts}}
