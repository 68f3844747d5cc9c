"""Measures the displayed-data look-up beside a bare Flask route and beside nginx with a file.

All servers stand at the same time, each is loaded alone, in rounds of shuffled order; every
ratio is taken inside a round, so that what else the machine does meets both sides.
"""

from __future__ import annotations

import os
import random
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import report, rules, servers
from bench.apps import PATH
from bench.loader import Load, load
from bench.loader import missing as missing_wrk
from bench.servers import Server

SIZES = (1_000, 100_000, 1_000_000)
PAGES = 4_000
WARM_PAGES = 8
STRIDE = 1_000_000
# Cold loads last as long as what is remembered lives, a third of the default lifetime: so each
# holds its due share of decisions that were not made yet.
EPOCH = 10
BUSY = 0.5
NGINX, FLASK = "nginx, a file", "bare Flask route"
COLUMNS = ("", "requests/s", "p50 ms", "p99 ms", "CPU µs/request", "memory MB", "x nginx")


@dataclass
class Target:
    """A server, what it is asked (`loader.lua` has the modes), and the load of each round."""

    name: str
    server: Server
    queries: Path
    mode: str = "warm"
    loads: list[Load] = field(default_factory=list)

    def burst(self, turn: int, seconds: float) -> Load:
        """Load the server once; the questions are others at every turn, unless they are warm."""
        begin = turn * STRIDE
        return load(
            self.server, self.queries, rules.ORIGIN, mode=self.mode, begin=begin, seconds=seconds
        )

    def middle(self, figure: Callable[[Load], float | None]) -> float | None:
        """Give the median of a figure over the rounds."""
        known = [value for each in self.loads if (value := figure(each)) is not None]
        return median(known) if known else None


def measure(folder: Path, rounds: int, seconds: float) -> None:
    """Print the part of the report about the look-up."""
    report.heading("Displayed data: granian, one worker with one thread, 16 kept connections")
    if lack := missing_wrk():
        report.note(f"not measured: {lack}")
        return
    busy = os.getloadavg()[0]
    if busy > BUSY:
        report.note(
            f"the machine is busy (load {busy:.1f}): rates are low, CPU figures hold better"
        )
    with tempfile.TemporaryDirectory() as work, ExitStack() as running:
        targets = _targets(Path(work), folder, running)
        _run(targets, rounds, seconds)
        _print(targets)
    _aims({each.name: each for each in targets})


def _targets(work: Path, folder: Path, running: ExitStack) -> list[Target]:
    targets: list[Target] = []
    for size in SIZES:
        targets += _vitrine(work, folder, size, running)
    warm = targets[0]
    body = work / "answer.json"
    body.write_bytes(_answer(warm.server, warm.queries.read_text().splitlines()[0]))
    report.note(f"the fixed answer has {body.stat().st_size:,} bytes")
    busy = running.enter_context(servers.granian("vitrine", _settings(folder, SIZES[0]), threads=4))
    targets.append(Target(_name("warm", SIZES[0]) + ", 4 threads", busy, warm.queries))
    flask = running.enter_context(servers.granian("bare", {"BENCH_BYTES": str(body)}))
    targets.append(Target(FLASK, flask, warm.queries))
    if servers.nginx_binary():
        server = running.enter_context(servers.nginx(work, body, PATH))
        targets.append(Target(NGINX, server, warm.queries))
    else:
        report.note("nginx is not installed, so it is left out: apt install nginx")
    return targets


def _vitrine(work: Path, folder: Path, size: int, running: ExitStack) -> Iterator[Target]:
    server = running.enter_context(servers.granian("vitrine", _settings(folder, size)))
    covered, bare = rules.queries(size, PAGES // 2)
    shown = next(each for each in covered if len(_answer(server, each)) > 2)
    mixed = random.Random(size).sample(covered + bare, len(covered + bare))
    pages = {
        "warm": [f"{shown}%3Fv%3D{number}" for number in range(WARM_PAGES)],
        "cold": mixed,
        "anew": covered,
    }
    for mode, queries in pages.items():
        file = work / f"{mode}-{size}.txt"
        file.write_text("\n".join(queries))
        if mode != "anew":
            yield Target(_name(mode, size), server, file, mode)
        elif size == SIZES[-1]:
            yield Target("cold, each decided anew", server, file, mode)


def _settings(folder: Path, size: int) -> dict[str, str]:
    home = rules.database_of(folder, size)
    return {"VITRINE_DATA": str(home), "VITRINE_PUBLIC_URL": "https://vitrine.example"}


def _name(mode: str, size: int) -> str:
    return f"{mode}, {size:,} rules"


def _answer(server: Server, query: str) -> bytes:
    asked = urllib.request.Request(f"{server.url}{PATH}?{query}", headers={"Origin": rules.ORIGIN})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        content: bytes = answer.read()
        return content


def _run(targets: list[Target], rounds: int, seconds: float) -> None:
    chance = random.Random(1)
    for each in targets:
        each.burst(0, 1)
    for turn in range(1, rounds + 1):
        for each in chance.sample(targets, len(targets)):
            each.loads.append(each.burst(turn, EPOCH if each.mode == "cold" else seconds))


def _print(targets: list[Target]) -> None:
    named = {each.name: each for each in targets}
    rows = []
    for each in reversed(targets):
        ratio = _ratio(named, each.name, NGINX, lambda load: load.rate)
        rows.append(
            (
                each.name,
                report.number(each.middle(lambda load: load.rate)),
                report.number(each.middle(lambda load: load.p50), 2),
                report.number(each.middle(lambda load: load.p99), 2),
                report.number(each.middle(lambda load: load.cpu)),
                report.megabytes(each.server.memory()),
                report.number(ratio, 2),
            )
        )
        if failed := sum(load.failed for load in each.loads):
            report.note(f"{each.name}: {failed} requests failed, so its figures mean nothing")
    report.table(COLUMNS, rows)


def _aims(targets: dict[str, Target]) -> None:
    for size in SIZES:
        _aim(targets, _name("warm", size), NGINX, 0.5)
    for size in SIZES:
        _aim(targets, _name("cold", size), FLASK, 0.75)
    most, least = _name("cold", SIZES[-1]), _name("cold", SIZES[0])
    growth = _ratio(targets, most, least, lambda load: load.cpu or 1e6 / load.rate)
    if growth is not None:
        report.aim(f"cost of {most} / {least}", growth, 1.2, at_most=True)


def _aim(targets: dict[str, Target], name: str, beside: str, bound: float) -> None:
    rate = _ratio(targets, name, beside, lambda load: load.rate)
    if rate is None:
        return
    # Beside the rate, which the aim is about: what other work on the machine hardly changes.
    cost = _ratio(targets, beside, name, lambda load: load.cpu)
    by_cpu = "" if cost is None else f" (by CPU {cost:.2f})"
    report.aim(f"{name} / {beside}{by_cpu}", rate, bound)


def _ratio(
    targets: dict[str, Target], upper: str, lower: str, figure: Callable[[Load], float | None]
) -> float | None:
    """Give the median over the rounds of one target's figure by another's."""
    if upper not in targets or lower not in targets:
        return None
    pairs = zip(targets[upper].loads, targets[lower].loads, strict=True)
    figures = [(figure(above), figure(below)) for above, below in pairs]
    quotients = [above / below for above, below in figures if above and below]
    return median(quotients) if quotients else None
