"""Where the JSON Schemas of a template's attributes stand, which this server makes itself."""

from __future__ import annotations

from api.links import absolute
from models.shop import Shop
from usecases.catalog.own_schemas import names_of, path_of


def schemas_of(shop: Shop, template_id: str, version: int) -> dict[str, str]:
    """Give the addresses of the schemas of a template's version, by the mixins they are for."""
    names = names_of(template_id, version)
    return {mixin: absolute(path_of(shop, name)) or "" for mixin, name in names.items()}
