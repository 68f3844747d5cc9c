"""Loads a server with wrk and reads what came of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.servers import Server, pinned

SCRIPT = Path(__file__).with_name("loader.lua")
ASKER = Path(__file__).with_name("asker.lua")
CONNECTIONS = 16
FEW_CONNECTIONS = 4
RESULT = re.compile(r"^RESULT (\d+) (\d+) (\d+) (\d+) (\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Load:
    """One burst: requests a second, milliseconds, and what the server used for each request."""

    rate: float
    p50: float
    p99: float
    cpu: float | None
    failed: int
    requests: int


def missing() -> str | None:
    """Tell what to install, if anything."""
    return (
        None if shutil.which("wrk") else "wrk is not installed: apt install wrk (brew install wrk)"
    )


def load(
    server: Server, queries: Path, origin: str, *, mode: str, begin: int, seconds: float
) -> Load:
    """Ask as fast as 16 connections can, from a core of their own."""
    script = ["-s", str(SCRIPT), "-H", f"Origin: {origin}", server.url]
    return _run(
        server, [f"-c{CONNECTIONS}", *script, "--", str(queries), mode, str(begin)], seconds
    )


def ask(
    server: Server, requests: Path, headers: Mapping[str, str], *, begin: int, seconds: float
) -> Load:
    """Send the requests of a file (`asker.lua`) as fast as four connections can."""
    told = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    script = ["-s", str(ASKER), *told, server.url]
    return _run(server, [f"-c{FEW_CONNECTIONS}", *script, "--", str(requests), str(begin)], seconds)


def _run(server: Server, words: list[str], seconds: float) -> Load:
    before = server.cpu()
    done = subprocess.run(
        [*pinned(1), "wrk", "-t1", f"-d{max(1, round(seconds))}s", *words],
        capture_output=True, text=True, timeout=seconds + 30, check=True,
    )  # fmt: skip
    after = server.cpu()
    found = RESULT.search(done.stdout)
    if found is None:
        raise RuntimeError(f"wrk said nothing that can be read: {done.stdout} {done.stderr}")
    requests, microseconds, p50, p99, failed = map(int, found.groups())
    used = None if before is None or after is None else (after - before) / max(1, requests) * 1e6
    return Load(requests / microseconds * 1e6, p50 / 1000, p99 / 1000, used, failed, requests)
