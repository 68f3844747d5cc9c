"""`/product/<tenant>/schemas`: JSON Schemas of templates' attributes and of known mixins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from pydantic import Field

from api.auth import shop
from api.catalog.entering import open_to_all
from api.operation import Answer, Output
from models.errors import NotFound
from usecases.catalog import own_schemas

routes = Blueprint("schemas", __name__)

# A template that is removed may be made anew, so nothing stands for ever.
SECONDS = 300


class JsonSchema(Output):
    """A JSON Schema, draft 4."""

    model_config = {"extra": "allow"}

    type: str = Field(examples=["object"])
    properties: dict[str, Any] | None = Field(
        None, examples=[{"color": {"type": "string", "enum": ["GREEN", "RED"]}}]
    )


@routes.get("/<schema_name>.json")
@open_to_all("Get a schema", answer=JsonSchema, errors=(NotFound,), extension=True)
def show(schema_name: str) -> Answer:
    """Show a schema: `{template}-variantAttributes_v{version}`, or a known mixin's."""
    response = Response(own_schemas.find(shop(), schema_name), mimetype="application/json")
    response.cache_control.public = True
    response.cache_control.max_age = SECONDS
    return response
