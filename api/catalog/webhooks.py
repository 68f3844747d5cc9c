"""What webhooks in this API's spelling are sent: products whole, and the ids of removed ones.

It is spelled wherever a product changes, by whatever API, so in an application context of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from flask import Flask

from api.catalog.product_shapes import as_product
from api.catalog.tree_shapes import add_tree
from models.product import Product
from usecases.catalog import reading
from usecases.catalog.trees import read_trees
from usecases.events import Speller


def spellers(*, public_url: str) -> dict[str, Speller]:
    """Give who spells each event that this API has a message for."""
    app = Flask("vitrine")
    app.config.update(PUBLIC_URL=public_url)
    made: dict[str, Callable[[Product], dict[str, Any]]] = {
        "product.created": _whole,
        "product.updated": _whole,
        "product.removed": _gone,
    }
    return {event: partial(_spelled, app, spell) for event, spell in made.items()}


def _spelled(
    app: Flask,
    spell: Callable[[Product], dict[str, Any]],
    product: Product,
    _facts: dict[str, Any],
) -> bytes:
    with app.app_context():
        return orjson.dumps(spell(product))


def _whole(product: Product) -> dict[str, Any]:
    [entry] = reading.told([product])
    told = as_product(entry, product.shop)
    trees = read_trees(product.shop, [product], below=True)
    add_tree(told, product, trees, shop=product.shop, spell=dict, unpublished=True)
    return told


def _gone(product: Product) -> dict[str, Any]:
    return {"id": product.catalog_id}
