"""Running: the embedded server with one worker beside it, or a worker alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from waitress.server import create_server

from gateways.queue import Queue

log = structlog.get_logger()
APP = Path(__file__).resolve().parent.parent / "app.py"


def serve(create_app: Callable[[], Any], settings: Any) -> int:
    """Serve until SIGINT or SIGTERM; the worker ends with the server."""
    app = create_app()
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            # The application refuses what is too large for an address, in the caller's words;
            # this is only the bound of what is buffered to disk before it is asked.
            max_request_body_size=settings.upload_limit + 1024,
            ident=None,
        )
    except OSError as error:
        print(
            f"vitrine: cannot listen on {settings.host}:{settings.port}: {error}", file=sys.stderr
        )
        return 1
    worker = _start_worker(settings)
    signal.signal(signal.SIGTERM, _interrupt)
    print(f"Vitrine serves {settings.url}", flush=True)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()
        _end(worker)
    return 0


def work(queue: Queue, settings: Any, *, child: bool) -> int:
    """Do jobs until told to stop; as a child, also when the parent is gone."""
    if child:
        threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    queue.add("resume")
    queue.work(settings.transcoders)
    return 0


def _start_worker(settings: Any) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the server alone, which then ends the worker in order.
    settings_there = {
        f"VITRINE_{name.upper()}": str(value) for name, value in settings.model_dump().items()
    }
    return subprocess.Popen(
        [sys.executable, str(APP), "worker", "--child"],
        env={**os.environ, **settings_there},
        start_new_session=True,
    )


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(10)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
