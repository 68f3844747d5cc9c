"""Loads a server with wrk and reads what came of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.servers import Server, pinned

SCRIPT = Path(__file__).with_name("loader.lua")
CONNECTIONS = 16
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
    before = server.cpu()
    done = subprocess.run(
        [*pinned(1), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s",
         "-s", str(SCRIPT), "-H", f"Origin: {origin}", server.url,
         "--", str(queries), mode, str(begin)],
        capture_output=True, text=True, timeout=seconds + 30, check=True,
    )  # fmt: skip
    after = server.cpu()
    found = RESULT.search(done.stdout)
    if found is None:
        raise RuntimeError(f"wrk said nothing that can be read: {done.stdout} {done.stderr}")
    requests, microseconds, p50, p99, failed = map(int, found.groups())
    used = None if before is None or after is None else (after - before) / requests * 1e6
    return Load(requests / microseconds * 1e6, p50 / 1000, p99 / 1000, used, failed, requests)
