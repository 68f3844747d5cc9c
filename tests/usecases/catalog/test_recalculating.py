"""Recalculating: jobs that go through trees, taken by one worker and found again when lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from flask import Flask

from gateways import queue as queues
from models import clock
from models.recalculation import (
    FAILED,
    FAILED_PERMANENT,
    FINISHED,
    PENDING,
    PROCESSING,
    Recalculation,
)
from models.shop import Shop
from models.webhook import CATALOG, Delivery
from tests.builders import a_product, a_seller, a_webhook
from tests.usecases.catalog.trees_at_work import a_chain, a_node
from usecases.catalog import recalculating, writing
from usecases.catalog.recalculating import JOB, NoRecalculation

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def waiting(app: Flask, noon: datetime) -> queues.Queue:
    """Jobs wait until they are done by hand."""
    queue = queues.waiting_queue()
    queues.open_queue(queue, {JOB: recalculating.recalculate, "deliver": lambda _: None})
    return queue


def begun(shop: Shop, *ids: str) -> Recalculation:
    """The one job for some ids."""
    [job], _ = recalculating.begin(shop, ids)
    return job


def fresh(job: Recalculation) -> Recalculation:
    """A job as it is kept."""
    return Recalculation.get_by_id(job.id)


def test_there_is_a_job_for_each_root(alice: Shop) -> None:
    a_chain(alice, "a", "b", "c")
    a_chain(alice, "k", "l")
    jobs, skipped = recalculating.begin(alice, ["c", "l", "b", "c", "a"])
    assert [(each.root, each.requested) for each in jobs] == [("a", ["c", "b", "a"]), ("k", ["l"])]
    assert skipped == []
    assert {each.status for each in jobs} == {PENDING}


def test_what_leads_to_no_root_is_passed_over(alice: Shop, charlie: Shop) -> None:
    a_product(alice, catalog_id="basic")
    a_node(charlie, "theirs")
    a_node(alice, "lost", "nothing")
    a_node(alice, "one", "two")
    a_node(alice, "two", "one")
    ids = ["basic", "theirs", "lost", "one", "none", "a\0b", "x" * 200, "none"]
    assert recalculating.begin(alice, ids) == ([], list(dict.fromkeys(ids)))


def test_a_tree_has_one_job_at_a_time(alice: Shop) -> None:
    a_chain(alice, "a", "b")
    first = begun(alice, "b")
    again, skipped = recalculating.begin(alice, ["a", "b"])
    assert (again, skipped) == ([first], ["a", "b"])
    assert again[0].requested == ["b"]
    recalculating.recalculate(first.uid)
    assert begun(alice, "b") != first


def test_a_worker_does_a_job_once(alice: Shop, waiting: queues.Queue) -> None:
    a_chain(alice, "a", "b")
    webhook = a_webhook(alice, format=CATALOG)
    job = begun(alice, "b")
    waiting.drain()
    recalculating.recalculate(job.uid)
    job = fresh(job)
    assert (job.status, job.attempts, job.error) == (FINISHED, 1, None)
    assert job.started_at == job.finished_at == clock.now()
    [told] = Delivery.select().where(Delivery.webhook == webhook)
    assert told.event == "product.updated"
    assert orjson.loads(told.body)["variants"].keys() == {"b"}


@pytest.mark.parametrize("change", ["removed", "moved"])
def test_a_tree_whose_root_is_gone_fails_for_good(alice: Shop, change: str) -> None:
    a_chain(alice, "a", "b")
    job = begun(alice, "b")
    if change == "removed":
        writing.remove(alice, "a", force=True)
    else:
        writing.patch(alice, {"id": "a", "parent": "above"})
    recalculating.recalculate(job.uid)
    job = fresh(job)
    assert (job.status, job.error, job.due_at) == (FAILED_PERMANENT, recalculating.GONE, None)


def test_an_accident_is_tried_again_and_ends_for_good(
    alice: Shop, waiting: queues.Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no room")

    a_node(alice, "a")
    job = begun(alice, "a")
    monkeypatch.setattr(recalculating, "tell_all", fail)
    now = clock.now()
    found = []
    for minute in range(5):
        with clock.frozen(now + minute * MINUTE):
            recalculating.begin_due()
            waiting.drain()
            found.append((fresh(job).status, fresh(job).attempts))
    assert found == [(FAILED, 1), (FAILED, 2), *[(FAILED_PERMANENT, 3)] * 3]
    assert fresh(job).error == recalculating.OURS


def test_a_job_whose_worker_was_lost_is_taken_up_again(alice: Shop, waiting: queues.Queue) -> None:
    a_node(alice, "a")
    job = begun(alice, "a")
    Recalculation.update(status=PROCESSING, due_at=clock.now() + MINUTE, attempts=1).execute()
    recalculating.recalculate(job.uid)
    assert fresh(job).status == PROCESSING
    with clock.frozen(clock.now() + MINUTE):
        recalculating.begin_due()
        waiting.drain()
        assert (fresh(job).status, fresh(job).attempts) == (FINISHED, 2)


def test_jobs_are_forgotten_thirty_days_after_their_end(alice: Shop) -> None:
    a_chain(alice, "a", "b")
    a_node(alice, "k")
    ended, waits = begun(alice, "a"), begun(alice, "k")
    recalculating.recalculate(ended.uid)
    for days, left in ((30, [ended, waits]), (31, [waits])):
        with clock.frozen(clock.now() + timedelta(days=days)):
            recalculating.forget_recalculations()
            assert list(Recalculation.select().order_by(Recalculation.id)) == left


def test_jobs_are_seen_by_those_whose_they_are(alice: Shop, charlie: Shop) -> None:
    seller = a_seller(alice, external_id="one")
    a_node(alice, "a")
    a_node(alice, "s", seller="one")
    alices = begun(alice, "a")
    alice_for_seller = Shop.get_by_id(alice.id)
    alice_for_seller.only_seller_id = seller.id
    jobs, skipped = recalculating.begin(alice_for_seller, ["a", "s"])
    assert ([each.root for each in jobs], skipped) == (["s"], ["a"])
    assert recalculating.listed(alice_for_seller).part(1, 9) == jobs
    assert recalculating.listed(alice).part(1, 9) == [*jobs, alices]
    assert recalculating.listed(alice, FINISHED).part(1, 9) == []
    for shop in (charlie, alice_for_seller):
        with pytest.raises(NoRecalculation):
            recalculating.find(shop, alices.uid)
