"""Sellers: taken on, changed, removed; the brands or shops-in-shop of a shop."""

from __future__ import annotations

from typing import Any

from peewee import IntegrityError

from models.address import read_address
from models.database import exclusive
from models.errors import Conflict, NotFound
from models.seller import Seller
from models.shop import Shop
from usecases import picture_orders
from usecases.events import tell
from usecases.pictures import forget_pictures, pictures_kept
from usecases.rows import Listing, find_row, holds, leave_to_shop, only_sent, owned

TRUST = ("external_id", "moderated")
FIELDS = ("name", "external_id", "url", "description", "moderated", "app_links")


class ExternalIdTaken(Conflict):
    """Another seller of the shop has this external id already."""

    code = "external-id-taken"


def listed(
    shop: Shop, *, name: str | None = None, external_id: str | None = None
) -> Listing[Seller]:
    """List the shop's sellers by name, narrowed by a part of the name or the external id."""
    query = Seller.select().where(owned(Seller, shop))
    if name:
        query = query.where(holds(Seller.name, name))
    if external_id is not None:
        query = query.where(Seller.external_id == external_id)
    return Listing(query.order_by(Seller.name, Seller.id))


def find(shop: Shop, uid: str) -> Seller:
    """Find a seller, or raise `NotFound`."""
    return find_row(Seller, shop, uid, "seller")


def find_by_external_id(shop: Shop, external_id: str) -> Seller:
    """Find the seller of the merchant's own id, or raise `NotFound`."""
    seller = Seller.get_or_none(owned(Seller, shop), Seller.external_id == external_id)
    if seller is None:
        raise NotFound(f"this shop has no seller with the external id {external_id}")
    return seller


def add(shop: Shop, **facts: Any) -> Seller:
    """Take a seller on. Facts: those of FIELDS, and `picture` (bytes) or `picture_url`.

    Without an `external_id` it has its uid for one.
    Raises `Invalid`, `ExternalIdTaken`, `ShopDecides`.
    """
    leave_to_shop(shop, "a seller's key takes no sellers on")
    return _kept(shop, None, facts)


def change(shop: Shop, uid: str, **facts: Any) -> Seller:
    """Change what is sent of a seller.

    Raises `NotFound`, `Invalid`, `ExternalIdTaken`, and `ShopDecides` where a seller's key
    would change what the merchant knows and trusts the seller by.
    """
    seller = find(shop, uid)
    for field, value in only_sent(facts, TRUST).items():
        if value != getattr(seller, field):
            leave_to_shop(shop, f"{field} of a seller is changed with a key of the shop")
    return _kept(shop, uid, facts)


def remove(shop: Shop, uid: str) -> None:
    """Remove a seller; its products and contents stay, as the shop's own; its keys end."""
    with exclusive(shop):
        seller = find(shop, uid)
        leave_to_shop(shop, "a seller is removed with a key of the shop")
        seller.delete_instance()
        tell(seller, "removed")
    forget_pictures(seller.picture)


def _kept(shop: Shop, uid: str | None, facts: dict[str, Any]) -> Seller:
    if facts.get("url"):
        read_address(facts["url"], "url")
    picture_orders.check(facts.get("picture_url"))
    with pictures_kept(only_sent(facts, ["picture"])) as pictures:
        try:
            # Read under the write lock, so that two changes of one seller are both kept.
            with exclusive(shop):
                seller = find(shop, uid) if uid else _new(shop)
                before = seller.picture
                for field, value in {**only_sent(facts, FIELDS), **pictures}.items():
                    setattr(seller, field, value)
                seller.save()
                gone = picture_orders.settle(seller, facts)
                tell(seller, "updated" if uid else "created")
        except IntegrityError:
            if "external_id" not in facts:
                raise
            taken = f"another seller has the external id {facts['external_id']}"
            raise ExternalIdTaken(taken) from None
    forget_pictures(before if "picture" in pictures else gone)
    return seller


def _new(shop: Shop) -> Seller:
    seller = Seller(shop=shop)
    seller.external_id = seller.uid
    return seller
