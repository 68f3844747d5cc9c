"""Feeds: outside catalogues that a shop takes on, changes, refreshes, accepts and lets go."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from babel.core import Locale, UnknownLocaleError

from gateways.feed_files import FORMATS
from gateways.fetching import check_url
from gateways.peers import FetchError
from gateways.storage import files
from models.base import new_uid
from models.database import exclusive
from models.errors import Invalid, Problem
from models.feed import REFRESHING, Feed, NothingHeld, NothingToFetch
from models.money import CURRENCIES
from models.seller import Seller
from models.shop import Shop
from usecases.feed_items import forget_items
from usecases.refreshing import ask, next_refresh
from usecases.rows import Listing, find_one_named, find_row, only_sent, refuse_sellers
from usecases.sweeping import FEEDS

FIELDS = ("name", "url", "format", "locale", "currency", "every_minutes")
# Facts by which a feed is read: after a change of one everything is read anew.
READ_BY = {"url", "format", "locale", "currency", "seller", "file"}
SHORTEST, LONGEST = 15, 43_200


def listed(shop: Shop) -> Listing[Feed]:
    """List the shop's feeds by name."""
    refuse_sellers(shop)
    return Listing(Feed.select().where(Feed.shop == shop).order_by(Feed.name, Feed.id))


def find(shop: Shop, uid: str) -> Feed:
    """Find a feed, or raise `NotFound`."""
    refuse_sellers(shop)
    return find_row(Feed, shop, uid, "feed")


def add(shop: Shop, **facts: Any) -> Feed:
    """Take on a feed and read it soon. Raises `Invalid`.

    Facts: those of FIELDS, `seller` (uid; whose items are those that name no seller), and
    `file` (bytes) instead of `url`.
    """
    refuse_sellers(shop)
    if bool(facts.get("url")) == (facts.get("file") is not None):
        raise Invalid(Problem("url", "send either the url of a feed or a file"))
    feed = Feed(shop=shop, uid=new_uid())
    _write(shop, feed, facts)
    ask(feed)
    return find(shop, feed.uid)


def change(shop: Shop, uid: str, **facts: Any) -> Feed:
    """Change what is sent of a feed, and read it anew where that matters.

    Raises `NotFound`, `Invalid`.
    """
    feed = find(shop, uid)
    if facts.get("url") and facts.get("file") is not None:
        raise Invalid(Problem("url", "send either the url of a feed or a file"))
    if "url" in facts and not facts["url"] and facts.get("file") is None:
        raise Invalid(Problem("url", "send a file with it: a feed needs one or the other"))
    anew = _write(shop, feed, facts)
    if anew and (feed.url or feed.source):
        ask(feed)
    return find(shop, uid)


def remove(shop: Shop, uid: str) -> None:
    """Let a feed go with its items; the products that followed it stay as they are."""
    feed = find(shop, uid)
    forget_items(feed)
    feed.delete_instance()
    files().remove(f"{FEEDS}/{feed.uid}")


def refresh(shop: Shop, uid: str) -> Feed:
    """Fetch a feed soon instead of at its time. Raises `NotFound`, `NothingToFetch`."""
    feed = find(shop, uid)
    if not feed.url and not feed.source:
        raise NothingToFetch("this feed was uploaded; send its new file instead")
    if feed.state != REFRESHING:
        ask(feed)
    return find(shop, uid)


def accept(shop: Shop, uid: str) -> Feed:
    """Take over what was held back, as it was read. Raises `NotFound`, `NothingHeld`."""
    with exclusive(shop):
        feed = find(shop, uid)
        if not feed.held:
            raise NothingHeld("nothing of this feed is held back")
        feed.held = {**feed.held, "accepted": True}
        feed.save(only=[Feed.held])
    ask(feed)
    return find(shop, uid)


def _write(shop: Shop, feed: Feed, facts: dict[str, Any]) -> bool:
    """Write the facts sent; answer whether the feed has to be read anew."""
    _check(facts)
    before = [feed.source, feed.held and feed.held["key"]]
    own = only_sent(facts, FIELDS)
    changed = {name for name, value in own.items() if getattr(feed, name) != value}
    for name, value in own.items():
        setattr(feed, name, value)
    if "seller" in facts:
        seller = find_one_named(Seller, shop, facts["seller"], "seller")
        changed |= {"seller"} if seller != feed.seller else set()
        feed.seller = seller
    if facts.get("every_minutes") and (facts.get("file") is not None or not feed.url):
        raise Invalid(Problem("every_minutes", "needs a url to fetch the feed from"))
    if facts.get("file") is not None:
        changed.add("file")
        key = f"{FEEDS}/{feed.uid}/{new_uid()}"
        files().write(key, facts["file"])
        feed.source, feed.url, feed.every_minutes = key, None, None
    elif "url" in changed:
        feed.source = None
    feed.name = feed.name or urlsplit(feed.url or "").hostname or "uploaded file"
    anew = bool(changed & READ_BY)
    if anew:
        feed.etag = feed.modified = feed.held = None
    if "every_minutes" in changed:
        feed.next_at = next_refresh(feed)
    _save(feed)
    for key in before:
        if key and key not in (feed.source, feed.held and feed.held["key"]):
            files().remove(key)
    return anew


def _save(feed: Feed) -> None:
    # What a worker writes meanwhile is none of a merchant's columns.
    columns = (*FIELDS, "seller", "source", "held", "etag", "modified", "next_at", "updated_at")
    if feed.id is None:
        feed.save(force_insert=True)
    else:
        feed.save(only=[getattr(Feed, name) for name in columns])


def _check(facts: dict[str, Any]) -> None:
    if facts.get("url"):
        try:
            check_url(facts["url"])
        except FetchError as error:
            raise Invalid(Problem("url", error.message)) from None
    if facts.get("file") == b"":
        raise Invalid(Problem("file", "the file is empty"))
    if facts.get("format") and facts["format"] not in FORMATS:
        raise Invalid(Problem("format", f"must be one of {', '.join(FORMATS)}"))
    if facts.get("currency") and facts["currency"] not in CURRENCIES:
        raise Invalid(Problem("currency", "must be an ISO 4217 code in capitals, such as EUR"))
    if facts.get("locale"):
        try:
            Locale.parse(facts["locale"].replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            raise Invalid(Problem("locale", "must be a language such as fr or de-CH")) from None
    every = facts.get("every_minutes")
    if every is not None and not SHORTEST <= every <= LONGEST:
        raise Invalid(Problem("every_minutes", f"must be between {SHORTEST} and {LONGEST}"))
