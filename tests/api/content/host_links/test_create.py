"""`POST /lives/<uid>/host_link`, and everything such a link opens and does not open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models import clock
from models.content import Content
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.test_fences import BODIES, OTHER_BODIES, routes
from tests.builders import a_live, a_message, a_viewer, bearing
from tests.conftest import NOON
from usecases.passes import written


def test_a_link_opens_the_page_for_hosts(
    client: FlaskClient, alices: Caller, alice: Shop, noon: datetime
) -> None:
    live = a_live(alice)
    sent = {"role": "moderator", "name": "Bob", "hours": 2}
    answer = alices.post(f"/lives/{live.uid}/host_link", sent)
    assert answer.status_code == 201
    told = answer.json["data"]["attributes"]
    assert (told["role"], told["name"]) == ("moderator", "Bob")
    assert told["expires_at"] == "2026-06-15T14:00:00.000Z"
    page = urlsplit(told["url"])
    assert (page.netloc, page.path) == ("vitrine.example", f"/studio/lives/{live.uid}")
    assert page.fragment == told["token"]
    assert page.query == ""
    bob = Caller(client, {"Authorization": f"Bearer {told['token']}"})
    assert bob.get(f"/lives/{live.uid}").status_code == 200
    with clock.frozen(NOON + timedelta(hours=2)):
        refused = bob.get(f"/lives/{live.uid}")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (401, "token-expired")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "\u200b"}, "/name"),
        ({"name": "x" * 51}, "/name"),
        ({"name": "Bob", "role": "viewer"}, "/role"),
        ({"name": "Bob", "hours": 0}, "/hours"),
        ({"name": "Bob", "hours": 25}, "/hours"),
    ],
    ids=ascii,
)
def test_a_wrong_link_is_named(
    alices: Caller, alice: Shop, body: dict[str, object], pointer: str
) -> None:
    refused = alices.post(f"/lives/{a_live(alice).uid}/host_link", body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}


@pytest.mark.parametrize("role", ["viewer", "moderator", "host"])
def test_a_token_opens_what_is_meant_for_its_role_and_nothing_else(
    app: Flask, client: FlaskClient, alice: Shop, role: str
) -> None:
    live = a_live(alice)
    caller = Caller(client, bearing(a_viewer(live, role=role)))
    opened, shut = 0, 0
    for method, rule, said in routes(app):
        if said.scope is None:
            continue
        path = rule.rule.removeprefix("/api/v1").replace("<uid>", live.uid)
        body = OTHER_BODIES.get(rule.endpoint) or BODIES.get(rule.rule.split("/")[3], {})
        answer = caller(method, path, **({"json": body} if said.body else {}))
        if not said.roles:
            assert answer.status_code == 401, (method, path)
            shut += 1
        elif role not in said.roles:
            code = answer.json["errors"][0]["code"]
            assert (answer.status_code, code) == (403, "out-of-scope"), (method, path)
        else:
            assert answer.status_code not in (401, 403), (method, path)
            opened += 1
    assert shut > 50
    assert (opened > 8) is (role != "viewer")


@pytest.mark.parametrize("role", ["moderator", "host"])
def test_a_token_opens_no_other_live(
    app: Flask, client: FlaskClient, alice: Shop, charlie: Shop, role: str
) -> None:
    own = a_live(alice)
    caller = Caller(client, bearing(a_viewer(own, role=role)))
    others: list[Content] = [a_live(alice), a_live(charlie)]
    for uid in (*(each.uid for each in others), "0" * 32):
        for method, rule, said in routes(app):
            if said.roles:
                path = rule.rule.removeprefix("/api/v1").replace("<uid>", uid)
                answer = caller(method, path, **({"json": {}} if said.body else {}))
                assert answer.status_code == 401, (method, path)


def test_a_forged_role_opens_nothing(client: FlaskClient, alice: Shop) -> None:
    live = a_live(alice)
    viewer, host = (written(a_viewer(live, role=role)) for role in ("viewer", "host"))
    mixed = f"{host.rpartition('.')[0]}.{viewer.rpartition('.')[2]}"
    caller = Caller(client, {"Authorization": f"Bearer {mixed}"})
    refused = caller.post(f"/lives/{live.uid}/messages", {"message": "Hi"})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (401, "bad-token")


def test_a_link_tells_no_stream_key(client: FlaskClient, alices: Caller, alice: Shop) -> None:
    live = a_live(alice)

    def key_told(caller: Caller) -> Any:
        return caller.get(f"/lives/{live.uid}").json["data"]["attributes"]["stream_key"]

    assert key_told(Caller(client, bearing(a_viewer(live, role="host")))) is None
    assert key_told(alices)


def test_a_moderator_moderates(client: FlaskClient, alice: Shop) -> None:
    live = a_live(alice)
    message = a_message(live)
    bob = Caller(client, bearing(a_viewer(live, "Bob", role="moderator")))
    path = f"/lives/{live.uid}/messages/{message.uid}"
    assert bob.patch(path, {"moderated": True}).status_code == 200
    assert bob.delete(path).status_code == 204
    finish = {"is_finished": True, "end_date": "2026-06-15T13:00:00Z"}
    assert bob.put(f"/lives/{live.uid}/finish", finish).status_code == 403
    anna = Caller(client, bearing(a_viewer(live, "Anna", role="host")))
    assert anna.put(f"/lives/{live.uid}/finish", finish).status_code == 200


def test_a_key_that_is_sent_as_well_counts_instead(
    client: FlaskClient, alice: Shop, charlies_key: dict[str, str]
) -> None:
    live = a_live(alice)
    headers = {**bearing(a_viewer(live, role="host")), **charlies_key}
    assert Caller(client, headers).get(f"/lives/{live.uid}").status_code == 404
