"""A platform with everybody on it and one of everything: what tests of all routes ask about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from api.operation import Operation
from models.session import SignInCode
from models.shop import Shop
from models.user import OWNER, ROLES, User, UserLink
from models.waitlist import WaitlistEntry
from tests.api.marketplace import permitted_sales, permitted_times
from tests.api.marketplace.conftest import Caller
from tests.builders import a_seller, a_token, a_user
from usecases import codes, sessions, shops

# One green pixel.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mPgzvMHAAFQAMmU6+maAAAAAElFTkSuQmCC"
)


@dataclass(frozen=True)
class House:
    """Alice's platform: its people, and one of everything that can be asked about."""

    people: dict[str, User]
    noor: User
    path: dict[str, str]
    bodies: dict[str, Any]

    def at(self, path: str) -> str:
        """The address of what is asked about."""
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: self.path[part[1]], path)


def a_house(shop: Shop, name: str) -> House:
    """Make everything anew, for one caller to ask an operation about."""
    people = {role: a_user(shop, role=role) for role in ROLES}
    noor, asked, signed = (a_user(shop) for _ in "123")
    link = UserLink.create(user=noor, label="Hers", url="https://larch.example")
    entry = WaitlistEntry.create(shop=shop, email=noor.email)
    for each in (asked, signed):
        codes.ask(shop, each.email)
    session = sessions.sign_in(shop, signed.email, codes.code_of(_row(signed)))
    mail, picture = {"email": f"new.{noor.email}"}, {"media": PIXEL}
    profile = {"bio": "Changed"}
    asked_about = {**permitted_times.ids_of(name, noor), **permitted_sales.ids_of(name, noor)}
    return House(
        people={**people, "user": noor},
        noor=noor,
        path={
            "platform_id": f"plat_{shop.uid}",
            "domain": "shop.example",
            "user_id": f"user_{noor.uid}",
            "link_id": f"link_{link.uid}",
            "entry_id": f"wlist_{entry.uid}",
            **asked_about,
        },
        bodies={
            "auth.ask": mail,
            "auth.verify": {"email": asked.email, "token": codes.code_of(_row(asked))},
            "auth.refresh": {"refreshToken": session.refresh_token},
            "platforms.change": {"name": "Larch"},
            "platforms.change_logo": picture,
            "community.change": {"role": "member"},
            "waitlists.create": mail,
            "account.change": profile,
            "account.change_image": picture,
            "account.add_link": {"label": "x", "url": "https://larch.example"},
            "users.create": mail,
            "users.change": profile,
            "users.change_image": picture,
            "users.add_link": {"label": "x", "url": "https://larch.example"},
            "usernames.make": {"text": "Noor"},
            "usernames.make_misspelt": {"text": "Noor"},
            "media.upload": picture,
            **permitted_times.bodies_of(asked_about),
            **permitted_sales.bodies_of(asked_about),
        },
    )


def _row(user: User) -> Any:
    return SignInCode.get(SignInCode.email == user.email)


def caller_of(name: str, client: FlaskClient, shop: Shop, other: Shop, house: House) -> Caller:
    """Make who asks."""
    if name in house.people:
        return Caller(client, shop, token=a_token(house.people[name]))
    if name == "other user":
        return Caller(client, shop, token=a_token(a_user(shop)))
    if name == "user in wrong mode":
        return Caller(client, shop, token=a_token(house.people[OWNER]))
    if name == "its owner":
        return Caller(client, other, token=a_token(a_user(other, role=OWNER)))
    if name == "no key":
        return Caller(client, shop)
    owner = other if name == "other shop" else shop
    seller = a_seller(shop) if name == "seller" else None
    return Caller(client, owner, shops.make_key(owner, seller=seller)[1])


def routes(app: Flask) -> dict[str, tuple[str, str, Operation]]:
    """Every guarded operation: its method, path and what is said of it."""
    found = {}
    for rule in app.url_map.iter_rules():
        said = getattr(app.view_functions[rule.endpoint], "operation", None)
        if rule.endpoint.startswith("marketplace.") and said is not None and said.door:
            [method] = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            name = rule.endpoint.removeprefix("marketplace.")
            query = permitted_times.QUERIES.get(name, "")
            found[name] = method, rule.rule.removeprefix("/v1") + query, said
    return found
