"""Measures lists of 10,000 users, transactions and contracts beside the least that reads as much.

That is each table's rows by its model as dictionaries, and their JSON. One process does both by
turns, from one SQLite file: whole requests, and nothing but reading and writing it out.
"""

from __future__ import annotations

import gc
import logging
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import structlog

from app import Settings, create_app
from bench import report
from bench.market_shop import marketplace
from models.contract import Contract, ContractBuyer, ContractFee, ContractItem, ContractSeller
from models.database import connected, database
from models.transaction import Transaction
from models.user import User, UserLink

SIZE, MOST, PAGE = 1_000_000, 10_000, 100
# CPU of a list beside its plain rows, which are told without ids, moments and products, and memory.
AIM, AIM_MEMORY = 4, 2
PARTS = (ContractItem, ContractBuyer, ContractSeller, ContractFee)
LISTS: dict[str, tuple[type[Any], Sequence[type[Any]]]] = {
    "users": (User, [UserLink]),
    "transactions": (Transaction, []),
    "contracts": (Contract, PARTS),
}
COLUMNS = ("", "ms", "CPU ms", "MB told", "peak MB", "x plain", "CPU ms of 100")


def measure(folder: Path, rounds: int) -> None:
    """Print the part of the report about long lists."""
    report.heading(f"Lists of {MOST:,}, and the same rows plainly")
    with _served(folder) as get:
        rows = [_measured(name, get, rounds) for name in LISTS]
        report.table(COLUMNS, [line for lines, _ in rows for line in lines])
        for name, (_, ratios) in zip(LISTS, rows, strict=True):
            report.aim(f"CPU of {MOST:,} {name} / plain rows", ratios[0], AIM, at_most=True)
            report.aim(f"memory of {MOST:,} {name} / plain", ratios[1], AIM_MEMORY, at_most=True)


def _measured(
    name: str, get: Callable[[str], bytes], rounds: int
) -> tuple[list[tuple[str, ...]], tuple[float, float]]:
    """Give the two lines of a list, and its CPU and memory for each of the plain rows'."""
    ways: dict[str, Callable[[], bytes]] = {
        f"{MOST:,} {name}": lambda: get(f"/v1/{name}"),
        f"{MOST:,} {name}, plain rows": lambda: _plainly(*LISTS[name]),
    }
    took: dict[str, list[tuple[float, float]]] = {each: [] for each in ways}
    pages = []
    for at in range(rounds + 1):
        for each, act in ways.items():
            timed = _timed(act)
            if at:  # the first is to warm up
                took[each].append(timed)
        pages.append(_timed(lambda: get(f"/v1/{name}?limit={PAGE}"))[1])
    peaks = [_peak(act) for act in ways.values()]
    whole, plain = took.values()
    times = median(ours[1] / bare[1] for ours, bare in zip(whole, plain, strict=True))
    lines = []
    for (each, act), peak in zip(ways.items(), peaks, strict=True):
        figures = [median(one[part] for one in took[each]) * 1000 for part in (0, 1)]
        ours = act is next(iter(ways.values()))
        told = (*figures, len(act()) / 1e6, peak / 1e6)
        ratio = report.number(times if ours else 1.0, 2)
        page = report.number(median(pages) * 1000 if ours else None, 1)
        lines.append((each, *map(report.number, told), ratio, page))
    return lines, (times, peaks[0] / peaks[1])


def _plainly(table: type[Any], parts: Sequence[type[Any]]) -> bytes:
    """Read the newest rows of a table and what belongs to them, and write it out."""
    with connected():
        rows = list(table.select().order_by(table.id.desc()).limit(MOST).dicts())
        first = rows[-1]["id"]
        told = [
            list(_of(each, table).where(_owner(each, table) >= first).dicts()) for each in parts
        ]
    return orjson.dumps([rows, *told])


def _of(part: Any, table: type[Any]) -> Any:
    return part.select().order_by(_owner(part, table))


def _owner(part: Any, table: type[Any]) -> Any:
    return part.user if table is User else part.contract


def _timed(act: Callable[[], bytes]) -> tuple[float, float]:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def _peak(act: Callable[[], bytes]) -> int:
    """Tell the bytes that Python holds for it at most."""
    gc.collect()
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@contextmanager
def _served(folder: Path) -> Iterator[Callable[[str], bytes]]:
    market = marketplace(folder, SIZE)
    app = create_app(Settings(data=market.home, key_rate=10**9, address_rate=10**9))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    client = app.test_client()

    def get(path: str) -> bytes:
        answer = client.get(path, headers=market.headers)
        if answer.status_code != 200:
            raise RuntimeError(answer.text)
        return bytes(answer.data)

    yield get
    database.obj.close_all()
