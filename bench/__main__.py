"""`python -m bench`: one report; every figure stands beside another of the same run."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from bench import (
    auction,
    browsing,
    campaigns,
    catalog_bulk,
    catalog_search,
    catalogue,
    feeds,
    films,
    glass,
    ingest,
    lighthouse,
    live,
    lookup,
    market_lists,
    market_revenue,
    market_settle,
    push,
    streams,
    thread,
    visit,
    weight,
)


def main() -> None:
    """Measure all parts, or the ones named."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--dir", type=Path, default=Path("var/bench"), help="kept databases")
    parser.add_argument("--long", action="store_true", help="more and longer rounds")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in asked.parts or PARTS:
        PARTS[name](asked.dir.resolve(), asked.long)
    print()


def _lookup(folder: Path, long: bool) -> None:
    rounds, seconds = (9, 4) if long else (3, 3)
    lookup.measure(folder, rounds, seconds)


def _weight(_folder: Path, _long: bool) -> None:
    weight.measure()


def _visit(_folder: Path, _long: bool) -> None:
    visit.measure()


def _browsing(folder: Path, long: bool) -> None:
    browsing.measure(folder / "demo", long)


def _thread(folder: Path, long: bool) -> None:
    thread.measure(folder / "demo", long)


def _lighthouse(folder: Path, long: bool) -> None:
    lighthouse.measure(folder, long)


def _films(folder: Path, long: bool) -> None:
    films.measure(folder.parent, 20 if long else 6)


def _catalogue(folder: Path, long: bool) -> None:
    rounds, seconds = (7, 3) if long else (3, 2)
    catalogue.measure(folder, rounds, seconds)


def _catalog_bulk(_folder: Path, long: bool) -> None:
    catalog_bulk.measure(40 if long else 10)


def _streams(folder: Path, long: bool) -> None:
    rounds, seconds = (7, 3) if long else (3, 2)
    streams.measure(folder, rounds, seconds)


def _campaigns(folder: Path, long: bool) -> None:
    rounds, seconds = (7, 3) if long else (3, 2)
    campaigns.measure(folder, rounds, seconds)


def _catalog_search(folder: Path, long: bool) -> None:
    rounds, seconds = (7, 3) if long else (3, 2)
    catalog_search.measure(folder, rounds, seconds)


def _feeds(_folder: Path, long: bool) -> None:
    feeds.measure(long)


def _ingest(_folder: Path, long: bool) -> None:
    ingest.measure(long)


def _live(_folder: Path, long: bool) -> None:
    live.measure(long)


def _glass(_folder: Path, long: bool) -> None:
    glass.measure(long)


def _push(_folder: Path, long: bool) -> None:
    push.measure(long)


def _auction(_folder: Path, long: bool) -> None:
    auction.measure(long)


def _market_settle(folder: Path, long: bool) -> None:
    market_settle.measure(folder, long)


def _market_users(folder: Path, long: bool) -> None:
    market_lists.measure(folder, 9 if long else 3)


def _market_revenue(folder: Path, long: bool) -> None:
    rounds, seconds = (7, 3) if long else (3, 2)
    market_revenue.measure(folder, rounds, seconds)


PARTS: dict[str, Callable[[Path, bool], None]] = {
    "lookup": _lookup,
    "weight": _weight,
    "visit": _visit,
    "browsing": _browsing,
    "thread": _thread,
    "lighthouse": _lighthouse,
    "films": _films,
    "feeds": _feeds,
    "catalogue": _catalogue,
    "streams": _streams,
    "catalog-bulk": _catalog_bulk,
    "campaigns": _campaigns,
    "catalog-search": _catalog_search,
    "market-settle": _market_settle,
    "market-users": _market_users,
    "market-revenue": _market_revenue,
    "ingest": _ingest,
    "live": _live,
    "glass": _glass,
    "push": _push,
    "auction": _auction,
}

if __name__ == "__main__":
    main()
