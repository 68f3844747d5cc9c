"""`/product/openapi.json`: this API described (`api/description.py`)."""

from __future__ import annotations

from flask import Blueprint

from api.catalog.answers import PRODUCT_ID
from api.catalog.envelope import STATUSES, Refusal, refused
from api.catalog.recalculations import JOB_ID
from api.catalog.template_fields import SAMPLE as TEMPLATE_ID
from api.description import Dialect, Document, Part, sent
from api.operation import Answer, operation

routes = Blueprint("description", __name__)

GROUPS = {
    "products": "Products found, made, replaced, changed and removed, one or many at a time.",
    "templates": "Templates: which attributes products have, with the JSON Schemas of these.",
    "tokens": "Tokens, which servers show.",
    "description": "This description.",
}
ABOUT = """\
A shop's products with templates, variants, bundles and languages. The address names the shop by its
slug, the tenant. Anybody reads what is published; servers show an access token of `/oauth/token`,
whose scopes say what it opens, or a key of the shop itself.
Answers are bare, refusals are `{"code", "status", "message"}`, with `details` where fields are
at fault. Operations marked as extensions are ours; the others follow a published contract.
"""
JOINS = {
    "search": "products",
    "writes": "products",
    "bulk": "products",
    "recalculations": "products",
    "schemas": "templates",
}
PARTS = {
    "product_id": Part("The product's id.", PRODUCT_ID),
    "job_id": Part("The job's id.", JOB_ID),
    "schema_name": Part("The schema's name.", "productCustomAttributesMixIn-v1"),
    "template_id": Part("The template's id.", TEMPLATE_ID),
    "tenant": Part("The shop's slug.", "myshop", {"pattern": "^[a-z][a-z0-9]{2,15}$"}),
}
SCHEMES = {
    "Token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of /oauth/token with the scopes named, or a key that has them.",
    },
}

CATALOG = Dialect(
    name="catalog",
    title="Vitrine catalog API",
    about=ABOUT,
    groups=GROUPS,
    refusal=Refusal,
    refused=refused,
    statuses=STATUSES,
    joins=JOINS,
    schemes=SCHEMES,
    security=({"Token": []},),
    parts=PARTS,
)


@routes.get("")
@operation("Get this description", answer=Document, scope=None, extension=True)
def show() -> Answer:
    """Describe this API in OpenAPI 3.1."""
    return sent(CATALOG)
