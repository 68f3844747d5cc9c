"""Vendors: a parent's seller becomes its variants', unless contents of another one carry these."""

from __future__ import annotations

from typing import Any

from models.content import Content, ContentProduct
from models.errors import Problem
from usecases.catalog.family import Family


def seller_faults(family: Family) -> list[Problem]:
    """Say which content keeps a family from its parent's seller; a statement if that is new."""
    seller = family.parent.seller_id
    moving = [number for number, own in family.following_sellers.items() if own != seller]
    if seller is None or not moving:
        return []
    carrying: Any = Content.select(Content.name).join(ContentProduct)
    carrying = carrying.where(ContentProduct.product.in_(moving), Content.seller != seller)
    name = carrying.scalar()
    if name is None:
        return []
    why = f"{name!r} belongs to another seller and carries a variant; take that out of it first"
    return [Problem("seller", why)]
