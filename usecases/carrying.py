"""Carrying: the products of lives, put in, taken out and ordered; what lives say of their stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.auction import Auction
from models.broadcast import PRODUCT, LiveEvent
from models.content import LIVE, Content, ContentProduct
from models.database import exclusive
from models.errors import Conflict, Invalid, NotFound, Problem
from models.product import Product
from models.shop import Shop
from usecases import goods, lives, showing
from usecases.auctions.standings import Standing, standings
from usecases.borrowed import stand_ins
from usecases.goods import Good, Name
from usecases.screening import find_own, holding_show
from usecases.screens import tell_screen

# As many as a live may be given at once.
MOST = 500


class NotCarried(Conflict):
    """The live does not carry the product."""

    code = "not-carried"


@dataclass(frozen=True)
class Carried:
    """A product as a live carries it; `place` counts from 1.

    `stock` is as shoppers see it there, None: unknown. `shown`: it is on screen now. `standing` is
    that of its auction, None where it is not auctioned.
    """

    good: Good
    content: Content
    place: int
    stock: str | None
    group: int | None
    shown: bool
    standing: Standing | None


class Outcome(NamedTuple):
    """What became of one of several products: None where there is none; why it was refused."""

    product: Product | None
    refusal: str | None = None


def carried_by(shop: Shop, contents: Iterable[Content]) -> dict[int, list[Carried]]:
    """Read the products of lives, by the lives' ids, in a fixed number of queries.

    For one that another shop shares, its own products stand in (`usecases/borrowed.py`), of which
    the live says nothing.
    """
    rows = {each.id: each for each in contents}
    if not rows:
        return {}
    links = _links(list(rows))
    foreign = [each.product for each in links if rows[each.content_id].shop_id != shop.id]
    own, shown, auctions = stand_ins(shop, foreign), _shown(list(rows)), _standings(list(rows))
    dressed = goods.told({each.id: each for each in _products(links, own)}.values())
    known = {each.product.id: each for each in dressed}
    found: dict[int, dict[int, Carried]] = defaultdict(dict)
    for link in links:
        content, key = rows[link.content_id], (link.content_id, link.product_id)
        mine = content.shop_id == shop.id
        product = link.product if mine else own.get(link.product_id)
        if product is None or product.id in found[content.id]:
            continue
        found[content.id][product.id] = Carried(
            good=known[product.id],
            content=content,
            place=len(found[content.id]) + 1,
            stock=product.stock(link.stock if mine else None),
            group=link.group if mine else None,
            shown=key in shown,
            standing=auctions.get(key) if mine else None,
        )
    return {content_id: list(each.values()) for content_id, each in found.items()}


def add(
    shop: Shop, uid: str, names: Sequence[Name], groups: Sequence[int | None] | None = None
) -> list[Outcome]:
    """Put products at the end of a live's, each in a group of its own number if one is given.

    Raises `NotFound`, `SharedContent`, `Unnamed`.
    """
    with exclusive(shop):
        content, found = find_own(shop, uid, LIVE), goods.named(shop, names)
        there = _carried(content)
        fresh: dict[str, Product] = {}
        outcomes = []
        for product in found:
            refusal = _unfit(content, product, {*there, *fresh}, len(there) + len(fresh))
            outcomes.append(Outcome(product, refusal))
            if product is not None and refusal is None:
                fresh[product.uid] = product
        if fresh:
            lives.change(shop, uid, products=[*there, *fresh])
        for outcome, group in zip(outcomes, groups or (), strict=False):
            if outcome.refusal is None and outcome.product is not None and group is not None:
                link = ContentProduct.update(group=group)
                link.where(_link(content, outcome.product)).execute()
    return outcomes


def take_out(shop: Shop, uid: str, names: Sequence[Name]) -> list[Outcome]:
    """Take products out of a live; what is on screen of them goes, too.

    Raises `NotFound`, `SharedContent`, `Unnamed`.
    """
    with exclusive(shop):
        content, found = find_own(shop, uid, LIVE), goods.named(shop, names)
        there = _carried(content)
        outcomes = []
        for product in found:
            is_there = product is not None and there.pop(product.uid, None) is not None
            outcomes.append(Outcome(product, None if is_there else _not_there()))
        if any(each.refusal is None for each in outcomes):
            lives.change(shop, uid, products=list(there))
    return outcomes


def order(shop: Shop, uid: str, names: Sequence[Name]) -> None:
    """Let products come first in a live, in this order; the others follow as they stood.

    Raises `NotFound`, `SharedContent`, `Unnamed`, `NotCarried`, `Invalid`.
    """
    with exclusive(shop):
        content, found = find_own(shop, uid, LIVE), goods.named(shop, names)
        there = _carried(content)
        first = [each.uid for each in found if each is not None and each.uid in there]
        if len(first) < len(names) or not names:
            raise NotCarried("name products that the live carries, at least one")
        if len(set(first)) < len(first):
            raise Invalid(Problem("", "a product stands twice in the list"))
        lives.change(shop, uid, products=list(dict.fromkeys([*first, *there])))


def say_stock(shop: Shop, uid: str, names: Sequence[Name], stock: str) -> list[Outcome]:
    """Say the stock of products, for this live alone; its viewers see it at once.

    Raises `NotFound`, `SharedContent`, `Unnamed`.
    """
    with holding_show(shop, uid) as (content, _):
        outcomes = []
        for product in goods.named(shop, names):
            there = (
                product is not None
                and ContentProduct.update(stock=stock).where(_link(content, product)).execute()
            )
            outcomes.append(Outcome(product, None if there else _not_there()))
        if any(each.refusal is None for each in outcomes):
            tell_screen(content)
    return outcomes


def show(shop: Shop, uid: str, name: Name, *, on: bool) -> Product:
    """Put a product of a live on its screen, or take it off; what is so already stays.

    Raises `NotFound`, `SharedContent`, `Unnamed`, `NotCarried`, `LiveFinished`, `ScreenFull`.
    """
    with holding_show(shop, uid) as (content, _):
        product = find_carried(shop, content, name)
        if on:
            showing.show(shop, uid, PRODUCT, products=[product.uid])
        elif (content.id, product.id) in _shown([content.id]):
            showing.take_off(shop, uid, product.uid)
    return product


def on_auction(
    shop: Shop, uid: str, name: Name, act: Callable[[Shop, str, str], Standing]
) -> tuple[Product, Standing]:
    """Start, end or reset the auction of a product in a live (`usecases/auctions/running.py`).

    Raises `NotFound`, `SharedContent`, `Unnamed`, `NotCarried`, and what `act` raises.
    """
    content = find_own(shop, uid, LIVE)
    product = find_carried(shop, content, name)
    auction = Auction.get_or_none(Auction.content == content, Auction.product == product)
    if auction is None:
        raise NotFound("this product is not auctioned in this live")
    return product, act(shop, uid, auction.uid)


def find_carried(shop: Shop, content: Content, name: Name) -> Product:
    """Find a product of a live by its name; raises `NotCarried`, `Unnamed`."""
    [product] = goods.named(shop, [name])
    if product is None or not ContentProduct.select().where(_link(content, product)).exists():
        raise NotCarried(_not_there())
    return product


def _not_there() -> str:
    return "the live does not carry this product"


def _unfit(content: Content, product: Product | None, there: set[str], number: int) -> str | None:
    if product is None:
        return "this shop has no product with this id"
    if product.uid in there:
        return "the live carries this product already"
    if content.seller_id is not None and product.seller_id != content.seller_id:
        return "belongs to another seller than the live"
    return f"a live carries at most {MOST} products" if number >= MOST else None


def _link(content: Content, product: Product) -> Any:
    return (ContentProduct.content == content) & (ContentProduct.product == product)


def _carried(content: Content) -> dict[str, Product]:
    return {each.product.uid: each.product for each in _links([content.id])}


def _links(ids: list[int]) -> list[ContentProduct]:
    query: Any = ContentProduct.select(ContentProduct, Product).join(Product)
    mine = query.where(ContentProduct.content.in_(ids))
    return list(mine.order_by(ContentProduct.content, ContentProduct.position))


def _products(links: Iterable[ContentProduct], own: dict[int, Product]) -> list[Product]:
    return [*(each.product for each in links), *own.values()]


def _shown(ids: list[int]) -> set[tuple[int, int]]:
    query: Any = LiveEvent.select(LiveEvent.content, LiveEvent.product)
    now = LiveEvent.content.in_(ids), LiveEvent.to_at.is_null(), LiveEvent.kind == PRODUCT
    return set(query.where(*now).tuples())


def _standings(ids: list[int]) -> dict[tuple[int, int], Standing]:
    query: Any = Auction.select(Auction, Product).join(Product)
    auctions = list(query.where(Auction.content.in_(ids)))
    told = standings(auctions)
    return {(each.auction.content_id, each.auction.product_id): each for each in told}
