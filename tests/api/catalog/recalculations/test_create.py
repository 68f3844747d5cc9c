"""POST /product/<tenant>/products/recalculate."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.recalculation import Recalculation
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from tests.usecases.catalog.trees_at_work import a_chain

PATH = "/products/recalculate"


def test_a_job_is_told_for_each_root(server: Server, alice: Shop) -> None:
    a_chain(alice, "a", "b")
    answer = server.ask("POST", PATH, {"productIds": ["b", "nothing"]})
    assert answer.status_code == 202
    assert answer.json is not None
    [job] = answer.json["jobs"]
    kept = Recalculation.get()
    assert (job.pop("id"), job.pop("createdAt")[-1]) == (kept.uid, "Z")
    assert job == {
        "parentRoot": "a",
        "requestedByIds": ["b"],
        "status": "PENDING",
        "processingStartedAt": None,
        "finishedAt": None,
        "error": None,
        "attempts": 0,
    }
    assert answer.json["skippedProductIds"] == ["nothing"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"productIds": []},
        {"productIds": ["a"] * 1001},
        {"productIds": "a"},
        {"productIds": [1]},
        {"productIds": [None]},
        {"productIds": ["a\0"]},
        {"productIds": ["a"], "more": 1},
        ["a"],
    ],
    ids=str,
)
def test_what_names_no_products_is_refused(server: Server, body: Any) -> None:
    assert refusal(server.ask("POST", PATH, body))[0] == 400
    assert not Recalculation.select().count()


def test_who_may_only_change_products_may_not(client: FlaskClient, alice: Shop) -> None:
    a_chain(alice, "a")
    changes = a_server(client, alice, "product.product_update")
    assert refusal(changes.ask("POST", PATH, {"productIds": ["a"]}))[0] == 403
