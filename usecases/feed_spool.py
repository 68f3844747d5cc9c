"""The spool: a feed's items read and checked, in a file, before anything of them is kept.

So a feed is judged as a whole first, and held back as it was read. A line is a small JSON list,
a tab, and the facts in JSON, which never has a tab in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from models.feed import Feed
from usecases.feed_rows import Item, Reading, Unfit, read_row
from usecases.feed_source import Source

# How many faults are kept to be shown; the rest is only counted.
FAULTS = 100
# So many rows are read between two signs of progress.
STEP = 1000


@dataclass
class Spooled:
    """What was read: the file, how many items are in it, how many rows there were, their faults."""

    path: Path
    items: int = 0
    rows: int = 0
    rejected: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    def blame(self, row: int, ref: str | None, why: str) -> None:
        """Note the fault of a row, as long as there are not too many."""
        if len(self.faults) < FAULTS:
            self.faults.append({"row": row, "ref": ref, "why": why[:500]})


def spool(source: Source, feed: Feed, folder: Path, tell: Callable[[float], None]) -> Spooled:
    """Read the source into a spool, telling the share done; raises `Unreadable`."""
    reading = reading_of(feed)
    place = folder / "spool"
    place.mkdir()
    read = Spooled(place / "items")
    content = source.opened()
    with read.path.open("wb") as out:
        for number, fields, fault in content.rows():
            read.rows += 1
            if read.rows % STEP == 0:
                tell(content.done)
            try:
                if fault:
                    raise Unfit(fault)
                item = read_row(fields, reading)
            except Unfit as unfit:
                read.rejected += 1
                ref = next((fields[name] for name in ("reference", "id") if name in fields), None)
                read.blame(number, ref and ref[:200], str(unfit))
                continue
            for slip in item.slips:
                read.blame(number, item.ref, slip)
            read.items += 1
            out.write(_line(item))
    return read


def items_of(read: Spooled, size: int) -> Iterator[list[Item]]:
    """Give the items of a spool in lists of `size`."""
    chunk: list[Item] = []
    with read.path.open("rb") as lines:
        for line in lines:
            head, _, facts = line.rstrip(b"\n").partition(b"\t")
            ref, seller, digest = orjson.loads(head)
            chunk.append(Item(ref, seller, facts, digest))
            if len(chunk) == size:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def reading_of(feed: Feed) -> Reading:
    """Tell by what a feed is read."""
    return Reading(
        currency=feed.currency or feed.shop.currency,
        locale=feed.locale or feed.shop.locale,
        site=feed.url,
        seller=feed.seller.external_id if feed.seller else "",
    )


def _line(item: Item) -> bytes:
    return b"%b\t%b\n" % (orjson.dumps([item.ref, item.seller, item.digest]), item.facts)
