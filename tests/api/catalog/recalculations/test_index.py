"""GET /product/<tenant>/products/recalculate/jobs."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.catalog.conftest import Server, refusal
from tests.usecases.catalog.trees_at_work import a_chain

PATH = "/products/recalculate/jobs"


def test_jobs_are_listed_newest_first(server: Server, charlies: Server, alice: Shop) -> None:
    a_chain(alice, "a")
    a_chain(alice, "k")
    for each in ("a", "k"):
        server.ask("POST", "/products/recalculate", {"productIds": [each]})
    assert [each["parentRoot"] for each in server.get(PATH)] == ["k", "a"]
    assert [each["status"] for each in server.get(PATH, status="FINISHED")] == ["FINISHED"] * 2
    assert server.get(PATH, status="PENDING") == charlies.get(PATH) == []


@pytest.mark.parametrize("status", ["finished", "DONE", "\0"])
def test_a_status_that_there_is_not_is_refused(server: Server, status: str) -> None:
    assert refusal(server.ask("GET", PATH, status=status))[0] == 400
