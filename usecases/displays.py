"""What is displayed on a shop's page: by product reference or by address, with reasons if asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from peewee import JOIN, Case

from models import address, clock
from models.address import Address, Rank
from models.collection import Collection, CollectionItem
from models.component_texts import TAG
from models.content import LIVE, NOT_STARTED, STARTED, Content
from models.database import read_rows
from models.display_rule import CONTENT, OF_REF, PLACEMENT, PRODUCT, SHOP
from models.errors import Invalid, Problem
from models.placement import Placement
from models.seller import Seller
from models.shop import Shop
from usecases.borrowed import shown_by
from usecases.deciding import (
    LANDING,
    MOST_LANDING,
    Candidate,
    Decision,
    Match,
    Rule,
    Verdict,
    decide,
)
from usecases.rows import leave_to_shop
from usecases.watchables import Watchable, watchables

LONGEST_REF = 200
# Of a seller with more, the newest.
MOST_OF_SELLER = 60
# How many of a shop's other rules an explanation names beside the ones that matched.
EXPLAINED = 100


@dataclass(frozen=True)
class Page:
    """A page of a shop: the product it shows, its address, its language; what is known of them.

    `seller` is the merchant's own id of the seller whose page it is.
    """

    ref: str | None
    address: Address | None
    locale: str | None
    seller: str | None = None


class Hit(NamedTuple):
    """A rule of the index that covers the page. `hides`: it says where its owner is not shown."""

    owner: int
    owner_id: int
    text: str
    hides: bool
    rank: Rank


def read_page(
    product_ref: str | None,
    url: str | None,
    page: str | None = None,
    locale: str | None = None,
    seller: str | None = None,
) -> Page:
    """Read what a caller tells about a page; raises `Invalid`.

    `product_ref` or `url`, one of them. `page` is the address beside a reference. A language
    that is not one (some shop's `<html lang="english">`) counts as untold.
    """
    if bool(product_ref) == bool(url):
        raise Invalid(
            Problem("product_ref", "send either product_ref or url"),
            Problem("url", "send either product_ref or url"),
        )
    if product_ref and len(product_ref) > LONGEST_REF:
        raise Invalid(Problem("product_ref", f"longer than {LONGEST_REF} characters"))
    if url and page:
        raise Invalid(Problem("page", "stands beside product_ref only"))
    told = locale if locale and TAG.fullmatch(locale) else None
    place = (
        address.read_address(url or page or "", "url" if url else "page") if url or page else None
    )
    return Page(product_ref or None, place, told, seller or None)


def displayed(shop: Shop, page: Page) -> Decision:
    """Decide what the page shows."""
    return decision_of(shop, page, hits(shop.id, shop.significant_params, page))


def explained(shop: Shop, page: Page) -> Decision:
    """Decide as `displayed` does, and give a reason for the shop's other things too.

    Reasons tell of everything in the shop: raises `ShopDecides` to a seller's key.
    """
    leave_to_shop(shop, "reasons tell of other sellers' things; ask with a key of the shop")
    found = hits(shop.id, shop.significant_params, page)
    decision = decision_of(shop, page, found)
    told = {each.uid for each in decision.verdicts}
    others = [*_other(shop, Placement, told, "placement"), *_other(shop, Content, told, "content")]
    return Decision(decision.displays, (*decision.verdicts, *others))


def hits(shop_id: int, listed: Sequence[str], page: Page) -> list[Hit]:
    """Find the rules that cover the page, by hand-made SQL: each visitor of each page asks this.

    A product's rule counts as one of every content that carries the product.
    """
    keys = address.keys_of_page(shop_id, page.address, listed) if page.address else []
    if page.ref is not None:
        keys += [address.key_of_ref(shop_id, each) for each in {page.ref, "*"}]
    rows = read_rows(_rules_in(len(keys)), keys)
    found = [hit for row in rows if (hit := _hit(row, page, listed)) is not None]
    products = [each for each in found if each.owner == PRODUCT]
    if products:
        found = [each for each in found if each.owner != PRODUCT] + _carriers(products)
    return found if page.seller is None else _of_seller(shop_id, page, found)


@lru_cache(maxsize=64)
def _rules_in(number: int) -> str:
    # A join with the keys, each of which stands once, costs SQLite a third less than `key in (…)`.
    marks = ",".join(["(?)"] * number)
    return (
        f"with wanted (hashed) as (values {marks})"  # noqa: S608
        " select owner, owner_id, text, hides from wanted cross join display_rule"
        " where key = hashed"
    )


def _carriers(products: Sequence[Hit]) -> list[Hit]:
    ids = list({each.owner_id for each in products})
    marks = ",".join("?" * len(ids))
    sql = f"select product_id, content_id from content_product where product_id in ({marks})"  # noqa: S608
    carried: dict[int, list[int]] = defaultdict(list)
    for product_id, content_id in read_rows(sql, ids):
        carried[product_id].append(content_id)
    return [
        each._replace(owner=CONTENT, owner_id=content_id)
        for each in products
        for content_id in carried[each.owner_id]
    ]


def _of_seller(shop_id: int, page: Page, found: Sequence[Hit]) -> list[Hit]:
    """Leave of the contents only the seller's; where no product is named, all of them count."""
    rows: Any = (
        Content.select(Content.id)
        .join(Seller)
        .where(Content.shop == shop_id, Seller.external_id == page.seller, Content.published)
        .order_by(Content.created_at.desc(), Content.id.desc())
    )
    own = {each.id for each in (rows if page.ref else rows.limit(MOST_OF_SELLER))}
    left = [each for each in found if each.owner != CONTENT or each.owner_id in own]
    if page.ref:
        return left
    name = f"of the seller {page.seller}"
    return left + [Hit(CONTENT, each, name, False, address.EXACT) for each in sorted(own)]


def decision_of(
    shop: Shop, page: Page, found: Sequence[Hit], trying: int | None = None
) -> Decision:
    """Decide from the rules found; reads the contents and placements they belong to.

    `trying` is the id of a placement that counts as switched on, whatever its schedule.
    """
    if refused := _closed(shop, found):
        return Decision((), (refused,))
    candidates = _candidates(shop, found)
    rules = _rules(shop, found, trying)
    return decide(candidates, rules, page.locale, clock.now())


def _hit(row: tuple[int, int, str, bool], page: Page, listed: Sequence[str]) -> Hit | None:
    # A key is a hash of a part of the pattern: the rows found are compared in full.
    owner, owner_id, text, hides = row
    if text.startswith(OF_REF):
        ref = text.removeprefix(OF_REF)
        if ref not in (page.ref, "*") or page.ref is None:
            return None
        rank = address.ANY_PRODUCT if ref == "*" and page.ref != "*" else address.EXACT
        return Hit(owner, owner_id, ref, bool(hides), rank)
    pattern = address.read_pattern(text)
    if page.address is None or not address.covers(pattern, page.address, listed):
        return None
    return Hit(owner, owner_id, text, bool(hides), pattern.rank)


def _closed(shop: Shop, found: Sequence[Hit]) -> Verdict | None:
    if not shop.displaying:
        return Verdict(
            "shop", shop.uid, shop.name, False, "switched-off", "the shop displays nothing"
        )
    for hit in found:
        if hit.owner == SHOP:
            detail = f"the shop's exclusion {hit.text} covers the page"
            return Verdict("shop", shop.uid, shop.name, False, "excluded", detail)
    return None


def _candidates(shop: Shop, found: Sequence[Hit]) -> list[Candidate]:
    matches = _matches(found, CONTENT)
    if not matches:
        return []
    rows = Content.select().where(Content.shop == shop, Content.id.in_(list(matches)))
    return [Candidate(each, tuple(matches[each.content.id])) for each in watchables(shop, rows)]


def _rules(shop: Shop, found: Sequence[Hit], trying: int | None) -> list[Rule]:
    matches = _matches(found, PLACEMENT)
    if not matches:
        return []
    placements = list(
        Placement.select(Placement, Collection)
        .join(Collection, JOIN.LEFT_OUTER)
        .where(Placement.shop == shop, Placement.id.in_(list(matches)))
    )
    for each in placements:
        if each.id == trying:
            each.active, each.starts_at, each.ends_at = True, None, None
    named = _named_contents(shop, placements)
    return [Rule(each, tuple(matches[each.id]), named.get(each.id)) for each in placements]


def _matches(found: Sequence[Hit], owner: int) -> dict[int, list[Match]]:
    matches: dict[int, list[Match]] = defaultdict(list)
    for hit in found:
        if hit.owner == owner:
            matches[hit.owner_id].append(Match(hit.text, hit.rank, hit.hides))
    return matches


def _named_contents(
    shop: Shop, placements: Sequence[Placement]
) -> dict[int, tuple[Watchable, ...]]:
    """Read what each placement names itself: its collection's contents in order, or its content."""
    collections = [each.collection_id for each in placements if each.collection_id]
    singles = [each.content_id for each in placements if each.content_id]
    ordered: dict[int, list[int]] = defaultdict(list)
    if collections:
        items = CollectionItem.select().where(CollectionItem.collection.in_(collections))
        for item in items.order_by(CollectionItem.position):
            ordered[item.collection_id].append(item.content_id)
    wanted = {*singles, *(each for some in ordered.values() for each in some)}
    contents = Content.select().where(
        Content.id.in_(list(wanted)), Content.published, shown_by(shop)
    )
    playing = {each.content.id: each for each in watchables(shop, contents)} if wanted else {}
    named = {}
    for placement in placements:
        if _shows_all(placement):
            named[placement.id] = programme(shop)
        elif placement.collection_id or placement.content_id:
            collection = placement.collection_id
            ids = ordered[collection] if collection else [placement.content_id]
            some = (playing[each] for each in ids if each in playing)
            named[placement.id] = tuple(each for each in some if each.showable)
    return named


def _shows_all(placement: Placement) -> bool:
    named = placement.collection_id or placement.content_id
    return placement.component == LANDING and not named


def programme(shop: Shop) -> tuple[Watchable, ...]:
    """List the shop's lives: on air, planned (the next one first), replays (the newest first)."""
    lives = (Content.kind == LIVE) & Content.published & Content.listed & shown_by(shop)
    planned = Case(Content.state, ((NOT_STARTED, Content.starts_at),))
    place = Case(Content.state, ((STARTED, 0), (NOT_STARTED, 1)), 2)
    rows = Content.select().where(lives)
    ordered = rows.order_by(place, planned, Content.starts_at.desc(), Content.id.desc())
    shown = watchables(shop, ordered.limit(MOST_LANDING))
    return tuple(each for each in shown if each.showable)


def _other(
    shop: Shop, table: Any, told: set[str], kind: Literal["content", "placement"]
) -> list[Verdict]:
    rows = table.select(table.uid, table.name).where(table.shop == shop)
    latest: Any = rows.order_by(table.created_at.desc()).limit(EXPLAINED)
    return [unmatched(kind, each) for each in latest if each.uid not in told]


def unmatched(kind: Literal["content", "placement"], row: Any) -> Verdict:
    """Say of a content or placement that none of its rules covers the page."""
    detail = "none of its addresses and products is on this page"
    return Verdict(kind, row.uid, row.name, False, "no-match", detail)
