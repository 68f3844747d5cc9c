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

import api.campaigns
from api.campaigns.campaign_shapes import ACCESS_KEY, SAMPLE
from api.campaigns.description import CAMPAIGNS
from api.description import operations
from app import Settings
from models.audience import LiveCount
from models.content import FINISHED
from models.shop import Shop
from tests.api.described import InProcess, described, tried
from tests.builders import a_key, a_live, a_product, a_seller, a_shop
from tests.conftest import NOON

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]
ON = {"enabled": True}
PHASES = {"examples": ON, "coverage": ON}
REFUSED = [400, 401, 403, 404, 413, 414, 415]
# Requests that fit the description and are refused all the same: a rule that no schema can say.
BEYOND = (
    "title: must not be empty",
    "has no (brand|seller) with this id",
    "must be in ISO 8601|between the years|must not be before|at most a week",
    "in progress|on air|is finished|neither a show|no recording|only a finished live",
    "one of its|name each product|name products|belongs to another seller|withProduct",
    "String should have at most 100|List should have at most 10 ",  # of tags between commas
    "control characters|Unicode|is not an address|http or https|must begin with https",
)


def found() -> list[str]:
    """Name the operations; no database is needed for that."""
    bare = Flask("vitrine")
    api.campaigns.mount(bare)
    return [each.removeprefix("campaigns.") for _, _, each, *_ in operations(bare, CAMPAIGNS)]


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
    seller = a_seller(shop, uid=SAMPLE)
    product = a_product(shop, uid=SAMPLE, seller=seller, external_id="P-1001")
    live = a_live(
        shop,
        uid=SAMPLE,
        state=FINISHED,
        ready=True,
        started_at=NOON,
        products=(product,),
        seller=seller,
    )
    LiveCount.create(content=live, visits=1)
    return {"Token": {"bearer": a_key(shop)["Api-Key"]}}


def is_beyond(failure: Failure, _case: Case, response: Response) -> bool:
    """Tell whether the check asks for more than a description can say."""
    if "Undocumented methods advertised" in failure.message:
        # `stats` might be a campaign's key, and campaigns are changed and removed.
        return "/campaign/stats" in str(response.request.url)
    if isinstance(failure, AcceptedNegativeData):
        # Parameters may be empty, of which schemathesis takes no notice; what is no id finds
        # nothing, as an id that nothing has.
        empty = re.search(r"[?&]\w+=(&|$)", str(response.request.url)) is not None
        return empty or "parameter `sellerId` in query" in failure.message or _fails_rows(response)
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return False
    why = response.json()["_e"]
    return any(re.search(each, why) for each in BEYOND)


def _fails_rows(response: Response) -> bool:
    """Tell whether rows were refused, each for itself, as what is no id is in one."""
    told = response.json() if response.status_code == 200 else None
    return isinstance(told, dict) and told.get("failCount", 0) > 0


@pytest.mark.parametrize("name", found())
def test_the_description_holds_for(app: Flask, name: str) -> None:
    shown = a_shown(a_shop("Alice", access_key=ACCESS_KEY))
    known = {
        "path.access_key": ACCESS_KEY,
        "path.campaign_key": SAMPLE,
        "path.seller_id": SAMPLE,
    }
    schema = described(
        app,
        "/v2/openapi.json",
        PHASES,
        is_beyond,
        examples=10,
        refused=REFUSED,
        known=known,
        shown=shown,
    )
    _, failures = tried(schema.include(operation_id=name))
    assert not failures, "\n\n".join(failures[:5])
