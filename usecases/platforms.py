"""Platforms: a shop as a marketplace that others sell in: its face, its fee, its community."""

from __future__ import annotations

from typing import Any

from models.database import exclusive
from models.errors import Invalid, NotFound, Problem
from models.shop import Shop
from models.user import ADMIN, OWNER, User
from usecases.pictures import forget_pictures
from usecases.rows import only_sent, refuse_sellers
from usecases.shops import change_shop
from usecases.uploaded_pictures import taken_over

WHOLE = 1_000_000
FACTS = ("name", "description", "fee_millionths")


def find(shop: Shop, uid: str) -> Shop:
    """Give the caller's shop by its uid; any other is `NotFound`."""
    refuse_sellers(shop)
    if shop.uid != uid:
        raise NotFound("your key or token belongs to no platform with this id")
    return shop


def find_by_domain(shop: Shop, domain: str) -> Shop:
    """Give the caller's shop by a host, with its port if any, of its pages; else `NotFound`."""
    refuse_sellers(shop)
    if not any(shop.allows(f"{scheme}://{domain}") for scheme in ("https", "http")):
        raise NotFound("your key or token belongs to no platform with this domain")
    return shop


def home_of(shop: Shop) -> str:
    """Tell the address of a shop's pages: its first allowed origin that is one; else empty."""
    return next((each for each in shop.allowed_origins if "*" not in each), "")


def change(shop: Shop, uid: str, **facts: Any) -> Shop:
    """Change `name`, `description` or `fee_millionths`. Raises `NotFound`, `Invalid`."""
    sent = only_sent(facts, FACTS)
    if not 0 <= sent.get("fee_millionths", 0) <= WHOLE:
        raise Invalid(Problem("fee_millionths", "must be a percentage from 0 to 100"))
    return change_shop(find(shop, uid), **sent)


def change_logo(shop: Shop, uid: str, picture: str | bytes) -> Shop:
    """Change the logo: a picture, or the name of one that was uploaded.

    Raises `NotFound`, `Invalid`.
    """
    found = find(shop, uid)
    with taken_over(shop, picture) as kept, exclusive(found):
        before = Shop.get_by_id(found.id).logo
        changed = change_shop(found, logo=kept)
    forget_pictures(before)
    return changed


def admins(shop: Shop) -> list[User]:
    """List who runs a shop, in the order they came."""
    refuse_sellers(shop)
    run: Any = User.select().where(User.shop == shop, User.role.in_((OWNER, ADMIN)))
    return list(run.order_by(User.id))
