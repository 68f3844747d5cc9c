"""Measures reaching viewers: our push, cached polling, and plain threads of Flask, side by side.

Ten messages a second are written into a live's chat, each in a transaction of its own; every viewer
must hear all of them in order. CPU is the server's, divided by messages times viewers; memory is
what the server's process allocated more for each viewer, without the kernel's buffers. A delay
of push counts from the moment a batch was due to the moment a viewer has it: reading the database
and writing to everybody before are in it, the half second of batching is not. A delay of polling
counts from the commit: two seconds between two questions and the second of the cache are in it.
Viewers are plain sockets in one process on the same machine, which takes a core for itself.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import report
from bench.servers import HOME, Server, free_port, nginx_binary, nginx_cache, pinned, running
from bench.servers import granian as granian_of

RATE = 10
TEXT = "Is the jacket still warm when it has been raining all day? " * 2
COUNTS = (300, 1_000, 3_000)


@dataclass(frozen=True)
class Told:
    """What came of one crowd: CPU seconds and bytes for each, delays in seconds, anything lost."""

    cpu_us: float | None
    per_viewer: float | None
    p50: float
    p95: float
    whole: bool


def measure(long: bool) -> None:
    """Print the part of the report about reaching viewers."""
    seconds = 20 if long else 8
    report.heading(f"Reaching viewers of a live, {RATE} messages a second")
    rows, kept = [], {}
    for count in COUNTS:
        for name, way in WAYS.items():
            if name == "polling, nginx" and nginx_binary() is None:
                report.note("nginx is not installed: polling is left out")
                continue
            with tempfile.TemporaryDirectory() as folder:
                told = way(Path(folder), count, seconds)
            kept[name, count] = told
            rows.append(_row(f"{count:,} viewers, {name}", told))
    columns = ("", "CPU µs/message", "bytes/viewer", "p50 ms", "p95 ms", "all arrived")
    report.table(columns, rows)
    for count in COUNTS:
        ours, plain = kept["push", count], kept["threads of Flask", count]
        if ours.cpu_us and plain.cpu_us:
            report.aim(f"CPU of Flask / ours, {count:,}", plain.cpu_us / ours.cpu_us, 3)
    most = kept["push", COUNTS[-1]]
    report.aim("CPU µs a message and viewer", most.cpu_us or 0, 12, at_most=True)
    report.aim("bytes a viewer", most.per_viewer or 0, 2_048, at_most=True)
    report.aim("p95 ms from due to heard", most.p95 * 1_000, 150, at_most=True)
    report.aim("everything arrived", float(most.whole), 1)


def _push(folder: Path, count: int, seconds: float, way: str = "ours") -> Told:
    uid, number = _live(folder)
    port = free_port()
    facts = [way, str(folder), str(port), uid]
    command = [sys.executable, "-m", "bench.push_serving", *facts]
    with running(command, port, {}) as server, _alone(port, uid):
        return _tell(server, [server], folder, count, seconds, f"/push/lives/{uid}", number, port)


def _flask(folder: Path, count: int, seconds: float) -> Told:
    return _push(folder, count, seconds, "flask")


def _polling(folder: Path, count: int, seconds: float) -> Told:
    uid, number = _live(folder)
    path = f"/audience/v1/lives/{uid}/state"
    settings = {"VITRINE_DATA": str(folder), "VITRINE_PORT": str(free_port())}
    with (
        granian_of("vitrine", settings) as origin,
        nginx_cache(folder, origin.port, 2 * count + 500) as cache,
    ):
        both = [origin, cache]
        return _tell(cache, both, folder, count, seconds, path, number, cache.port, "poll")


WAYS = {"push": _push, "threads of Flask": _flask, "polling, nginx": _polling}


def _tell(
    holder: Server,
    servers: list[Server],
    folder: Path,
    count: int,
    seconds: float,
    path: str,
    number: int,
    port: int,
    way: str = "listen",
) -> Told:
    """Let a crowd come to a live and tell them so many seconds of messages."""
    before = holder.allocated()
    facts = [way, str(port), path, str(count), str(number)]
    command = [*pinned(1), sys.executable, "-m", "bench.push_load", *facts]
    with subprocess.Popen(
        command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as crowd:
        assert crowd.stdin is not None
        assert crowd.stdout is not None
        try:
            if crowd.stdout.readline().strip() != "ready":
                return Told(None, None, float("nan"), float("nan"), False)
            time.sleep(1)
            after, used = holder.allocated(), _cpu(servers)
            written = _write(folder, seconds)
            print(number + len(written), file=crowd.stdin, flush=True)
            lines = crowd.stdout.read().splitlines()
            spent = _cpu(servers) - used
        finally:
            crowd.kill()
    since = _dues(folder / "beats") if way == "listen" else dict(enumerate(written, number + 1))
    delays = _delays(lines[1:], since, number)
    return Told(
        cpu_us=spent / (len(written) * count) * 1e6,
        per_viewer=(after - before) / count if after and before else None,
        p50=delays[len(delays) // 2],
        p95=delays[int(len(delays) * 0.95)],
        whole=lines[0] == "whole" and len(delays) == len(written) * count,
    )


def _write(folder: Path, seconds: float) -> list[float]:
    """Write messages at their rate and answer when each was committed."""
    from models.broadcast import Broadcast
    from models.database import connected, database
    from models.message import Message
    from usecases.changes import note
    from usecases.chat import told

    written: list[float] = []
    with connected():
        content = Broadcast.get().content
        due = time.monotonic()
        while len(written) < RATE * seconds:
            with database.atomic():
                message = Message.create(content=content, author="Noor", text=TEXT)
                note(content, "message", told(message))
            written.append(time.monotonic())
            due += 1 / RATE
            time.sleep(max(due - time.monotonic(), 0))
    # What was written last is told with the next batch, or asked for next.
    time.sleep(1)
    return written


def _live(folder: Path) -> tuple[str, int]:
    """Make a shop with a show on air."""
    from app import Settings, open_house
    from gateways.queue import waiting_queue
    from models.broadcast import Broadcast
    from models.database import connected
    from usecases import airing, lives, shops

    open_house(Settings(data=folder), waiting_queue())
    with connected():
        shop = shops.open_shop("Bench", origins=["https://shop.example"], slug="bench")
        live = lives.add(shop, name="Autumn show")
        airing.start(shop, live.content.uid)
        return live.content.uid, Broadcast.get().number


@contextmanager
def _alone(port: int, uid: str) -> Iterator[None]:
    """Watch the live as its first viewer, so that what every live costs once is there."""
    import socket

    with socket.create_connection(("127.0.0.1", port), 30) as line:
        line.sendall(f"GET /push/lives/{uid} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
        line.recv(4_096)
        time.sleep(1)
        yield


def _cpu(servers: list[Server]) -> float:
    return sum(each.cpu() or 0.0 for each in servers)


def _dues(beats: Path) -> dict[int, float]:
    """Tell for each number when the batch that told it was due."""
    dues: dict[int, float] = {}
    known = 0
    for line in beats.read_text().splitlines():
        due, number, _ = line.split()
        for each in range(known + 1, int(number) + 1):
            dues[each] = float(due)
        known = max(known, int(number))
    return dues


def _delays(lines: list[str], since: dict[int, float], number: int) -> list[float]:
    """Give all delays in order."""
    delays: list[float] = []
    for line in lines:
        at, times, *heard = line.split()
        for each in map(int, heard):
            if each > number:
                delays += [max(float(at) - since[each], 0.0)] * int(times)
    return sorted(delays)


def _row(name: str, told: Told) -> tuple[str, ...]:
    return (
        name,
        report.number(told.cpu_us, 1),
        report.number(told.per_viewer),
        report.number(told.p50 * 1_000),
        report.number(told.p95 * 1_000),
        "yes" if told.whole else "NO",
    )
