"""Uploaded pictures: sent once for themselves, then named by what is to show them.

They are named by the uid told when they came, or by their address. What shows one keeps a copy;
after a day the uploaded one is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from models import clock
from models.base import UID
from models.database import connected, exclusive
from models.errors import Invalid, Problem
from models.shop import Shop
from models.uploaded_picture import UploadedPicture
from models.user import User
from usecases.people import again
from usecases.pictures import FOLDER, copy_picture, forget_pictures, keep_picture
from usecases.ranks import refuse_equals
from usecases.rows import owned, refuse_sellers

KEPT = timedelta(days=1)
BATCH = 500
# Where of the address of a picture its name stands.
NAMED = re.compile(rf"/{FOLDER}/([0-9a-f]{{32}})/\d+\.(webp|jpg)$")


def upload(shop: Shop, sent: bytes) -> UploadedPicture:
    """Keep a picture for a day; raises `Invalid`."""
    refuse_sellers(shop)
    key = keep_picture(sent, "media")
    try:
        made: UploadedPicture = UploadedPicture.create(shop=shop, picture=key)
    except BaseException:
        forget_pictures(key)
        raise
    return made


@contextmanager
def taken_over(shop: Shop, picture: str | bytes) -> Iterator[str]:
    """Keep a picture, or a copy of the uploaded one of this uid or address, for the block.

    When the block fails it is removed again. Raises `Invalid`.
    """
    if isinstance(picture, bytes):
        key: str | None = keep_picture(picture, "media")
    else:
        key = copy_picture(_uploaded(shop, picture))
    assert key is not None  # noqa: S101 (a copy of something)
    try:
        yield key
    except BaseException:
        forget_pictures(key)
        raise


def change_picture(user: User, by: User | None, picture: str | bytes | None) -> User:
    """Give a user a picture, an uploaded one, or none; an address of their own changes nothing.

    Raises `Outranked`, `Invalid`.
    """
    refuse_equals(by, user)
    if isinstance(picture, str) and user.picture and is_of(user.picture, picture):
        return user
    if picture is None:
        return _with_picture(user, None)
    with taken_over(user.shop, picture) as kept:
        return _with_picture(user, kept)


def is_of(key: str, address: str) -> bool:
    """Tell whether an address is that of a kept picture, in any of its sizes."""
    named = NAMED.search(address)
    return named is not None and f"{FOLDER}/{named[1]}" == key


def forget_uploaded() -> None:
    """Remove what was uploaded more than a day ago."""
    with connected():
        old: Any = UploadedPicture.created_at <= clock.now() - KEPT
        while some := list(UploadedPicture.select().where(old).limit(BATCH)):
            ids = [each.id for each in some]
            UploadedPicture.delete().where(UploadedPicture.id.in_(ids)).execute()
            forget_pictures(*(each.picture for each in some))


def _with_picture(user: User, key: str | None) -> User:
    with exclusive(user):
        fresh = again(user)
        before, fresh.picture = fresh.picture, key
        fresh.save()
    forget_pictures(before)
    return fresh


def _uploaded(shop: Shop, name: str) -> str:
    """Find the storage key of an uploaded picture by its uid or its address."""
    mine: Any = owned(UploadedPicture, shop)
    if UID.fullmatch(name):
        mine &= UploadedPicture.uid == name
    else:
        found = NAMED.search(name)
        mine &= UploadedPicture.picture == (f"{FOLDER}/{found[1]}" if found else "")
    row = UploadedPicture.get_or_none(mine)
    if row is None:
        raise Invalid(Problem("image", "names no picture that was uploaded here within a day"))
    return str(row.picture)
