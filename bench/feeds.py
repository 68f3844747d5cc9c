"""Measures refreshing a feed: rows a second and peak memory, beside the same rows by insert_many.

`python -m bench.feeds FOLDER COUNT` refreshes one feed in this process and prints seconds, CPU
seconds and peak bytes; each measurement is such a process of its own.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import report

ITEM = (
    "<item><g:id>SKU-{0}</g:id><title>Field jacket number {0}</title><description>{1}</description>"
    "<link>https://shop.example/p/{0}</link><g:price>{2}.90 EUR</g:price>"
    "<g:image_link>https://shop.example/i/{0}.jpg</g:image_link>"
    "<g:availability>in stock</g:availability><g:brand>Larch</g:brand></item>\n"
)
MOST_MB = 200
WORDS = "Waxed cotton, four pockets, a hood that folds away, made to be mended. " * 3


def measure(long: bool) -> None:
    """Print the part of the report about feeds."""
    report.heading("Refreshing a feed on SQLite: Google Merchant XML, new, again, by insert_many")
    rows, peaks = [], {}
    for count in (10_000, 100_000, 1_000_000) if long else (10_000, 100_000):
        for way in ("new", "again", "insert_many"):
            with tempfile.TemporaryDirectory() as folder:
                seconds, cpu, peak = _apart(Path(folder), count, way)
            peaks[f"{count:,} items, {way}"] = peak
            rows.append(
                (
                    f"{count:,} items, {way}",
                    report.megabytes(_size(count)),
                    report.number(count / seconds),
                    report.number(cpu / count * 1e6, 1),
                    report.megabytes(int(peak)),
                )
            )
    report.table(("", "file MB", "rows/s", "CPU µs/row", "peak MB"), rows)
    for name, peak in peaks.items():
        if "insert_many" not in name:
            report.aim(f"{name}: peak MB", peak / 1e6, MOST_MB, at_most=True)


def write_feed(path: Path, count: int) -> None:
    """Write a feed of so many items."""
    with path.open("w") as out:
        out.write('<rss xmlns:g="http://base.google.com/ns/1.0"><channel>\n')
        for number in range(count):
            out.write(ITEM.format(number, WORDS, number % 900 + 1))
        out.write("</channel></rss>\n")


def _size(count: int) -> int:
    """Tell the bytes of a feed of so many items: 516 MB for a million."""
    return count * len(ITEM.format(count - 1, WORDS, 555).encode())


def _apart(folder: Path, count: int, way: str) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "bench.feeds", str(folder), str(count), way]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, cpu, peak = map(float, ran.stdout.split()[-3:])
    return seconds, cpu, peak


def _refresh(folder: Path, count: int, way: str) -> None:
    """Refresh a feed of `count` items (or insert its rows plainly) and print what it took."""
    from app import Settings, open_house
    from gateways.queue import waiting_queue
    from gateways.storage import files
    from models.database import connected
    from models.feed import READY, Feed
    from usecases import refreshing, shops

    folder.mkdir(parents=True, exist_ok=True)
    open_house(Settings(data=folder), waiting_queue())
    with connected():
        shop = shops.open_shop("Bench", origins=["https://shop.example"], slug="bench")
        feed = Feed.create(shop=shop, name="Bench")

    def ask() -> None:
        source = files().working(f"feeds/{feed.uid}/source")
        write_feed(source, count)
        with connected():
            Feed.update(source=f"feeds/{feed.uid}/source").execute()
            refreshing.ask(feed)

    ask()
    if way == "insert_many":
        _took(lambda: _plainly(feed, files().path(f"feeds/{feed.uid}/source")))
        return
    if way == "again":
        refreshing.refresh(feed.uid)
        ask()
    _took(lambda: refreshing.refresh(feed.uid))
    with connected():
        told = Feed.get()
        assert (told.state, told.item_count) == (READY, count), told.reason


def _plainly(feed: Any, path: Path) -> None:
    from gateways.feed_files import FeedFile
    from models.database import connected, database
    from models.feed import FeedItem
    from usecases.feed_rows import Reading, read_row

    reading = Reading("EUR", "en")
    columns = ("feed", "ref", "seller", "facts", "digest", "round")
    fields = [getattr(FeedItem, each) for each in columns]
    chunk: list[tuple[Any, ...]] = []
    with connected():
        for row in FeedFile(path).rows():
            item = read_row(row.fields, reading)
            facts = item.facts.decode()
            chunk.append((feed.id, item.ref, item.seller, facts, item.digest, 1))
            if len(chunk) == 500:
                with database.atomic():
                    FeedItem.insert_many(chunk, fields=fields).execute()
                chunk = []


def _took(work: Callable[[], None]) -> None:
    began, before = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - began, time.process_time() - before
    print(f"{seconds:.3f} {cpu:.3f} {_peak()}")


def _peak() -> int:
    """Tell the most bytes of memory this program has had."""
    status = Path("/proc/self/status")
    if status.exists():
        # Elsewhere Linux counts what the process had before this program began in it, too.
        told = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        if told:
            return int(told[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    _refresh(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "new")
