"""Usernames: short names of users, one of a kind in their shop, made of any text."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count, islice
from typing import Any

from models.errors import Invalid, Problem
from models.shop import Shop
from models.user import LONGEST_USERNAME, User

USERNAME = re.compile(rf"[a-z0-9_.-]{{1,{LONGEST_USERNAME}}}")
LONGEST_MADE, NOBODY = 24, "user"


def read_username(text: str, where: str) -> str:
    """Read a name as it was typed: lower case, letters and digits. Raises `Invalid`."""
    name = text.strip().lower()
    if not USERNAME.fullmatch(name):
        why = f"1 to {LONGEST_USERNAME} letters a to z, digits, dots, dashes and underscores"
        raise Invalid(Problem(where, why))
    return name


def suggested(shop: Shop | None, text: str) -> str:
    """Make a name of a text: `Zoë Doe` is `zoe_doe`, or `zoe_doe2` where that is taken.

    Without a shop nobody knows which are taken. It stays free until somebody takes it.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain)[:LONGEST_MADE].strip("_") or NOBODY
    made = chain([name], (_numbered(name, number) for number in count(2)))
    size = 10
    while True:
        some = list(islice(made, size))
        taken = _taken(shop, some) if shop else set()
        for each in some:
            if each not in taken:
                return each
        size *= 2


def suggested_of(shop: Shop, email: str) -> str:
    """Make a free name of the part of an address before the @."""
    return suggested(shop, email.partition("@")[0])


def _taken(shop: Shop, names: list[str]) -> set[str]:
    same: Any = (User.shop == shop) & User.username.in_(names)
    return {str(each.username) for each in User.select(User.username).where(same)}


def _numbered(name: str, number: int) -> str:
    return f"{name[: LONGEST_MADE - len(str(number))]}{number}"
