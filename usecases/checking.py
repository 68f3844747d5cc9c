"""Checking a page of a shop: it is fetched as anybody gets it, and what is wrong is named.

A page is fetched from the shop's own origins alone, wherever it redirects. What scripts put into it
later is not seen; findings that may be wrong because of that say so and are no faults.
"""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import can_ada
from peewee import chunked

from gateways.fetching import Fetched, fetch
from gateways.peers import FetchError
from gateways.shop_page import ShopPage
from models.address import read_address
from models.meter import Meter, TooManyRequests
from models.product import Product
from models.shop import Shop
from usecases import displays
from usecases.deciding import Decision, Verdict
from usecases.faults import Finding, Seen, findings_of
from usecases.rows import leave_to_shop

MOST_BYTES, SECONDS = 2_000_000, 10.0
# The page's own scripts that are searched for a cart's adapter, its frames for our tag, and how
# long all of it may take.
MOST_SCRIPTS, MOST_FRAMES, ALL_SECONDS = 8, 3, 20.0
# Checks of a shop's pages a minute: each of them may ask its server a dozen times.
RATE = 20
# References looked up by one query: databases take a limited number of values.
REFS_AT_ONCE = 1_000
_meter = Meter(RATE)


@dataclass(frozen=True)
class Report:
    """What was found: `url` is where the page was at last; `displays` counts what it displays."""

    url: str
    fetched: bool
    findings: tuple[Finding, ...]
    displays: int = 0
    verdicts: tuple[Verdict, ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong; notes are for information."""
        return not any(each.level != "note" for each in self.findings)


def check(shop: Shop, url: str, server: str) -> Report:
    """Fetch a page and name what is wrong with it; `server` is our own public origin.

    Raises `Invalid` for what is no page's address, `ShopDecides` to a seller's key, and
    `TooManyRequests`.
    """
    leave_to_shop(shop, "a check tells of other sellers' things; ask with a key of the shop")
    read_address(url)
    reader = _Reader(shop)
    try:
        reader.refuse_foreign(url)
        _count(shop)
        page = reader.page(url)
    except _Foreign as foreign:
        message = (
            f"{foreign.origin} is not among the shop's allowed origins, so its pages are told "
            "nothing and are not fetched; add it there"
        )
        return Report(foreign.url, False, (Finding("origin-not-allowed", "fault", message),))
    except FetchError as refusal:
        return Report(url, False, (Finding("unreachable", "fault", refusal.message),))
    decision = _decision(shop, page)
    seen = Seen(
        page=page,
        shop=shop,
        server=server,
        decision=decision,
        framed=_framed(reader, page),
        known_refs=_known(shop, page),
        cart_used=_uses_cart(reader, page),
    )
    found = findings_of(seen)
    return Report(page.url, True, tuple(found), len(decision.displays), decision.verdicts)


def _count(shop: Shop) -> None:
    if after_s := _meter.take(shop.uid).after_s:
        raise TooManyRequests(f"a shop has {RATE} checks a minute; wait {after_s} s", after_s)


class _Foreign(Exception):
    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url, self.origin = url, _origin(url)


def _origin(url: str) -> str:
    try:
        return str(can_ada.parse(url).origin)
    except ValueError:
        return "null"


class _Reader:
    """Fetches what is of the shop's origins, all of it within one stretch of time."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._until = time.monotonic() + ALL_SECONDS

    def page(self, url: str) -> ShopPage:
        """Fetch a page; raises `FetchError`, or `_Foreign` for what is not the shop's."""
        came, content = self._fetch(url)
        return ShopPage(came.url, content, came.headers)

    def script(self, url: str) -> bytes:
        """Fetch a file; raises as `page` does."""
        return self._fetch(url)[1]

    def _fetch(self, url: str) -> tuple[Fetched, bytes]:
        into = io.BytesIO()
        left = min(SECONDS, self._until - time.monotonic())
        if left <= 0:
            raise FetchError("the page's files took too long")
        came = fetch(url, into, most=MOST_BYTES, seconds=left, may=self.refuse_foreign)
        return came, into.getvalue()

    def refuse_foreign(self, url: str) -> None:
        """Raise `_Foreign` for what is not of the shop's origins."""
        if not self._shop.allows(_origin(url)):
            raise _Foreign(url)


def _decision(shop: Shop, page: ShopPage) -> Decision:
    """Decide what the page displays, asking as the script would."""
    tag = next(iter(page.tags), None)
    ref = (tag.ref if tag else "") or page.product_ref
    locale = (tag.locale if tag else "") or page.language
    canonical = page.canonical
    same = canonical and _site(canonical) == _site(page.url)
    place = canonical if same else page.url
    asked = (
        displays.read_page(ref[: displays.LONGEST_REF], None, place, locale)
        if ref
        else displays.read_page(None, place, None, locale)
    )
    return displays.explained(shop, asked)


def _site(url: str) -> str:
    host = urlsplit(url).netloc
    return host.removeprefix("www.").removeprefix("m.")


def _framed(reader: _Reader, page: ShopPage) -> bool:
    """Tell whether the tag is not in the page but in one that it frames."""
    if page.tags:
        return False
    for url in page.frames[:MOST_FRAMES]:
        try:
            if reader.page(url).tags:
                return True
        except (FetchError, _Foreign):
            continue
    return False


def _known(shop: Shop, page: ShopPage) -> frozenset[str]:
    """Tell which of the references that the page names are products of the shop."""
    named = {page.product_ref, *page.placed("vitrine-video", "product")}
    named |= {each.ref for each in page.tags}
    ours = Product.select(Product.ref).where(Product.shop == shop)
    parts = chunked(named, REFS_AT_ONCE)
    return frozenset(
        each.ref for part in parts for each in ours.where(Product.ref.in_(list(part))) if each.ref
    )


def _uses_cart(reader: _Reader, page: ShopPage) -> bool | None:
    """Tell whether the page, or a script of the shop's own, names an adapter for its cart.

    None: there is none in what could be read, and something could not.
    """
    if "cart.use(" in page.inline:
        return True
    unread = len(page.scripts) > MOST_SCRIPTS
    for url in page.scripts[:MOST_SCRIPTS]:
        try:
            if b"cart.use(" in reader.script(url):
                return True
        except (FetchError, _Foreign):
            unread = True
    return None if unread else False
