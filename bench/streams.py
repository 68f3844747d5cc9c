"""Measures `/v3/streams` with 10,000 streams beside 100, and beside a bare Flask route.

The figure is the CPU time of the server's process for a request; servers stand at the same time,
are loaded in rounds of shuffled order, and ratios are taken inside a round (`catalogue.py`).
"""

from __future__ import annotations

import random
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import lives, report, servers
from bench.catalogue import Bench
from bench.loader import missing as missing_wrk

SIZES = (100, 10_000)
PER_PAGE = 20
PATH = f"/v3/streams?applicationId={lives.SLUG}&limit={PER_PAGE}"
# Many offsets are asked by turns.
PAGES = 200
# The published rates would refuse nearly all of it.
UNLIMITED = {"VITRINE_ADDRESS_RATE": "0"}


def measure(folder: Path, rounds: int, seconds: float) -> None:
    """Print the part of the report about the streams catalogue."""
    report.heading(
        f"Pages of {PER_PAGE} streams: granian, one worker with one thread, 4 kept connections"
    )
    if lack := missing_wrk():
        report.note(f"not measured: {lack}")
        return
    with tempfile.TemporaryDirectory() as work, ExitStack() as running:
        bench = Bench(Path(work), folder, running)
        for size in SIZES:
            _ours(bench, size)
        bench.bare(_name("list", SIZES[-1]), PATH)
        bench.run(rounds, seconds)
        bench.print()
        report.note("by category, a hundred times as many streams are found and counted")
        for what in ("list", "any page", "finished", "by product"):
            bench.aim(_name(what, SIZES[-1]), _name(what, SIZES[0]), 1.3)


def _ours(bench: Bench, size: int) -> None:
    settings = {"VITRINE_DATA": str(lives.shop_of(bench.folder, size)), **UNLIMITED}
    server = bench.running.enter_context(servers.granian("vitrine", settings))
    for what, queries in _asked(size).items():
        bench.add(_name(what, size), server, [PATH + each for each in queries], {})


def _asked(size: int) -> dict[str, list[str]]:
    chance = random.Random(size)
    offsets = [chance.randrange(0, size - PER_PAGE) for _ in range(PAGES)]
    return {
        "list": [""],
        "any page": [f"&offset={each}" for each in offsets],
        "finished": ["&status=finished"],
        "by product": [f"&feedProductId={lives.ref(each + 1)}" for each in range(lives.RARE)],
        "by category": [f"&categoryId={lives.slug(each)}" for each in range(lives.CATEGORIES)],
    }


def _name(what: str, size: int) -> str:
    return f"{what}, {size:,} streams"
