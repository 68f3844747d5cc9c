"""Brands: what a shop's contents are shown under; its operator makes, lists and removes them."""

from __future__ import annotations

from typing import Any

from peewee import IntegrityError

from gateways.storage import files
from media.picture import WIDTHS, size_of
from models.brand import Brand, IdentifierTaken
from models.errors import Invalid, NotFound, Problem
from models.shop import Shop
from usecases.numerals import find_all_numbered
from usecases.pictures import forget_pictures, pictures_kept
from usecases.wording import within


def find_brand(shop: Shop, name: str | None) -> Brand | None:
    """Find the brand that a numeral or a uid names, nothing for null; raises `Invalid`."""
    if name is None:
        return None
    found = find_all_numbered(Brand, shop, [name], Brand.shop == shop).get(name)
    if found is None:
        raise Invalid(Problem("brand", "this shop has no brand with this id"))
    return found


def listed(shop: Shop) -> list[Brand]:
    """List a shop's brands by name."""
    return list(Brand.select().where(Brand.shop == shop).order_by(Brand.name, Brand.id))


def add(shop: Shop, *, picture: bytes | None = None, **facts: Any) -> Brand:
    """Make a brand: `name`, `identifier`, `description`. Raises `Invalid`, `IdentifierTaken`."""
    for field, most in (("name", 200), ("identifier", 100)):
        facts[field] = within(facts[field], most, field)
    with pictures_kept({"picture": picture}) as kept:
        key = kept["picture"]
        told = files().path(f"{key}/{WIDTHS[-1]}.webp").read_bytes() if key else None
        width, height = size_of(told) if told else (None, None)
        try:
            made: Brand = Brand.create(shop=shop, width=width, height=height, **facts, **kept)
        except IntegrityError:
            taken = f"another brand has the identifier {facts['identifier']}"
            raise IdentifierTaken(taken) from None
    return made


def remove(shop: Shop, identifier: str) -> None:
    """Remove a brand; what was shown under it stays. Raises `NotFound`."""
    brand = Brand.get_or_none(Brand.shop == shop, Brand.identifier == identifier)
    if brand is None:
        raise NotFound(f"this shop has no brand with the identifier {identifier}")
    brand.delete_instance()
    forget_pictures(brand.picture)
