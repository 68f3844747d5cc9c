"""Joining: who signs in for the first time becomes a user, who was about to leave stays."""

from __future__ import annotations

from peewee import IntegrityError

from models import clock
from models.database import exclusive
from models.shop import Shop
from models.user import User
from usecases import usernames
from usecases.market import parties


def joined(shop: Shop, email: str) -> User:
    """Give the user of an address that has just been proved to be theirs; made if need be."""
    while True:
        now = clock.now()
        stays = User.update(authenticated_at=now, deletes_at=None, updated_at=now)
        if stays.where(User.shop == shop, User.email == email).execute():
            found: User | None = User.get_or_none(User.shop == shop, User.email == email)
            if found is not None:
                found.shop = shop
                return found
        try:
            with exclusive(shop):
                made: User = User.create(
                    shop=shop,
                    email=email,
                    username=usernames.suggested_of(shop, email),
                    time_zone=shop.time_zone,
                    authenticated_at=now,
                )
                parties.recognise(made)
        except IntegrityError:
            continue  # somebody made them meanwhile
        return made
