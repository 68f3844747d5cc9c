"""GET /product/<tenant>/products/recalculate/jobs/<id>."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.catalog.conftest import Server, refusal
from tests.usecases.catalog.trees_at_work import a_chain

PATH = "/products/recalculate/jobs"


def test_a_job_is_told_until_it_is_done(server: Server, alice: Shop) -> None:
    a_chain(alice, "a")
    begun = server.ask("POST", "/products/recalculate", {"productIds": ["a"]})
    assert begun.json is not None
    job = server.get(f"{PATH}/{begun.json['jobs'][0]['id']}")
    assert (job["status"], job["attempts"], job["error"]) == ("FINISHED", 1, None)
    assert job["createdAt"] <= job["processingStartedAt"] <= job["finishedAt"]


def test_others_jobs_are_not_found(server: Server, charlies: Server, alice: Shop) -> None:
    a_chain(alice, "a")
    begun = server.ask("POST", "/products/recalculate", {"productIds": ["a"]})
    assert begun.json is not None
    path = f"{PATH}/{begun.json['jobs'][0]['id']}"
    assert refusal(charlies.ask("GET", path))[0] == 404


@pytest.mark.parametrize("named", ["nothing", "%00", "0" * 32, "x" * 4000])
def test_what_is_no_job_is_not_found(server: Server, named: str) -> None:
    assert refusal(server.ask("GET", f"{PATH}/{named}"))[0] == 404
