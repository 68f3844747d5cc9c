"""Recalculating: after many products were loaded, a worker goes through the trees they stand in.

    pending --a worker takes it--> processing --> finished
       ^                               |
       +--after a minute-- failed <----+--> failed permanently: the third time, or without a root

Trees are never out of date here (`usecases/catalog/trees.py`), so nothing is written into products:
the job holds the tree against its rules and tells webhooks of the root as it is by now, with all
that stands below it, which no event of a single product has told them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from gateways.queue import queue
from models import clock
from models.database import connected, database, exclusive
from models.errors import NotFound
from models.product import DYNAMIC_VARIANT, Product
from models.recalculation import (
    FAILED,
    FAILED_PERMANENT,
    FINISHED,
    PENDING,
    PROCESSING,
    Recalculation,
)
from models.shop import Shop
from usecases.catalog.placing import find_all
from usecases.catalog.trees import read_above
from usecases.events import tell_all
from usecases.rows import Listing, owned

log = structlog.get_logger()
JOB = "recalculate"
# A worker that has taken a job and not ended it by then was lost.
LAPSES, PAUSE, KEPT = timedelta(minutes=10), timedelta(minutes=1), timedelta(days=30)
ATTEMPTS = 3
ACTIVE = (PENDING, PROCESSING)
GONE = "the product was removed, or stands below another one by now"
OURS = "this server failed; its log says why"


class NoRecalculation(NotFound):
    """The shop has no such job, or not any more."""

    code = "no-such-job"


def begin(shop: Shop, ids: Sequence[str]) -> tuple[list[Recalculation], list[str]]:
    """Let a worker go through the trees that products stand in: a job for each root.

    Answers the jobs, and the ids that led to no new one: those of no dynamic variant of the
    caller's, those that lead to no root, and those whose root has a job that is not done.
    """
    with exclusive(shop):
        roots = _roots(shop, list(dict.fromkeys(ids)))
        active = _active(shop, set(roots.values()))
        led: dict[str, list[str]] = {}
        for id_, root in roots.items():
            led.setdefault(root, []).append(id_)
        jobs = [active.get(root) or _new(shop, root, some) for root, some in led.items()]
        skipped = [each for each in dict.fromkeys(ids) if roots.get(each) in (None, *active)]
    return jobs, skipped


def listed(shop: Shop, status: str | None = None) -> Listing[Recalculation]:
    """List the caller's jobs, newest first; of one `status`, or all."""
    table: Any = Recalculation
    rows = table.select().where(owned(Recalculation, shop)).order_by(table.id.desc())
    return Listing(rows if status is None else rows.where(table.status == status))


def find(shop: Shop, uid: str) -> Recalculation:
    """Find a job, or raise `NoRecalculation`."""
    mine = owned(Recalculation, shop) & (Recalculation.uid == uid)
    found = Recalculation.get_or_none(mine)
    if found is None:
        raise NoRecalculation("this shop has no job with this id; jobs are kept for 30 days")
    return found


def recalculate(uid: str) -> None:
    """Do a job; doing it twice, even at once, changes nothing."""
    with connected():
        job = _take(uid)
        if job is None:
            return
        try:
            _go_through(job)
        except Exception:
            log.exception("recalculating failed", job=uid)
            last = job.attempts >= ATTEMPTS
            due = None if last else clock.now() + PAUSE
            _end(job, FAILED_PERMANENT if last else FAILED, error=OURS, due_at=due)


def begin_due() -> None:
    """Let a worker take up the jobs that failed, and those whose worker or message was lost."""
    with connected():
        rows: Any = Recalculation.select(Recalculation.uid)
        for (uid,) in rows.where(Recalculation.due_at <= clock.now()).tuples():
            queue().add(JOB, uid)


def forget_recalculations() -> None:
    """Remove the jobs that ended more than 30 days ago."""
    table: Any = Recalculation
    with connected():
        ended = table.due_at.is_null() & (table.finished_at < clock.now() - KEPT)
        table.delete().where(ended).execute()


def _roots(shop: Shop, ids: list[str]) -> dict[str, str]:
    """Give the roots that ids lead to; what leads to none is left out."""
    found = {id_: each for id_, each in find_all(shop, ids).items() if _stands(each)}
    trees = read_above(shop, found.values())
    places = {id_: trees.place(each) for id_, each in found.items()}
    return {
        each: (places[each].path or (each,))[-1]
        for each in ids
        if each in places and places[each].whole
    }


def _stands(product: Product) -> bool:
    return product.kind == DYNAMIC_VARIANT


def _active(shop: Shop, roots: set[str]) -> dict[str, Recalculation]:
    table: Any = Recalculation
    mine = table.select().where(owned(Recalculation, shop), table.status.in_(ACTIVE))
    return {each.root: each for each in mine if each.root in roots}


def _new(shop: Shop, root: str, ids: list[str]) -> Recalculation:
    facts = {"seller": shop.only_seller_id, "root": root, "requested": ids}
    # Where the queue loses it, it is taken up later.
    job = Recalculation.create(shop=shop, due_at=clock.now() + PAUSE, **facts)
    database.after_commit(lambda: queue().add(JOB, job.uid))
    return job


def _take(uid: str) -> Recalculation | None:
    table: Any = Recalculation
    now = clock.now()
    lapsed = (table.status.in_((PROCESSING, FAILED))) & (table.due_at <= now)
    taken = table.update(
        status=PROCESSING,
        attempts=table.attempts + 1,
        started_at=now,
        finished_at=None,
        error=None,
        due_at=now + LAPSES,
        updated_at=now,
    ).where(table.uid == uid, (table.status == PENDING) | lapsed)
    return table.get(table.uid == uid) if taken.execute() else None


def _go_through(job: Recalculation) -> None:
    with exclusive(job.shop):
        root = find_all(job.shop, [job.root]).get(job.root)
        if root is None or not _stands(root) or root.above is not None:
            _end(job, FAILED_PERMANENT, error=GONE)
            return
        tell_all([root], "updated")
        _end(job, FINISHED)


def _end(job: Recalculation, status: str, **facts: Any) -> None:
    now = clock.now()
    ends = {"status": status, "finished_at": now, "updated_at": now, "due_at": None, **facts}
    # Whoever took it over meanwhile ends it.
    mine = (Recalculation.id == job.id) & (Recalculation.attempts == job.attempts)
    Recalculation.update(**ends).where(mine).execute()
