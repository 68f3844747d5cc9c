"""Measures lists of products beside datasette, django-oscar-api and a bare Flask route.

All servers stand at the same time and have the same rows; each is loaded alone, in rounds of
shuffled order, and every ratio is taken inside a round. The figure is the CPU time of the server's
process for a request: of answering the same question, not the same bytes, for each tells of a
product what its own model has. What lists cost with 1,000 and with 1,000,000 products is
measured the same way.
"""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import goods, neighbours, report, servers
from bench.loader import Load, ask
from bench.loader import missing as missing_wrk
from bench.servers import Server

SIZES = (1_000, 100_000, 1_000_000)
SIZE = 100_000
PER_PAGE = 20
STRIDE = 10_000_000
PATH = "/api/v1/products"
FLASK, DATASETTE, OSCAR = "bare Flask route", "datasette", "django-oscar-api"
COLUMNS = ("", "requests/s", "p50 ms", "CPU µs/request", "memory MB", "x bare Flask")
# Limits of requests are counted as ever, but never reached.
UNLIMITED = {"VITRINE_KEY_RATE": "1000000000", "VITRINE_ADDRESS_RATE": "1000000000"}


@dataclass
class Target:
    """A server, what it is asked, and the load of each round."""

    name: str
    server: Server
    requests: Path
    headers: Mapping[str, str] = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)

    def burst(self, turn: int, seconds: float) -> Load:
        """Load the server once, with numbers that were not used before."""
        return ask(self.server, self.requests, self.headers, begin=turn * STRIDE, seconds=seconds)

    def middle(self, figure: Callable[[Load], float | None]) -> float | None:
        """Give the median of a figure over the rounds."""
        known = [value for each in self.loads if (value := figure(each)) is not None]
        return median(known) if known else None


class Bench:
    """The servers of one run and what is asked of them."""

    def __init__(self, work: Path, folder: Path, running: ExitStack) -> None:
        self.work, self.folder, self.running = work, folder, running
        self.targets: list[Target] = []

    def add(
        self, name: str, server: Server, asked: Iterable[str], headers: Mapping[str, str]
    ) -> None:
        """Add a target; what is asked are lines of `asker.lua`, or paths to get."""
        file = self.work / f"{len(self.targets)}.txt"
        lines = [each if "\t" in each else f"GET\t{each}\t" for each in asked]
        file.write_text("\n".join(lines) + "\n")
        self.targets.append(Target(name, server, file, headers))

    def ratio(self, upper: str, lower: str) -> float | None:
        """Give the median over the rounds of one target's CPU for a request by another's."""
        named = {each.name: each for each in self.targets}
        if upper not in named or lower not in named:
            return None
        pairs = zip(named[upper].loads, named[lower].loads, strict=True)
        quotients = [above.cpu / below.cpu for above, below in pairs if above.cpu and below.cpu]
        return median(quotients) if quotients else None

    def aim(self, upper: str, lower: str, bound: float) -> None:
        """Say whether one target costs at most so many times another."""
        ratio = self.ratio(upper, lower)
        if ratio is not None:
            report.aim(f"CPU of {upper} / {lower}", ratio, bound, at_most=True)

    def bare(self, name: str, path: str) -> None:
        """Let a Flask route answer the very bytes that a target answers at a path."""
        ours = next(each for each in self.targets if each.name == name)
        body = self.work / "answer.json"
        request = urllib.request.Request(ours.server.url + path, headers=dict(ours.headers))
        with urllib.request.urlopen(request, timeout=60) as answer:
            body.write_bytes(answer.read())
        settings = {"BENCH_BYTES": str(body), "BENCH_PATH": path.partition("?")[0]}
        server = self.running.enter_context(servers.granian("bare", settings))
        self.add(FLASK, server, [path], {})

    def run(self, rounds: int, seconds: float) -> None:
        """Load each target alone, in rounds of shuffled order."""
        chance = random.Random(1)
        for each in self.targets:
            each.burst(0, 1)
        for turn in range(1, rounds + 1):
            for each in chance.sample(self.targets, len(self.targets)):
                each.loads.append(each.burst(turn, seconds))

    def print(self) -> None:
        """Print a line for each target."""
        rows = []
        for each in self.targets:
            rows.append(
                (
                    each.name,
                    report.number(each.middle(lambda load: load.rate)),
                    report.number(each.middle(lambda load: load.p50), 2),
                    report.number(each.middle(lambda load: load.cpu)),
                    report.megabytes(each.server.memory()),
                    report.number(self.ratio(each.name, FLASK), 1),
                )
            )
            if failed := sum(load.failed for load in each.loads):
                report.note(f"{each.name}: {failed} requests failed, so its figures mean nothing")
        report.table(COLUMNS, rows)


def measure(folder: Path, rounds: int, seconds: float) -> None:
    """Print the part of the report about lists of products."""
    report.heading(
        f"Lists of {PER_PAGE} products: granian, one worker with one thread, 4 kept connections"
    )
    report.note(
        "of a product we tell 19 facts, datasette 18, django-oscar-api 4; datasette does not"
    )
    report.note("count, and turns pages by a token; it has nothing to write with")
    if lack := missing_wrk():
        report.note(f"not measured: {lack}")
        return
    with tempfile.TemporaryDirectory() as work, ExitStack() as running:
        bench = Bench(Path(work), folder, running)
        for size in SIZES:
            _ours(bench, goods.catalogue(folder, size))
        _writing(bench, goods.catalogue(folder, SIZE))
        bench.bare(name_of("list", SIZE), PATH)
        if lack := neighbours.ready(bench.folder):
            report.note(f"datasette and django-oscar-api are left out: {lack}")
        else:
            for neighbour in (_datasette, _oscar):
                try:
                    neighbour(bench)
                except (servers.DidNotStart, subprocess.CalledProcessError) as lack:
                    report.note(f"a neighbour is left out: {lack}")
        bench.run(rounds, seconds)
        bench.print()
        _aims(bench)


