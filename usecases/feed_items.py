"""Feed items: kept in bulk, by hand-written SQL for both databases, and found by reference.

A catalogue of a million rows goes through here; through models it would take an hour and more
memory than there is (`bench/feeds.py` measures both ways).
"""

from __future__ import annotations

from collections.abc import Sequence

from models.database import database, on_sqlite
from models.feed import Feed, FeedItem
from models.seller import Seller
from models.shop import Shop
from usecases.feed_rows import Item

# Rows of one statement, and the width of the windows in which what is gone is removed.
CHUNK = 500
WINDOW = 20_000
_COLUMNS = ("feed_id", "ref", "seller", "facts", "digest", "round")


def keep_items(feed_id: int, number: int, items: Sequence[Item]) -> None:
    """Insert or replace items in refresh `number` of a feed; of two with one key the last stays."""
    unique = {(each.ref, each.seller): each for each in items}
    values: list[object] = []
    for each in unique.values():
        values += (feed_id, each.ref, each.seller, each.facts.decode(), each.digest, number)
    mark = "?" if on_sqlite() else "%s"
    row = f"({', '.join([mark] * len(_COLUMNS))})"
    database.execute_sql(
        f"insert into feed_item ({', '.join(_COLUMNS)}) values {', '.join([row] * len(unique))} "  # noqa: S608
        "on conflict (feed_id, ref, seller) do update set "
        "facts = excluded.facts, digest = excluded.digest, round = excluded.round",
        values,
    )


def forget_items(feed: Feed, *, but_round: int | None = None) -> None:
    """Remove a feed's items, all or but for those of one refresh; in windows, to let others in."""
    mark = "?" if on_sqlite() else "%s"
    bounds = database.execute_sql(
        f"select min(id), max(id) from feed_item where feed_id = {mark}",  # noqa: S608
        (feed.id,),
    ).fetchone()
    first, last = bounds if bounds and bounds[0] is not None else (0, -1)
    for start in range(first, last + 1, WINDOW):
        query = FeedItem.delete().where(
            FeedItem.feed == feed, FeedItem.id >= start, FeedItem.id < start + WINDOW
        )
        if but_round is not None:
            query = query.where(FeedItem.round != but_round)
        query.execute()


def count_items(feed: Feed) -> int:
    """Count the items of a feed."""
    return int(FeedItem.select().where(FeedItem.feed == feed).count())


def find_item(shop: Shop, ref: str, seller: Seller | None) -> FeedItem | None:
    """Find what the shop's feeds have under a reference, of one seller if named; oldest first."""
    query = (
        FeedItem.select(FeedItem, Feed)
        .join(Feed)
        .where(Feed.shop == shop, FeedItem.ref == ref)
        .order_by(Feed.id, FeedItem.id)
    )
    if seller is not None:
        query = query.where(FeedItem.seller == seller.external_id)
    found: FeedItem | None = query.first()
    return found
