"""This API does what its description says, for requests that schemathesis makes from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import schemathesis.python.wsgi
from flask import Flask
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import RejectedPositiveData

import api.catalog
from api.catalog.description import CATALOG, PARTS
from api.catalog.product_fields import SAMPLE
from api.description import operations
from app import Settings
from models.product_template import ProductTemplate, TemplateVersion
from models.shop import Shop
from tests.api.described import InProcess, described, tried
from tests.builders import a_key, a_product, a_seller, a_shop
from tests.conftest import NOON

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]
ON = {"enabled": True}
PHASES = {"examples": ON, "coverage": ON}
REFUSED = [400, 401, 403, 404, 409, 413, 414, 415]
TENANT = PARTS["tenant"].example
# Requests that fit the description and are refused all the same: a rule that no schema can say.
BEYOND = (
    "^(q|sort): ",
    "control characters|Unicode|is not an address|http or https|64 bits",
    "language",
    "must be the id in the address",
    "does not belong to products of this type",
    "(name|template|parentVariantId|bundledProducts): is required",
    "has no (product|seller|template)|must be one of ACCESSORY",
    "must be of the type|must be one of the values|must have 1 to 1,000 values",
    "stands in the list already",
    "ownVariantAttributes.*must be (text|a number|true or false)|holds at most 100 attributes",
    "parentVariantId: (is no id that|a product does not stand|is a product of another type)",
)
# Operations of which schemathesis says nothing that a form can take.
PASSED = ("tokens.create",)


def found() -> list[str]:
    """Name the operations; no database is needed for that."""
    bare = Flask("vitrine")
    api.catalog.mount(bare)
    names = [each.removeprefix("catalog.") for _, _, each, *_ in operations(bare, CATALOG)]
    return [each for each in names if each not in PASSED]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Callers may ask without end."""
    return settings.model_copy(update={"address_rate": 0, "key_rate": 0})


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> Iterator[Flask]:
    """The application as in life: its own check of answers is off."""
    app.testing = False
    monkeypatch.setattr(schemathesis.python.wsgi, "get_client", InProcess)
    return app


def a_shown(shop: Shop) -> dict[str, dict[str, str]]:
    """What callers of a shop show that has the rows which the examples name."""
    a_product(shop, catalog_id=PARTS["product_id"].example, ref="SKU-1")
    a_seller(shop, external_id="VND001")
    template = ProductTemplate.create(shop=shop, catalog_id=SAMPLE)
    TemplateVersion.create(
        template=template, version=1, name={"en": "Jacket"}, attributes=[], created_at=NOON
    )
    return {"Token": {"bearer": a_key(shop)["Api-Key"]}}


def is_beyond(failure: Failure, _case: Case, response: Response) -> bool:
    """Tell whether the check asks for more than a description can say."""
    if "Undocumented methods advertised" in failure.message:
        # `bulk`, `search` and `recalculate` might be products' ids.
        return (
            re.search("/products/(bulk|search|recalculate)", str(response.request.url)) is not None
        )
    if isinstance(failure, AcceptedNegativeData):
        # Parameters may be empty, of which schemathesis takes no notice; unknown ones are passed
        # over; removing what there is not is done already.
        empty = re.search(r"[?&]\w+=(&|$)", str(response.request.url)) is not None
        return empty or _fails_rows(response)
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return False
    return any(re.search(each, response.json()["message"]) for each in BEYOND)


def _fails_rows(response: Response) -> bool:
    """Tell whether rows were refused, each for itself, as what fits no schema is in one."""
    told = response.json() if response.status_code == 207 else []
    return any(each["code"] >= 400 for each in told)


@pytest.mark.parametrize("name", found())
def test_the_description_holds_for(app: Flask, name: str) -> None:
    shown = a_shown(a_shop("Alice", slug=TENANT))
    known = {"path.tenant": TENANT, "path.product_id": PARTS["product_id"].example}
    schema = described(
        app,
        "/product/openapi.json",
        PHASES,
        is_beyond,
        examples=10,
        refused=REFUSED,
        known=known,
        shown=shown,
    )
    _, failures = tried(schema.include(operation_id=name))
    assert not failures, "\n\n".join(failures[:5])
