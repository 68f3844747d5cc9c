"""Running: the embedded server with worker and stage beside it, or a worker alone."""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

import structlog
from waitress.server import create_server

from commands.bounds import bounded_channel, buffer_in
from commands.leaving import leave_with
from commands.supervisor import Supervisor
from gateways.queue import Queue
from usecases import assets, refreshing, uploads

log = structlog.get_logger()
# A longest address asked about, percent-encoded, has 6 kB; nginx takes 8 kB for one line.
LARGEST_HEAD = 32_768
MOST_CONNECTIONS = 1_000
# Files kept for the database, the queue and what is being sent.
OTHER_FILES = 200
# Seconds after which a connection on which nothing comes is closed.
SILENCE = 60


def serve(create_app: Callable[[], Any], settings: Any) -> int:
    """Serve until SIGINT or SIGTERM; worker and stage end with the server."""
    app = create_app()
    buffer_in(settings.data / "incoming")
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            max_request_body_size=settings.upload_limit + 1024,
            max_request_header_size=LARGEST_HEAD,
            connection_limit=_most_connections(),
            channel_timeout=SILENCE,
            asyncore_use_poll=True,
            ident=None,
        )
    except OSError as error:
        print(
            f"vitrine: cannot listen on {settings.host}:{settings.port}: {error}", file=sys.stderr
        )
        return 1
    server.channel_class = bounded_channel(
        settings.body_limit + 1024,
        lambda token: uploads.is_link(token, app.config["SECRET_KEY"]),
    )
    beside = Supervisor(settings, "worker", "stage")
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)
    try:
        beside.start()
        print(f"Vitrine serves {settings.url}", flush=True)
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        # A second signal must not cut the ending short and leave the others behind.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        beside.stop()
        server.close()
    return 0


def work(queue: Queue, settings: Any, *, parent: int | None) -> int:
    """Do jobs until told to stop; with a parent, also when that is gone."""
    if parent is not None:
        leave_with(parent)
    queue.every_minute("resume")
    for chore in (
        "deliver due",
        "feeds",
        "ordered pictures",
        "look after shows",
        "tell seasons",
        "remind",
        "mail codes",
        "mail receipts",
        "settle contracts",
        "resume subscriptions",
        "renew subscriptions",
        "mail unpaid renewals",
        "recalculate due",
    ):
        queue.every_minute(chore)
    for chore in (
        "sweep",
        "forget deliveries",
        "forget replays",
        "forget changes",
        "forget purchases",
        "forget viewings",
        "forget absent viewers",
        "forget spent tokens",
        "forget addresses",
        "forget reminders",
        "forget codes",
        "forget sessions",
        "forget uploaded pictures",
        "remove leavers",
        "forget recalculations",
    ):
        queue.every_hour(chore)
    for chore in ("resume", "deliver due", "feeds", "settle contracts"):
        queue.add(chore)
    queue.work(settings.transcoders, end_jobs=_end_jobs)
    # What was started while the jobs were being ended ends here.
    _end_jobs()
    return 0


def _most_connections() -> int:
    """Take many connections: a hundred that say nothing must not shut everybody else out.

    A connection may hold two files, itself and its body on the disk; the operating system is
    asked to allow as many.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted = 2 * MOST_CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(1, (allowed - OTHER_FILES) // 2)


def _end_jobs() -> None:
    assets.leave()
    refreshing.leave()


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
