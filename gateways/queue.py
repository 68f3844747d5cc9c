"""Jobs: work put aside for the worker, in a queue that survives restarts (huey).

The queue lives in an SQLite file by default and in Redis when the setting names one. There is
one task, "do the job of this name"; the composition root says what the names mean, so this file
knows no verbs. A message taken by a worker that is then killed is gone from the queue: jobs whose
loss would matter are found again by their own records (`usecases/assets.py`).

Beside the ordinary lane there is a quick one with threads of its own, for short jobs that must not
wait behind a film being prepared.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import structlog
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

log = structlog.get_logger()
Job = Callable[..., object]
BEAT = "vitrine.beat"
LANES = ("vitrine", "vitrine-quick")
# How often a worker gives a sign of life, and after how long without one nobody is there.
BEATS_EVERY, ATTENDED = 10, 30
# How long jobs get to end by themselves when the worker is told to stop.
STOPS_WITHIN = 8
QUICK_WORKERS, QUICK_STOPS_WITHIN = 4, 3


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write into the queue must not be able to run a pickle."""

    def _serialize(self, data: Message) -> bytes:
        return orjson.dumps(list(data))

    def _deserialize(self, data: bytes) -> Message:
        message = Message(*orjson.loads(data))
        eta = message.eta and datetime.fromisoformat(message.eta)
        return message._replace(eta=eta, args=tuple(message.args))


class _Consumer(Consumer):  # type: ignore[misc]
    """A consumer that stops in order on SIGINT and SIGTERM alike."""

    def __init__(self, huey: Huey, workers: int, end_jobs: Job) -> None:
        super().__init__(huey, workers=workers, max_delay=1.0, shutdown_timeout=STOPS_WITHIN)
        self._end_jobs = end_jobs
        self.quick: _Beside | None = None

    def start(self) -> None:
        super().start()
        if self.quick:
            self.quick.start()

    def stop(self, graceful: bool = False) -> None:
        self._end_jobs()
        if self.quick:
            self.quick.stop_flag.set()
        super().stop(graceful=True)


class _Beside(Consumer):  # type: ignore[misc]
    """A consumer that is started and stopped by another one, which listens to the signals."""

    def _set_signal_handlers(self) -> None:
        pass


class Queue:
    """The jobs of this installation. `jobs` maps a name to what is done.

    Jobs named in `quick` take the second lane, where the queue has one.
    """

    def __init__(self, huey: Huey, lane: Huey | None = None) -> None:
        self.huey = huey
        self.lane = lane
        self.jobs: dict[str, Job] = {}
        self.quick: frozenset[str] = frozenset()
        self._task = huey.task(name="job")(self._perform)
        self._quick_task = lane.task(name="job")(self._perform) if lane else self._task

    def add(self, name: str, *arguments: str | int) -> None:
        """Put a job aside; arguments must be JSON."""
        (self._quick_task if name in self.quick else self._task)(name, *arguments)

    def every_minute(self, name: str) -> None:
        """Let the worker do a job by itself each minute."""
        self._every(name, crontab())

    def every_hour(self, name: str) -> None:
        """Let the worker do a job by itself each hour."""
        self._every(name, crontab(minute="17"))

    def work(self, workers: int = 1, end_jobs: Job = lambda: None) -> None:
        """Do jobs until the process is told to stop (SIGINT or SIGTERM).

        `end_jobs` is called then: it makes what is being done end soon.
        """
        consumer = _Consumer(self.huey, workers, end_jobs)
        if self.lane:
            options = {"max_delay": 1.0, "shutdown_timeout": QUICK_STOPS_WITHIN}
            consumer.quick = _Beside(self.lane, workers=QUICK_WORKERS, **options)
        threading.Thread(target=self._beat, daemon=True).start()
        consumer.run()
        if consumer.quick:
            consumer.quick.stop(graceful=True)

    def drain(self) -> int:
        """Do the jobs that wait now, in this process, and tell how many there were."""
        count = 0
        for lane in filter(None, (self.huey, self.lane)):
            while task := lane.dequeue():
                lane.execute(task)
                count += 1
        return count

    def attended(self) -> bool:
        """Tell whether a worker has given a sign of life within the last half minute."""
        if self.huey.immediate:
            return True
        try:
            beat = self.huey.storage.peek_data(BEAT)
        except Exception:
            log.exception("the queue cannot be read")
            return False
        return isinstance(beat, bytes) and time.time() - float(beat) < ATTENDED

    def _every(self, name: str, moments: Callable[[datetime], bool]) -> None:
        lane = self.lane if self.lane and name in self.quick else self.huey
        lane.periodic_task(moments, name=f"each-{name}")(lambda: self._perform(name))

    def _beat(self) -> None:
        while True:
            try:
                self.huey.storage.put_data(BEAT, str(time.time()).encode())
            except Exception:
                log.exception("the queue cannot be written")
            time.sleep(BEATS_EVERY)

    def _perform(self, name: str, *arguments: str | int) -> None:
        log.info("job", job=name, arguments=arguments)
        self.jobs[name](*arguments)


def queue_at(url: str, file: Path) -> Queue:
    """Open the queue: `redis://…`, or an SQLite file when `url` is empty."""
    options: dict[str, Any] = {"results": False, "serializer": JsonSerializer()}
    if url:
        return Queue(*(RedisHuey(name, url=url, **options) for name in LANES))
    options |= {"filename": str(file), "fsync": True}
    return Queue(*(SqliteHuey(name, **options) for name in LANES))


def immediate_queue() -> Queue:
    """Make a queue that does each job on the spot, in the caller's process."""
    return Queue(MemoryHuey("vitrine", immediate=True, results=False))


def waiting_queue() -> Queue:
    """Make a queue in memory that keeps jobs until `drain` is called."""
    return Queue(MemoryHuey("vitrine", results=False, serializer=JsonSerializer()))


_open: Queue | None = None


def open_queue(
    queue: Queue, jobs: Mapping[str, Job], quick: Mapping[str, Job] | None = None
) -> None:
    """Choose the queue every use case puts its jobs into, and what their names mean.

    `quick` are the short jobs that go by the second lane.
    """
    global _open
    queue.jobs.update({**jobs, **(quick or {})})
    queue.quick = frozenset(quick or ())
    _open = queue


def queue() -> Queue:
    """Give the queue in use."""
    if _open is None:
        raise RuntimeError("no queue is open; app.py opens one")
    return _open
