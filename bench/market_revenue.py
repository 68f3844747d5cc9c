"""Measures a marketplace of 1,000,000 transactions beside one of 10,000.

What somebody earned and spent, what all did, who leads, and pages of the lists; of users who buy
and sell as much in both, and of the one who sells a third of everything. The figure is the CPU time
of the server's process for a request, taken as in `catalogue.py`.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import report, servers
from bench.catalogue import UNLIMITED, Bench
from bench.loader import missing as missing_wrk
from bench.market_shop import Marketplace, contract_id, marketplace, user_id

SIZES = (10_000, 1_000_000)
PAGE = "limit=100"
# What is read of everything that is there now: ten users have more in their carts than one.
GROWING = ("all carts", "recurring a month")


def measure(folder: Path, rounds: int, seconds: float) -> None:
    """Print the part of the report about money that has moved."""
    report.heading("Revenue over 1,000,000 transactions: granian, one worker with one thread")
    if lack := missing_wrk():
        report.note(f"not measured: {lack}")
        return
    with tempfile.TemporaryDirectory() as work, ExitStack() as running:
        bench = Bench(Path(work), folder, running)
        for size in SIZES:
            _ours(bench, marketplace(folder, size))
        bench.bare(_name("revenue", SIZES[0]), _asked(SIZES[0] // 100)["revenue"][0])
        bench.run(rounds, seconds)
        bench.print()
        for what in _asked(100):
            if what not in GROWING:
                bench.aim(_name(what, SIZES[1]), _name(what, SIZES[0]), 1.3)


def _ours(bench: Bench, market: Marketplace) -> None:
    settings = {"VITRINE_DATA": str(market.home), **UNLIMITED}
    server = bench.running.enter_context(servers.granian("vitrine", settings))
    for what, paths in _asked(market.users).items():
        bench.add(_name(what, market.size), server, paths, market.headers)


def _asked(users: int) -> dict[str, list[str]]:
    """Give what is asked; of a tenth of the users, who sell, in turn."""
    some = [user_id(2 + each % (users // 10 - 1)) for each in range(100)]
    great, money = user_id(1), "/v1/transactions"
    return {
        "revenue": [f"{money}/user/{each}/revenue" for each in some],
        "spend": [f"{money}/user/{each}/spend" for each in some],
        "revenue of who sells a third": [f"{money}/user/{great}/revenue"],
        "volume": [f"{money}/volume"],
        "spenders": [f"{money}/spenders"],
        "earners": [f"{money}/earners"],
        "all carts": [f"{money}/cart"],
        "recurring a month": [f"{money}/mrr"],
        "100 transactions": [f"{money}?{PAGE}"],
        "100 contracts": [f"/v1/contracts?{PAGE}"],
        "one contract": [f"/v1/contracts/{contract_id(each)}" for each in range(3, 300, 3)],
        "25 contracts of a buyer": [f"/v1/contracts/user/{each}/buyer?{PAGE}" for each in some],
        "100 of who sells a third": [f"/v1/contracts/user/{great}/seller?{PAGE}"],
    }


def _name(what: str, size: int) -> str:
    return f"{what}, {size:,}"
