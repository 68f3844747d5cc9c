"""What pushes while measuring: Vitrine's own server, and threads of Flask that tell the same.

`python -m bench.push_serving ours|flask FOLDER PORT UID` serves until it is ended. Both read the
same changes twice a second; when each reading was due, and up to which number it told, is written
to FOLDER/beats, on the clock that all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flask import Flask, Response
from werkzeug.serving import make_server

from api.audience.channels import Channel
from api.audience.push import BATCH, Push
from app import Settings, open_house
from gateways.queue import waiting_queue
from usecases import pushing


class Timed(Push):
    """Our server, writing down when it told what."""

    def __init__(self, beats: IO[str]) -> None:
        super().__init__(connections=10_000, from_one=10_000, proxies=0)
        self._beats = beats

    async def beat(self, now: float) -> None:
        """Do what is due, and write down since when it was."""
        due = self.due
        await super().beat(now)
        for channel in self._channels.values():
            print(due, channel.number, time.monotonic(), file=self._beats, flush=True)


async def ours(port: int, beats: IO[str]) -> None:
    """Push as Vitrine does."""
    push = Timed(beats)
    push.open("127.0.0.1", port)
    try:
        await push.run()
    finally:
        await push.close()


def flask(port: int, beats: IO[str], uid: str) -> None:
    """Push as a plain Flask application does: a thread for each viewer, and a queue."""
    app = Flask("plain")
    heard: set[queue.SimpleQueue[bytes]] = set()

    @app.get("/push/lives/<uid>")
    def show(uid: str) -> Response:
        mine: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        heard.add(mine)

        def words() -> Iterator[bytes]:
            yield b"retry: 2000\n\n"
            while True:
                yield mine.get()

        return Response(words(), mimetype="text/event-stream")

    threading.stack_size(256 * 1024)
    server = make_server("127.0.0.1", port, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    opening = pushing.opened([(uid, None)])[uid, None]
    assert opening is not None
    channel, due = Channel(opening), time.monotonic()
    while True:
        due += BATCH
        time.sleep(max(due - time.monotonic(), 0))
        if changes := pushing.news({channel.watch: channel.number}).get(channel.watch):
            words = channel.take(changes) or b""
            for each in list(heard):
                each.put(words)
        print(due, channel.number, time.monotonic(), file=beats, flush=True)


def main() -> None:
    """Serve in the way that is named."""
    way, folder, port, uid = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    open_house(Settings(data=folder), waiting_queue())
    with (folder / "beats").open("w") as beats:
        if way == "ours":
            asyncio.run(ours(port, beats))
        else:
            flask(port, beats, uid)


if __name__ == "__main__":
    main()
