"""Every route of the marketplace API asked by everybody there is, so that none can be forgotten."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.marketplace.permits import PERMITS
from api.marketplace.permits import SELF as OWN_ALONE
from api.operation import Operation
from models.shop import Shop
from tests.api.marketplace import permitted_sales, permitted_times
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.house import a_house, caller_of, routes
from usecases import shops

# The platform's server and its users by their roles; then who is no part of it, or says so.
INSIDE = ("key", "owner", "admin", "editor", "member", "user")
OUTSIDE = ("no key", "wrong mode", "user in wrong mode", "other shop", "its owner", "seller")
CALLERS = (*INSIDE, *OUTSIDE)
# Another one without a role.
OTHER = "other user"
# Players of the campaigns API stand below the same prefix, as published, for everybody.
OF_PLAYERS = {
    *("campaigns.replays.show", "campaigns.replays.rendition", "campaigns.replays.preview"),
    *("pages.hosted.show", "pages.hosted.enter"),
}
# What a route is that says nothing of who may come in.
OPEN = Operation("", None)

SERVER = "200 401 401 401 401 401"
SELF = "401 200 200 200 200 200"
MEMBER = "200 200 200 200 200 403"
EDITOR = "200 200 200 200 403 403"
ADMIN = "200 200 200 403 403 403"
OWN_OR_EDITOR = "200 200 200 200 403 200"
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
    # Of the plain user.
    "users.show": f"{OWN_OR_EDITOR} {NONE}",
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


def test_the_tables_know_every_route_and_no_other(app: Flask) -> None:
    assert set(TABLE) == set(PERMITS) == set(routes(app))
    assert {len(each.split()) for each in TABLE.values()} == {len(CALLERS)}


def test_all_but_the_description_is_guarded(app: Flask) -> None:
    open_to_all = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/v1/")
        and not getattr(app.view_functions[rule.endpoint], "operation", OPEN).door
    }
    ours = {"marketplace.description.show", "marketplace.docs.show"}
    assert open_to_all == {*ours, *OF_PLAYERS}


@pytest.mark.parametrize("name", TABLE)
def test_it_opens_to_whom_the_table_says(
    app: Flask, client: FlaskClient, alice: Shop, charlie: Shop, name: str
) -> None:
    method, path, _ = routes(app)[name]
    seen = {}
    for who in (*CALLERS, OTHER):
        house = a_house(alice, name)
        asking = caller_of(who, client, alice, charlie, house)
        mode = {"mode": "live"} if "wrong mode" in who else {}
        headers = {**asking.headers, **mode}
        body = house.bodies.get(name)
        seen[who] = asking.ask(method, house.at(path), body, headers=headers).status_code
    told = dict(zip(CALLERS, map(int, TABLE[name].split()), strict=True))
    # What is one user's alone is nothing to others of no higher role.
    other = told["member"] if told["member"] in (402, 403, 404) else told["user"]
    assert seen == {**told, OTHER: other}


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
