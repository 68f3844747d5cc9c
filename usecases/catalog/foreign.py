"""Schemas of other servers: fetched within bounds, kept, asked after again when they have aged.

What stood once goes on to count while its server is down. Ask before any lock is taken: another
server may take its time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from io import BytesIO
from time import monotonic
from typing import Any

from gateways.fetching import Fetched, fetch
from gateways.peers import FetchError
from models import clock
from models.address import LONGEST
from models.fetched_schema import FetchedSchema, digest_of
from models.shop import Shop
from usecases.catalog.pointers import Unreadable
from usecases.catalog.schemas import MOST_BYTES, Schema, read

# After so long a server is asked whether its schema has changed, and again after a failure.
AGES, RESTS = timedelta(hours=1), timedelta(minutes=1)
# How long one server may take, and all those asked for one request.
SECONDS, ALL_SECONDS = 5.0, 15.0
# How many addresses one request may name, and how many schemas of a shop are kept.
MOST_ADDRESSES, MOST_KEPT = 50, 200
Found = dict[str, Schema | str]


def find_all(shop: Shop, urls: Collection[str]) -> Found:
    """Give the schemas at these addresses; instead of one that cannot be used, why not."""
    plain = [each for each in dict.fromkeys(urls) if _is_plain(each)][:MOST_ADDRESSES]
    kept = _kept(shop, plain)
    ends = monotonic() + ALL_SECONDS
    found: Found = {}
    for url in plain:
        row = kept.get(url)
        if row is None or _is_old(row):
            row = _ask(shop, url, row, ends)
        found[url] = _read(row)
    beyond = f"is beyond the {MOST_ADDRESSES} schemas that one request may name"
    for url in dict.fromkeys(urls):
        found.setdefault(url, beyond if _is_plain(url) else "is no address of a JSON Schema")
    return found


def _is_plain(url: str) -> bool:
    return len(url) <= LONGEST and url.isprintable() and url.startswith(("http://", "https://"))


def _kept(shop: Shop, urls: Collection[str]) -> dict[str, FetchedSchema]:
    digests: Any = [digest_of(each) for each in urls]
    mine = FetchedSchema.shop == shop, FetchedSchema.digest.in_(digests)
    rows = FetchedSchema.select().where(*mine) if urls else ()
    return {each.url: each for each in rows}


def _is_old(row: FetchedSchema) -> bool:
    now = clock.now()
    stood = row.fetched_at is not None and row.fetched_at + AGES > now
    return not stood and row.asked_at + RESTS <= now


def _ask(shop: Shop, url: str, row: FetchedSchema | None, ends: float) -> FetchedSchema:
    """Ask the schema's server and keep what it says."""
    row = row or FetchedSchema(shop=shop, digest=digest_of(url), url=url)
    left = min(SECONDS, ends - monotonic())
    if left <= 0:
        # Nobody was asked: the next request may begin here.
        row.fault = "there was no time left to fetch it; send the request again"
        return row
    content = BytesIO()
    try:
        came = fetch(
            url, content, most=MOST_BYTES, seconds=left, etag=row.etag, modified=row.modified
        )
        if came.changed:
            _take(row, came, content.getvalue())
        row.fetched_at, row.fault = clock.now(), None
    except (FetchError, Unreadable) as refusal:
        row.fault = refusal.message[:300]
    row.asked_at = clock.now()
    _keep(shop, row)
    return row


def _take(row: FetchedSchema, came: Fetched, content: bytes) -> None:
    """Take what is new; what cannot be used does not replace what could. Raises `Unreadable`."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8 text") from None
    read(text)
    row.text, row.etag, row.modified = text, came.etag, came.modified


def _keep(shop: Shop, row: FetchedSchema) -> None:
    facts = {name: value for name, value in row.__data__.items() if name != "id"}
    names = [each for each in facts if each not in ("shop", "digest", "url")]
    insertion: Any = FetchedSchema.insert(**facts)
    # Another request may have asked at the same time.
    insertion.on_conflict(
        conflict_target=(FetchedSchema.shop, FetchedSchema.digest),
        update={name: facts[name] for name in names},
    ).execute()
    table: Any = FetchedSchema
    mine = table.select(table.id).where(table.shop == shop)
    newest = mine.order_by(table.asked_at.desc()).limit(MOST_KEPT)
    table.delete().where(table.shop == shop, table.id.not_in(newest)).execute()


def _read(row: FetchedSchema) -> Schema | str:
    if row.text is None:
        return f"the schema at {row.url[:300]} cannot be had: {row.fault}"
    try:
        return read(row.text)
    except Unreadable as error:
        return f"the schema at {row.url[:300]} cannot be used: {error.message}"
