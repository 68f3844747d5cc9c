"""This API does what its description says, for requests that schemathesis makes from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis.python.wsgi
from flask import Flask
from schemathesis.core.failures import Failure
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import IgnoredAuth, RejectedPositiveData

import api.streams
from api.description import operations
from api.streams.description import STREAMS
from api.streams.stream_shapes import SAMPLE
from app import Settings
from models.content import STARTED
from models.shop import Shop
from tests.api.described import InProcess, described, tried
from tests.builders import a_key, a_live
from tests.conftest import NOON
from usecases import products

pytestmark = pytest.mark.sqlite
ON = {"enabled": True}
PHASES = {"examples": ON, "coverage": ON, "fuzzing": ON}
# Requests that fit the description and are refused all the same: the parameter, and the words.
BEYOND = (
    ("categoryId", "this shop has no such category"),
    ("id", "is required"),  # translationId may stand for it
)


def found() -> list[str]:
    """Name the operations; no database is needed for that."""
    bare = Flask("vitrine")
    api.streams.mount(bare)
    return [each.removeprefix("streams.") for _, _, each, *_ in operations(bare, STREAMS)]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Callers may ask without end."""
    return settings.model_copy(update={"address_rate": 0})


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> Iterator[Flask]:
    """The application as in life: its own check of answers is off."""
    app.testing = False
    monkeypatch.setattr(schemathesis.python.wsgi, "get_client", InProcess)
    return app


@pytest.fixture
def shown(alice: Shop) -> dict[str, dict[str, str]]:
    """What callers show, of a shop with the rows that the examples name."""
    oil = products.add(alice, name="Hair oil", ref="183966", categories=["Care"]).product
    a_live(alice, uid=SAMPLE, products=(oil,), state=STARTED, started_at=NOON)
    return {
        "ApplicationId": {"api_key": alice.slug},
        "Token": {"bearer": a_key(alice)["Api-Key"]},
    }


def is_beyond(failure: Failure, _case: Case, response: Response) -> bool:
    """Tell whether the check asks for more than a description can say."""
    if isinstance(failure, IgnoredAuth):
        # A missing or wrong applicationId is answered by 400, as published.
        return "got `400 Bad Request`" in failure.message
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 422:
        return False
    faults = response.json()["body"]["message"].split("; ")
    return all(any(re.match(f"{name}: {words}", each) for name, words in BEYOND) for each in faults)


@pytest.mark.parametrize("name", found())
def test_the_description_holds_for(app: Flask, shown: dict[str, Any], name: str) -> None:
    known = {"query.id": SAMPLE, "query.categoryId": "care", "query.productCode": "183966"}
    schema = described(
        app, "/v3/openapi.json", PHASES, is_beyond, examples=30, known=known, shown=shown
    )
    statuses, failures = tried(schema.include(operation_id=name))
    assert not failures, "\n\n".join(failures[:5])
    assert min(statuses) == 200
