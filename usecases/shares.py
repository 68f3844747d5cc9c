"""Shares: a content lent to another shop, to read and to show, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from models.base import UID
from models.collection import Collection, CollectionItem
from models.content import Content
from models.database import exclusive
from models.display_rule import PLACEMENT, forget_rules
from models.errors import Conflict, Invalid, NotFound, Problem
from models.placement import Placement
from models.share import Share, SharedContent
from models.shop import Shop, UnknownApp
from usecases.borrowed import shown_by
from usecases.events import tell
from usecases.rows import Listing, refuse_sellers
from usecases.shops import find_shop


class AlreadyShared(Conflict):
    """The content is shared with this shop already."""

    code = "already-shared"


@dataclass(frozen=True)
class Loan:
    """A share with its content and the shop it is shared with."""

    share: Share
    content: Content
    shop: Shop


def listed(shop: Shop, *, content: str | None = None, app_id: str | None = None) -> Listing[Loan]:
    """List what the shop shares, newest first, narrowed by a content's uid or by a shop."""
    query = _of(shop)
    if content is not None:
        query = query.where(Content.uid == content)
    if app_id is not None:
        query = query.where(Shop.app_id == app_id)
    return Listing(query.order_by(Share.created_at.desc(), Share.id.desc()), _dressed)


def find(shop: Shop, uid: str) -> Loan:
    """Find a share the shop has granted, or raise `NotFound`."""
    found = _of(shop).where(Share.uid == uid).first() if UID.fullmatch(uid) else None
    if found is None:
        raise NotFound("this shop has no share with this id")
    return _dressed([found])[0]


def add(shop: Shop, content: str, app_id: str) -> Loan:
    """Share a content with the shop of an app id.

    Raises `NotFound` to a seller's key, `Invalid`, `SharedContent`, `AlreadyShared`.
    """
    refuse_sellers(shop)
    own = _lent(shop, content)
    try:
        other = find_shop(app_id)
    except UnknownApp:
        raise Invalid(Problem("app_id", "no shop of this server has this app id")) from None
    if other.id == shop.id:
        raise Invalid(Problem("app_id", "is your own shop's"))
    try:
        with exclusive(*_in_order(shop, other)):
            share = Share.create(content=own, shop=other)
            tell(own, "shared", also=other, app_id=other.app_id)
    except IntegrityError:
        raise AlreadyShared("it is shared with this shop already") from None
    return Loan(share, own, other)


def remove(shop: Shop, uid: str) -> None:
    """Take a content back: it leaves the other shop's collections and placements.

    Raises `NotFound`.
    """
    loan = find(shop, uid)
    with exclusive(*_in_order(shop, loan.shop)):
        loan = find(shop, uid)
        showing: Any = Placement.select()
        named = showing.where(Placement.shop == loan.shop, Placement.content == loan.content)
        placements = list(named)
        forget_rules(PLACEMENT, [each.id for each in placements])
        for each in placements:
            each.delete_instance()
            tell(each, "removed")
        collections: Any = Collection.select(Collection.id).where(Collection.shop == loan.shop)
        CollectionItem.delete().where(
            CollectionItem.content == loan.content, CollectionItem.collection.in_(collections)
        ).execute()
        loan.share.delete_instance()
        tell(loan.content, "unshared", also=loan.shop, app_id=loan.shop.app_id)


def _in_order(*shops: Shop) -> list[Shop]:
    """Put shops into one order, whoever shares with whom, so that no two wait for one another."""
    return sorted(shops, key=lambda each: int(each.id))


def _of(shop: Shop) -> Any:
    query: Any = Share.select(Share, Content, Shop).join(Content).switch(Share).join(Shop)
    if shop.only_seller_id is not None:
        return query.where(Share.id.in_([]))
    return query.where(Content.shop == shop)


def _dressed(rows: list[Share]) -> list[Loan]:
    return [Loan(each, each.content, each.shop) for each in rows]


def _lent(shop: Shop, uid: str) -> Content:
    query: Any = Content.select().where(Content.uid == uid, shown_by(shop))
    found: Content | None = query.first() if UID.fullmatch(uid) else None
    if found is None:
        raise Invalid(Problem("content", "this shop has nothing with this id"))
    if found.shop_id != shop.id:
        raise SharedContent("what another shop shares with you is not yours to share on")
    return found
