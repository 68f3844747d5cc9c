"""Jobs: work put aside for the worker, in a queue that survives restarts (huey).

The queue lives in an SQLite file by default and in Redis when the setting names one. There is
one task, "do the job of this name"; the composition root says what the names mean, so this file
knows no verbs. A message taken by a worker that is then killed is gone from the queue: jobs whose
loss would matter are found again by their own records (`usecases/assets.py`).
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
Job = Callable[..., None]
BEAT = "vitrine.beat"


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write into the queue must not be able to run a pickle."""

    def _serialize(self, data: Message) -> bytes:
        return orjson.dumps(list(data))

    def _deserialize(self, data: bytes) -> Message:
        message = Message(*orjson.loads(data))
        eta = message.eta and datetime.fromisoformat(message.eta)
        return message._replace(eta=eta, args=tuple(message.args))


class Queue:
    """The jobs of this installation. `jobs` maps a name to what is done."""

    def __init__(self, huey: Huey) -> None:
        self.huey = huey
        self.jobs: dict[str, Job] = {}
        self._task = huey.task(name="job")(self._perform)

    def add(self, name: str, *arguments: str | int) -> None:
        """Put a job aside; arguments must be JSON."""
        self._task(name, *arguments)

    def every_minute(self, name: str) -> None:
        """Let the worker do a job by itself each minute."""
        self.huey.periodic_task(crontab(), name=f"each-minute-{name}")(lambda: self._perform(name))

    def work(self, workers: int = 1) -> None:
        """Do jobs until the process is told to stop (SIGINT or SIGTERM)."""
        consumer = Consumer(self.huey, workers=workers, max_delay=1.0, check_worker_health=True)
        threading.Thread(target=self._beat, daemon=True).start()
        consumer.run()

    def attended(self) -> bool:
        """Tell whether a worker has given a sign of life within the last half minute."""
        if self.huey.immediate:
            return True
        beat = self.huey.storage.peek_data(BEAT)
        return isinstance(beat, bytes) and time.time() - float(beat) < 30

    def _beat(self) -> None:
        while True:
            self.huey.storage.put_data(BEAT, str(time.time()).encode())
            time.sleep(10)

    def _perform(self, name: str, *arguments: str | int) -> None:
        log.info("job", job=name, arguments=arguments)
        self.jobs[name](*arguments)


def queue_at(url: str, file: Path) -> Queue:
    """Open the queue: `redis://…`, or an SQLite file when `url` is empty."""
    options: dict[str, Any] = {"results": False, "serializer": JsonSerializer()}
    if url:
        return Queue(RedisHuey("vitrine", url=url, **options))
    return Queue(SqliteHuey("vitrine", filename=str(file), fsync=True, **options))


def immediate_queue() -> Queue:
    """Make a queue that does each job on the spot, in the caller's process."""
    return Queue(MemoryHuey("vitrine", immediate=True, results=False))


_open: Queue | None = None


def open_queue(queue: Queue, jobs: Mapping[str, Job]) -> None:
    """Choose the queue every use case puts its jobs into, and what their names mean."""
    global _open
    queue.jobs.update(jobs)
    _open = queue


def queue() -> Queue:
    """Give the queue in use."""
    if _open is None:
        raise RuntimeError("no queue is open; app.py opens one")
    return _open
