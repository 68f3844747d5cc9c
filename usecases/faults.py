"""What is wrong with a page of a shop, decided purely from what was seen of it.

A `fault` keeps films from showing or working; a `warning` is likely to; a `note` is for
information, because what scripts add to the page later is not seen here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from gateways.releases import newest, scripts
from gateways.shop_page import ShopPage, Tag
from models.content_policy import allows, allows_script, read_policies, trusts_on
from models.shop import Shop
from usecases.deciding import DEFAULT_COMPONENT, Decision

# Where the script looks for a place when a placement names none.
FALLBACK_PLACE = "#vitrine, [data-vitrine]"
# What a page of a shop system that has an adapter of its own has in its markup.
SYSTEMS = ("Shopify.shop", "/cdn/shop/", "woocommerce", "text/x-magento-init", "prestashop")
# Each kind of thing that is loaded from us, with an address of it.
LOADED = {
    "connect-src": "/api/v1/displayed_data",
    "frame-src": "/embed/videos/0",
    "img-src": "/media/poster.webp",
    "media-src": "/media/preview.mp4",
}
Level = Literal["fault", "warning", "note"]
# Unknown products that are named, of a page with many.
MOST_UNKNOWN = 20
# The predecessor's snippet names its script where it makes the tag.
SNIPPET = "/caast.js"
TAG_MANAGERS = ("googletagmanager.com/gtm.js", "googletagmanager.com/gtag/js", "matomo.js")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or worth knowing: a word for programs, a sentence for people."""

    code: str
    level: Level
    message: str


@dataclass(frozen=True)
class Seen:
    """All that the findings are made from.

    `framed`: the tag is in a page that this one frames. `known_refs` are those of the page's
    references that name products of the shop; `cart_used` tells whether an adapter was found, None
    where it may be in a script that could not be read.
    """

    page: ShopPage
    shop: Shop
    server: str
    decision: Decision
    framed: bool
    known_refs: frozenset[str]
    cart_used: bool | None


def findings_of(seen: Seen) -> list[Finding]:
    """Name what is wrong with a page, the gravest first."""
    found = [*_about_tags(seen), *_about_display(seen)]
    tag = _first(seen)
    if tag:
        found += [*_about_tag(seen, tag), *_about_version(tag), *_about_policy(seen, tag)]
        found += [*_about_places(seen), *_about_cart(seen)]
    order = ("fault", "warning", "note")
    return sorted(found, key=lambda each: order.index(each.level))


def _first(seen: Seen) -> Tag | None:
    return next((each for each in seen.page.tags if not each.framed), None)


def _about_tags(seen: Seen) -> Iterator[Finding]:
    tags = [each for each in seen.page.tags if not each.framed]
    if len(tags) > 1:
        message = f"the script is included {len(tags)} times; one tag is enough, the others leave"
        yield Finding("included-twice", "warning", message)
    if tags:
        return
    if seen.framed or seen.page.tags:
        message = (
            "the script stands in a frame of the page, where it can neither see the page nor lie "
            "over it; put the tag into the page itself"
        )
        yield Finding("framed", "fault", message)
    elif seen.page.mentions(*TAG_MANAGERS):
        message = "the tag is not in the page as it is sent; the tag manager must bring it"
        yield Finding("brought-by-tag-manager", "note", message)
    elif seen.page.mentions(SNIPPET):
        message = "the tag is not in the page as it is sent; the snippet in it must bring it"
        yield Finding("brought-by-snippet", "note", message)
    elif seen.page.filled_by_scripts:
        message = "the page is next to empty as it is sent; its scripts must bring the tag"
        yield Finding("brought-by-scripts", "note", message)
    else:
        yield Finding("no-script", "fault", "the page does not include the script")


def _about_tag(seen: Seen, tag: Tag) -> Iterator[Finding]:
    if tag.held:
        message = "the tag is held back until the visitor agrees; it needs no consent to show films"
        yield Finding("held-back", "warning", message)
    if tag.app_id != seen.shop.app_id:
        message = f"the tag's data-app-id is not this shop's, which is {seen.shop.app_id}"
        yield Finding("wrong-app-id", "fault", message)
    secure = urlsplit(seen.page.url).scheme == "https"
    server = tag.server or (_origin(tag.src) if not tag.whole else "")
    if secure and any(each.startswith("http:") for each in (tag.src, server)):
        message = "the page is loaded by https and asks for the script or its server by http"
        yield Finding("mixed-content", "fault", message)
    elif server and server.rstrip("/") != seen.server:
        message = f"the tag asks {server}, and this server is {seen.server}"
        yield Finding("other-server", "warning", message)
    if tag.whole and not tag.server and _origin(tag.src) != seen.server:
        message = f'the all-in-one file needs data-server="{seen.server}" on its tag'
        yield Finding("no-server", "fault", message)
    if "require-corp" in seen.page.headers.get("cross-origin-embedder-policy", ""):
        message = "Cross-Origin-Embedder-Policy: require-corp keeps the player's frame out"
        yield Finding("embedder-policy", "fault", message)


