"""Where a feed's file comes from: its upload, its address, or the pages of a Shopify shop."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson

from gateways.feed_files import MOST_BYTES, SHOPIFY, FeedFile
from gateways.feed_rows import Unreadable
from gateways.fetching import fetch
from gateways.peers import FetchError
from gateways.storage import files
from models.feed import Feed

# A whole catalogue, one page of a paged one, and how many pages of them there may be.
SECONDS, PAGE_SECONDS = 3600.0, 60.0
PAGE, PAGE_BYTES, PAGES = 250, 32_000_000, 4_000


@dataclass(frozen=True)
class Source:
    """A file to read, and by what marks the server knows this version of it."""

    path: Path
    kind: str | None
    etag: str | None = None
    modified: str | None = None

    def opened(self) -> FeedFile:
        """Open the file; raises `Unreadable`."""
        return FeedFile(self.path, self.kind)


def is_paged(feed: Feed) -> bool:
    """Tell whether the address is that of a Shopify shop's list of products."""
    if feed.format is None and feed.url:
        return urlsplit(feed.url).path.endswith("/products.json")
    return feed.format == SHOPIFY


def bring(feed: Feed, folder: Path, tell: Callable[[], None]) -> Source | None:
    """Bring the feed's file into a folder; nothing if it has not changed. Raises `FetchError`."""
    if feed.source:
        return Source(files().path(feed.source), feed.format)
    if not feed.url:
        raise FetchError("the uploaded file is gone; send it again")
    path = folder / "source"
    with path.open("wb") as into:
        if is_paged(feed):
            _pages(feed.url, into, tell)
            return Source(path, SHOPIFY)
        known = (feed.etag, feed.modified)
        came = fetch(
            feed.url, into, most=MOST_BYTES, seconds=SECONDS, etag=known[0], modified=known[1]
        )
    return Source(path, feed.format, came.etag, came.modified) if came.changed else None


def _pages(url: str, into: IO[bytes], tell: Callable[[], None]) -> None:
    """Fetch page after page until an empty one comes, or the one before once more."""
    before = b""
    for number in range(1, PAGES + 1):
        tell()
        page = BytesIO()
        fetch(_page_of(url, number), page, most=PAGE_BYTES, seconds=PAGE_SECONDS)
        content = page.getvalue()
        digest = hashlib.sha256(content).digest()
        if digest == before or not _has_products(content):
            return
        before = digest
        into.write(content + b"\n")
    raise FetchError(f"the list of products has more than {PAGES:,} pages")


def _has_products(content: bytes) -> bool:
    try:
        page = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Unreadable("a page of products.json is not JSON") from None
    if not isinstance(page, dict) or not isinstance(page.get("products"), list):
        raise Unreadable("a page of products.json has no list of products")
    return bool(page["products"])


def _page_of(url: str, number: int) -> str:
    parts = urlsplit(url)
    kept = [
        (name, value) for name, value in parse_qsl(parts.query) if name not in ("page", "limit")
    ]
    return urlunsplit(parts._replace(query=urlencode([*kept, ("limit", PAGE), ("page", number)])))
