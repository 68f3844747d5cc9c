"""Measures `q` of the catalog API in shops of 100,000 and of 1,000,000 products.

The figure is the CPU time of the server's process for a request; servers stand at the same time,
are loaded in rounds of shuffled order, and ratios are taken inside a round (`catalogue.py`).
"""

from __future__ import annotations

import random
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.parse import quote

from bench import report, servers, shelved
from bench.catalogue import UNLIMITED, Bench
from bench.loader import missing as missing_wrk

SIZES = (100_000, 1_000_000)
PER_PAGE = 60
PATH = f"/product/{shelved.SLUG}/products"
# CPU milliseconds of a request that an index answers.
AIM_MS = 5
ASKED = 200
# What names few products, which an index answers as a whole.
INDEXED = ("by code", "by ten codes", "by parent", "by template")


def measure(folder: Path, rounds: int, seconds: float) -> None:
    """Print the part of the report about searching the catalog."""
    report.heading(
        f"Searching the catalog, pages of {PER_PAGE}: granian, one worker with one thread"
    )
    if lack := missing_wrk():
        report.note(f"not measured: {lack}")
        return
    with tempfile.TemporaryDirectory() as work, ExitStack() as running:
        bench = Bench(Path(work), folder, running)
        for size in SIZES:
            _ours(bench, size)
        bench.bare(_name("list", SIZES[0]), PATH)
        bench.run(rounds, seconds)
        bench.print()
        _aims(bench)


def _ours(bench: Bench, size: int) -> None:
    settings = {"VITRINE_DATA": str(shelved.home_of(bench.folder, size)), **UNLIMITED}
    server = bench.running.enter_context(servers.granian("vitrine", settings))
    for what, queries in _asked(size).items():
        bench.add(_name(what, size), server, [PATH + each for each in queries], {})


def _asked(size: int) -> dict[str, list[str]]:
    """Give what is asked by index, and at the smaller size what is looked for in every row."""
    some = [random.Random(each).randint(1, size) for each in range(ASKED)]
    pages = [1 + each * (size // PER_PAGE - 1) // size for each in some]
    parents = [each * 1000 for each in range(2, size // 1000)][:ASKED]
    asked = {
        "list": [""],
        "any page": [f"?pageNumber={each}" for each in pages],
        "by code": [_q(f"code:SKU-{each}") for each in some],
        "by ten codes": [
            _q(f"code:({','.join(f'SKU-{each + more}' for more in range(10))})") for each in some
        ],
        "by parent": [
            _q(f"productType:VARIANT parentVariantId:{shelved.catalog_id(each)}")
            for each in parents
        ],
        "by type": [_q("productType:BUNDLE")],
        "by template": [_q(f"template.id:{shelved.TEMPLATE}")],
        "by type and letters": [_q("productType:BUNDLE name.en:~Kestrel")],
        "newest first": ["?sort=metadata.createdAt:desc"],
    }
    if size == SIZES[0]:
        asked |= {
            "by letters": [_q("name.en:~Kestrel")],
            "by a pattern": [_q("name.en:~Kestr.l")],
            "by a mixin": [_q("mixins.productCustomAttributes.maxOrderQuantity:>=2000")],
        }
    return asked


def _aims(bench: Bench) -> None:
    for each in bench.targets:
        if each.name in {_name(what, SIZES[-1]) for what in INDEXED} and each.loads:
            spent = median(load.cpu or 0 for load in each.loads) / 1000
            report.aim(f"CPU ms of {each.name}", spent, AIM_MS, at_most=True)
    for what in ("by code", "by ten codes", "by parent", "newest first"):
        bench.aim(_name(what, SIZES[-1]), _name(what, SIZES[0]), 1.3)
    # Whole pages: most of that is telling 60 products.
    for size in SIZES:
        for what in ("any page", "by type", "newest first"):
            bench.aim(_name(what, size), _name("list", size), 1.3)


def _q(text: str) -> str:
    return f"?q={quote(text)}"


def _name(what: str, size: int) -> str:
    return f"{what}, {size:,} products"