def _about_version(tag: Tag) -> Iterator[Finding]:
    script = next((s for s in scripts() if (s.number, s.whole) == (tag.number, tag.whole)), None)
    if script is None:
        message = f"there is no version {tag.number} of the script; the newest is {newest()}"
        yield Finding("unknown-version", "fault", message)
        return
    if tag.number is not None and tag.number < newest():
        message = f"the page holds on to version {tag.number}; the newest is {newest()}"
        yield Finding("old-version", "warning", message)
    if not tag.integrity:
        return
    if tag.number is None and not tag.whole:
        message = "the rolling script changes, and then no integrity fits; take a frozen version"
        yield Finding("integrity-of-rolling", "warning", message)
    elif tag.number is not None and script.integrity not in tag.integrity.split():
        message = f"the integrity does not fit, so browsers refuse the script: {script.integrity}"
        yield Finding("wrong-integrity", "fault", message)
    if not tag.crossorigin and not tag.whole:
        message = 'with integrity, a script of another origin needs crossorigin="anonymous" too'
        yield Finding("no-crossorigin", "fault", message)


def _about_policy(seen: Seen, tag: Tag) -> Iterator[Finding]:
    page, server = seen.page.url, tag.server or seen.server
    for text in seen.page.policies:
        for policy in read_policies(text):
            refused = {
                kind
                for kind, path in LOADED.items()
                if not allows(policy, kind, server + path, page)
            }
            if not allows_script(policy, tag.src, page, tag.nonce, tag.integrity):
                refused.add("script-src")
            second = f"{server}/widget/ui.js"
            free = tag.whole or trusts_on(policy)
            if not free and not allows_script(policy, second, page, tag.nonce):
                refused.add("script-src")
            for kind in sorted(refused):
                message = f"the page's policy keeps films out; {kind} needs {server}"
                yield Finding(f"policy-{kind.removesuffix('-src')}", "fault", message)
            if "sandbox" in policy and "allow-scripts" not in policy["sandbox"]:
                message = "the page's policy has a sandbox without scripts"
                yield Finding("policy-sandbox", "fault", message)


def _about_display(seen: Seen) -> Iterator[Finding]:
    closed = next((each for each in seen.decision.verdicts if each.kind == "shop"), None)
    if closed and closed.why == "switched-off":
        yield Finding("switched-off", "fault", "the shop displays nothing at present")
    elif closed:
        yield Finding("path-excluded", "fault", f"nothing is displayed here: {closed.detail}")
    tags, placed = seen.page.tags, seen.page.placed("vitrine-video", "product")
    named = [*(each.ref for each in tags), *placed]
    ref = next((each.ref for each in tags if each.ref), "") or seen.page.product_ref
    known = {*seen.known_refs, ""}
    unknown = (each for each in dict.fromkeys([*named, ref]) if each not in known)
    for each in islice(unknown, MOST_UNKNOWN):
        message = f"the page names the product {each[:200]}, which the shop does not have"
        yield Finding("unknown-product", "warning", message)
    if seen.page.products and not ref:
        message = "the page's JSON-LD product has neither sku nor gtin nor productID"
        yield Finding("product-without-ref", "warning", message)
    if not closed and not seen.decision.displays and not _by_hand(seen.page):
        why = "; ".join(f"{v.name}: {v.detail}" for v in seen.decision.verdicts[:5] if not v.shown)
        message = "nothing is displayed on this page" + (f" ({why})" if why else "")
        yield Finding("nothing-displayed", "note", message)


def _about_places(seen: Seen) -> Iterator[Finding]:
    for display in seen.decision.displays:
        if display.component == DEFAULT_COMPONENT or display.placement is None:
            continue
        for target in (display.placement.target, display.placement.mobile_target):
            selector = (target or {}).get("element") or ("" if target else FALLBACK_PLACE)
            if target is None and display.placement.target:
                continue
            fits = seen.page.has(selector)
            if not fits:
                what = "is no CSS selector" if fits is None else "fits no element of the page"
                name = display.placement.name
                message = f"{selector}, where {name} belongs, {what} as it is sent"
                unsure: Level = "note" if seen.page.filled_by_scripts else "warning"
                yield Finding("no-slot", "fault" if fits is None else unsure, message)


def _about_cart(seen: Seen) -> Iterator[Finding]:
    shown = [each for display in seen.decision.displays for each in display.contents]
    sells = any(each.products for each in shown)
    if sells and not seen.cart_used and not seen.page.mentions(*SYSTEMS):
        message = (
            "no adapter for the cart was found, so product cards are plain links; "
            "use vitrine.cart.use() for more"
        )
        unread = seen.cart_used is None or seen.page.filled_by_scripts
        yield Finding("no-cart-adapter", "note" if unread else "warning", message)


def _by_hand(page: ShopPage) -> bool:
    named = page.placed("vitrine-video", "video") + page.placed("vitrine-carousel", "collection")
    return bool(named) or bool(page.has("vitrine-live"))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
