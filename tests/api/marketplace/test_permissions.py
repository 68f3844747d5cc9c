"""Every route of the marketplace API asked by everybody there is, so that none can be forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.marketplace.permits import PERMITS
from api.marketplace.permits import SELF as OWN_ALONE
from api.operation import Operation
from models.session import SignInCode
from models.shop import Shop
from models.user import OWNER, ROLES, User, UserLink
from models.waitlist import WaitlistEntry
from tests.api.marketplace import permitted_sales, permitted_times
from tests.api.marketplace.conftest import Caller
from tests.builders import a_seller, a_token, a_user
from usecases import codes, sessions, shops

# The platform's server and its users by their roles; then who is no part of it, or says so.
INSIDE = ("key", "owner", "admin", "editor", "member", "user")
OUTSIDE = ("no key", "wrong mode", "user in wrong mode", "other shop", "its owner", "seller")
CALLERS = (*INSIDE, *OUTSIDE)

SERVER = "200 401 401 401 401 401"
SELF = "401 200 200 200 200 200"
MEMBER = "200 200 200 200 200 403"
EDITOR = "200 200 200 200 403 403"
ADMIN = "200 200 200 403 403 403"
OWNERS = "200 200 403 403 403 403"
ALL = "200 200 200 200 200 200"
NO = "401 403 403"
# What is asked about is Alice's: there is none such at another shop. Or it is the caller's shop's.
NONE, THEIRS, EMPTY = f"{NO} 404 404 404", f"{NO} 200 200 404", f"{NO} 200 200 200"
# A user's own is theirs wherever they are; a key is no user.
OWN = "401 401 403 401 200 401"

TABLE = {
    "auth.ask": f"{SERVER} 401 403 401 200 401 404",
    "auth.verify": f"{SERVER} 401 403 401 401 401 404",
    "auth.refresh": f"{SERVER} 401 403 401 401 401 404",
    "platforms.show": f"{MEMBER} {THEIRS}",
    "platforms.by_domain": f"{MEMBER} {NONE}",
    "platforms.by_id": f"{MEMBER} {NONE}",
    "platforms.change": f"{ADMIN} {NONE}",
    "platforms.change_logo": f"{ADMIN} {NONE}",
    "community.show": f"{MEMBER} {THEIRS}",
    "community.change": f"{OWNERS} {NONE}",
    "waitlists.index": f"{EDITOR} {EMPTY}",
    "waitlists.create": f"{EDITOR} {THEIRS}",
    "waitlists.count": f"{MEMBER} {EMPTY}",
    "waitlists.grant": f"{ADMIN} {NONE}",
    "waitlists.remove": f"{ADMIN} {NONE}",
    "account.show": f"{SELF} {OWN}",
    "account.change": f"{SELF} {OWN}",
    "account.remove": f"{SELF} {OWN}",
    "account.change_image": f"{SELF} {OWN}",
    "account.add_link": f"{SELF} {OWN}",
    # The link is the plain user's.
    "account.remove_link": "401 404 404 404 404 200 401 401 403 401 404 401",
    "users.index": f"{EDITOR} {EMPTY}",
    "users.create": f"{ADMIN} {THEIRS}",
    "users.show": f"{EDITOR} {NONE}",
    "users.change": f"{ADMIN} {NONE}",
    "users.remove": f"{ADMIN} {NONE}",
    "users.change_image": f"{ADMIN} {NONE}",
    "users.add_link": f"{ADMIN} {NONE}",
    "users.remove_link": f"{ADMIN} {NONE}",
    "usernames.make": f"{ALL} 200 403 403 200 200 200",
    "usernames.make_misspelt": f"{ALL} 200 403 403 200 200 200",
    "media.upload": f"{ALL} {THEIRS}",
    **permitted_times.TABLE,
    **permitted_sales.TABLE,
}
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


def test_the_tables_know_every_route_and_no_other(app: Flask) -> None:
    assert set(TABLE) == set(PERMITS) == set(routes(app))
    assert {len(each.split()) for each in TABLE.values()} == {len(CALLERS)}


def test_all_but_the_description_is_guarded(app: Flask) -> None:
    open_to_all = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("marketplace.")
        and not app.view_functions[rule.endpoint].operation.door  # type: ignore[attr-defined]
    }
    assert open_to_all == {"marketplace.description.show", "marketplace.docs.show"}


@pytest.mark.parametrize("name", TABLE)
def test_it_opens_to_whom_the_table_says(
    app: Flask, client: FlaskClient, alice: Shop, charlie: Shop, name: str
) -> None:
    method, path, _ = routes(app)[name]
    seen = {}
    for who in CALLERS:
        house = a_house(alice, name)
        asking = caller_of(who, client, alice, charlie, house)
        mode = {"mode": "live"} if "wrong mode" in who else {}
        headers = {**asking.headers, **mode}
        body = house.bodies.get(name)
        seen[who] = asking.ask(method, house.at(path), body, headers=headers).status_code
    assert seen == dict(zip(CALLERS, map(int, TABLE[name].split()), strict=True))


@pytest.mark.parametrize("scope", ["content.read", "content.write"])
def test_a_key_does_what_it_carries_alone(
    app: Flask, client: FlaskClient, alice: Shop, scope: str
) -> None:
    server = Caller(client, alice, shops.make_key(alice, scopes=[scope])[1])
    for name, (method, path, said) in routes(app).items():
        if PERMITS[name].least == OWN_ALONE:
            continue
        house = a_house(alice, name)
        answer = server.ask(method, house.at(path), house.bodies.get(name))
        needed = said.scope or "content.write"
        assert (answer.status_code == 403) is (needed != scope), (name, answer.text)
        # One is asked for by GET, as documented, though it writes.
        reads = method == "GET" and name != "contracts.sync_by_get"
        assert said.scope in (None, "content.read" if reads else "content.write")
