"""The catalog API: products with templates, variants and languages (`/product/<tenant>/…`).

A tenant is a shop, named by its slug. `/oauth/token` gives the tokens that callers show.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g

from api.catalog import (
    bulk,
    description,
    docs,
    products,
    recalculations,
    schemas,
    search,
    templates,
    tokens,
    writes,
)
from api.catalog.entering import let_pages_read
from api.catalog.envelope import spell_error
from api.catalog.webhooks import spellers

# What is below them fails in this API's words.
PREFIXES = ("/product/", "/oauth/")

# The map of the API: a resource's file, and where it stands below the tenant.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (products.routes, "/products"),
    (recalculations.routes, "/products/recalculate"),
    (search.routes, "/search"),
    (writes.routes, "/products"),
    (bulk.routes, "/products/bulk"),
    (templates.routes, "/product-templates"),
    (schemas.routes, "/schemas"),
)
# What stands elsewhere. A tenant's name has neither points nor fewer than two parts behind it.
PUBLIC: tuple[tuple[Blueprint, str], ...] = (
    (tokens.routes, "/oauth/token"),
    (description.routes, "/product/openapi.json"),
    (docs.routes, "/product/docs.html"),
)

__all__ = ["PREFIXES", "mount", "spell_error", "spellers"]


def mount(app: Flask) -> None:
    """Mount every resource."""
    api = Blueprint("catalog", __name__)
    api.url_value_preprocessor(_take_tenant)
    api.after_request(let_pages_read)
    for routes, prefix in RESOURCES:
        api.register_blueprint(routes, url_prefix=f"/product/<tenant>{prefix}")
    for routes, prefix in PUBLIC:
        api.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(api)


def _take_tenant(_endpoint: str | None, path: dict[str, Any] | None) -> None:
    """Keep the tenant for the door: views need none."""
    g.tenant = (path or {}).pop("tenant", "")