def name_of(what: str, size: int) -> str:
    """Name one of our own targets."""
    return f"{what}, {size:,} products"


def _ours(bench: Bench, catalogue: goods.Catalogue) -> None:
    settings = {"VITRINE_DATA": str(catalogue.home), **UNLIMITED}
    server = bench.running.enter_context(servers.granian("vitrine", settings))
    size, sellers = catalogue.size, range(1, goods.SELLERS + 1)
    asked = {
        "list": [PATH],
        "any page": [f"{PATH}?page={page}" for page in _some(size // PER_PAGE)],
        "by ref": [f"{PATH}?ref={goods.ref(number)}" for number in _some(size)],
        "by seller": [f"{PATH}?seller_id={goods.uid(number)}" for number in sellers],
        "by a rare name": [f"{PATH}?name=kestrel"],
        "by a common name": [f"{PATH}?name=jacket"],
    }
    for what, paths in asked.items():
        bench.add(name_of(what, size), server, paths, catalogue.headers)


def _writing(bench: Bench, catalogue: goods.Catalogue) -> None:
    """Writes go to a copy, so that the kept catalogue stays as it is."""
    home = bench.work / "written"
    home.mkdir()
    goods.copy(catalogue.home / "vitrine.db", home / "vitrine.db")
    settings = {"VITRINE_DATA": str(home), **UNLIMITED}
    server = bench.running.enter_context(servers.granian("vitrine", settings))
    sent = {"name": "Field jacket {n}", "ref": "NEW-{n}", "price": "19.90", "description": "Waxed"}
    changed = {"name": "Field jacket {n}", "price": "29.90"}
    uids = [goods.uid(number) for number in _some(catalogue.size)]
    bench.add("create", server, [f"POST\t{PATH}\t{json.dumps(sent)}"], catalogue.headers)
    updates = [f"PATCH\t{PATH}/{uid}\t{json.dumps(changed)}" for uid in uids]
    bench.add("update", server, updates, catalogue.headers)


def _datasette(bench: Bench) -> None:
    server = bench.running.enter_context(neighbours.datasette(bench.folder, SIZE))
    table = f"/{goods.table_file(bench.folder, SIZE).stem}/product.json"
    path = f"{table}?_size={PER_PAGE}&_shape=array&_nofacet=1&_nocount=1&_sort_desc=id"
    asked = {
        "list": [path],
        "any page": [f"{path}&_next={number},{number}" for number in _some(SIZE)],
        "by ref": [f"{path}&ref={goods.ref(number)}" for number in _some(SIZE)],
        "by seller": [f"{path}&seller_id={number}" for number in range(1, goods.SELLERS + 1)],
        "by a rare name": [f"{path}&name__contains=kestrel"],
        "by a common name": [f"{path}&name__contains=jacket"],
    }
    for what, paths in asked.items():
        bench.add(f"{DATASETTE}, {what}", server, paths, {})


def _oscar(bench: Bench) -> None:
    shop = neighbours.oscar(bench.folder, SIZE)
    server = bench.running.enter_context(shop.serve())
    path = f"/api/products/?limit={PER_PAGE}"
    pages = [f"{path}&offset={(page - 1) * PER_PAGE}" for page in _some(SIZE // PER_PAGE)]
    bench.add(f"{OSCAR}, list", server, [path], {})
    bench.add(f"{OSCAR}, any page", server, pages, {})
    copy = bench.work / shop.file.name
    goods.copy(shop.file, copy)
    written = neighbours.Oscar(bench.folder, copy, shop.session)
    server = bench.running.enter_context(written.serve())
    stock = {"partner_sku": "NEW-{n}", "price_currency": "EUR", "price": "19.90",
             "partner": f"{server.url}/api/admin/partners/1/"}  # fmt: skip
    sent = {"product_class": "goods", "slug": "new-{n}", "title": "Field jacket {n}",
            "upc": "NEW-{n}", "structure": "standalone", "stockrecords": [stock]}  # fmt: skip
    admin = "/api/admin/products/"
    bench.add(f"{OSCAR}, create", server, [f"POST\t{admin}\t{json.dumps(sent)}"], written.headers)
    changed = json.dumps({"title": "Field jacket {n}"})
    updates = [f"PATCH\t{admin}{number}/\t{changed}" for number in _some(SIZE)]
    bench.add(f"{OSCAR}, update", server, updates, written.headers)


def _some(last: int) -> list[int]:
    """Choose numbers from 1 to `last`, the same ones at every run."""
    return [random.Random(each).randint(1, last) for each in range(500)]


def _aims(bench: Bench) -> None:
    ours = name_of("list", SIZE)
    bench.aim(ours, f"{DATASETTE}, list", 0.5)
    bench.aim(ours, f"{OSCAR}, list", 0.1)
    for what in ("list", "any page", "by ref", "by seller", "by a rare name", "by a common name"):
        bench.aim(name_of(what, SIZES[-1]), name_of(what, SIZES[0]), 1.3)
    for size in SIZES:
        bench.aim(name_of("any page", size), name_of("list", size), 1.3)
