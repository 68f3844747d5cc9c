"""Every part of every address and every parameter gets everything: nothing breaks or leaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.content import mount
from api.content.envelope import Faults
from api.operation import Operation
from app import Settings
from models.content import Content
from models.shop import Shop
from models.webhook import Webhook
from tests.api.content.hostile import TEXTS, Place, places
from tests.api.content.test_every_field import rows
from tests.api.content.test_fences import BODIES, OTHER_BODIES, every_uid, routes
from tests.builders import an_event
from usecases.webhooks import deliveries_of

VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nRain\n"
# As they stand in an address, where they are no text, or none that UTF-8 knows.
SPELLED = {
    "half a surrogate pair": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "a longer spelling of a letter": "%C0%AF",
    "a broken escape": "%zz",
    "a number": "7",
    "a negative number": "-7",
    "a fraction": "1.5",
    "a huge number": "9" * 40,
    "a truth": "true",
    "a list": "%5B%5D",
    "an object": "%7B%7D",
    "long": "a" * 7000,
}
EVERYTHING = {**{what: quote(text, safe="") for what, text in TEXTS.items()}, **SPELLED}
# What shops' pages ask, who have no key: the parameters that have to be there.
PAGES = {
    "content.displayed_data.show": {"product_ref": "SKU-1"},
    "content.displayed_data.video": {},
    "content.displayed_data.live": {},
    "content.displayed_data.collection": {},
}
# A page is asked for by one of them.
APART = {"url": "product_ref"}
# These say how to answer and not what is looked for.
NO_FILTERS = {"page", "locale", "explain", "label", "order", "APP_ID"}


def described() -> dict[str, tuple[str, str, Operation]]:
    """Every operation by its endpoint: its method, its path and what is said of it."""
    app = Flask("described")
    mount(app)
    return {rule.endpoint: (method, rule.rule, said) for method, rule, said in routes(app)}


ALL = described()
ADDRESSED = [endpoint for endpoint, (_, rule, _) in ALL.items() if "<" in rule]
ASKING = [endpoint for endpoint, (_, _, said) in ALL.items() if said.query]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Callers may ask without end."""
    return settings.model_copy(update={"key_rate": 0, "address_rate": 0})


@pytest.fixture
def uids(alice: Shop, noon: object) -> dict[str, str]:
    """What stands in the addresses of Alice's things."""
    made = every_uid(alice)
    Webhook.update(state="active").execute()
    [delivery] = deliveries_of(alice, made["webhooks"]).part(1, 1)
    event = an_event(Content.get(Content.uid == made["lives"]), "announcement", text="Soon")
    return {
        **made,
        "delivery": delivery.uid,
        "event": event.uid,
        "language": "en",
        "displayed_data": made["videos"],
    }


def sent_by(endpoint: str) -> dict[str, Any]:
    """What a call has to carry beside its address."""
    method, rule, said = ALL[endpoint]
    if said.raw_body:
        return {"data": VTT, "content_type": said.raw_body}
    if method in ("POST", "PUT", "PATCH"):
        return {"json": OTHER_BODIES.get(endpoint, BODIES.get(rule.split("/")[3], {}))}
    return {}


def address(rule: str, uids: dict[str, str], **parts: str) -> str:
    """Put what is hostile into some parts of a path, and what is there into the others."""
    fill = {"uid": uids.get(rule.split("/")[3], ""), "token": "x", **uids, **parts}
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: fill[part[1]], rule)


def spelled(answer: TestResponse) -> bool:
    """Whether a refusal is told in this API's words, briefly."""
    Faults.model_validate_json(answer.data)
    told = {each["status"] for each in answer.json["errors"]}
    return told == {str(answer.status_code)} and len(answer.data) < 3000


@pytest.mark.parametrize("resource", sorted({each.split(".")[1] for each in ADDRESSED}))
def test_what_is_no_id_is_not_found_and_changes_nothing(
    client: FlaskClient, key: dict[str, str], uids: dict[str, str], resource: str
) -> None:
    count = rows()
    endpoints = [each for each in ADDRESSED if each.split(".")[1] == resource]
    assert not [wrong for each in endpoints for wrong in found(client, key, uids, each)]
    assert rows() == count


def found(
    client: FlaskClient, key: dict[str, str], uids: dict[str, str], endpoint: str
) -> Iterator[str]:
    """Try everything in every part of an address; tell what was not refused as it should be."""
    method, rule, said = ALL[endpoint]
    headers = key if said.scope else {"Origin": "https://shop.example"}
    query = f"?app_id={key['App-Id']}" if endpoint in PAGES else ""
    for part in re.findall(r"<(?:\w+:)?(\w+)>", rule):
        for what, text in EVERYTHING.items():
            path = address(rule, uids, **{part: text}) + query
            answer = client.open(path, method=method, headers=headers, **sent_by(endpoint))
            if answer.status_code == 308:
                # Several slashes are one, of the same server.
                known = str(answer.location).startswith("http://localhost/api/v1/")
            else:
                # A slash in it makes another address of it; a language is judged as one.
                good = {404, 405} if text in ("", "..") or "%2F" in text else {404}
                good |= {422} if part == "language" else set()
                known = answer.status_code in good and spelled(answer)
            if not known:
                yield f"{endpoint}, {part} with {what}: {answer.status_code} {answer.text[:200]}"


def asked(endpoint: str, place: Place) -> Iterator[tuple[str, str]]:
    """Everything to be asked by one parameter, as it stands in an address."""
    name = place.path[0]
    fixed = {
        each: fact for each, fact in PAGES.get(endpoint, {}).items() if each != APART.get(name)
    }
    before = urlencode(fixed) + "&" if fixed else ""
    for what, text in EVERYTHING.items():
        yield what, f"{before}{name}={text}"
    if place.longest is not None:
        yield "one letter too many", f"{before}{name}={'a' * (place.longest + 1)}"
    if "array" not in place.kinds:
        yield "two of them", f"{before}{name}=a&{name}=b"
    yield "an unknown one", f"{before}{name}s_=a"


@pytest.mark.parametrize("endpoint", ASKING)
def test_whatever_is_asked_is_refused_by_name_or_finds_nothing(
    client: FlaskClient,
    key: dict[str, str],
    alice: Shop,
    charlie: Shop,
    uids: dict[str, str],
    endpoint: str,
) -> None:
    method, rule, said = ALL[endpoint]
    assert said.query
    strangers, wrong = every_uid(charlie), []
    headers = key if said.scope else {"Origin": "https://shop.example"}
    if endpoint == "content.displayed_data.collection":
        uids["displayed_data"] = uids["collections"]
    path = address(rule, uids)
    fields = [each for each in places(said.query.model_json_schema()) if len(each.path) == 1]
    assert {each.path[0] for each in fields} == set(said.query.model_fields)
    for place in fields:
        name = str(place.path[0])
        others = [(what, f"{name}={uid}") for what, uid in strangers.items()]
        for what, query in (*asked(endpoint, place), *(others if said.scope else ())):
            shop = f"&app_id={alice.app_id}" if endpoint in PAGES and name != "app_id" else ""
            answer = client.open(
                f"{path}?{query}{shop}", method=method, headers=headers, **sent_by(endpoint)
            )
            where = f"{name} with {what}: {answer.status_code} {answer.text[:200]}"
            if answer.status_code == said.status:
                if not found_nothing(place, what, answer):
                    wrong.append(where)
            elif not spelled(answer) or not told_why(name, what, answer):
                wrong.append(where)
    assert not wrong


def found_nothing(place: Place, what: str, answer: TestResponse) -> bool:
    """Whether an answer holds nothing, of what was looked for by something that is not there."""
    if what in ("one letter too many", "two of them", "an unknown one"):
        return False
    name = place.path[0]
    if name == "label" and what in TEXTS and TEXTS[what].strip():
        told = answer.json["data"]["attributes"]["label"]
        return bool(told == TEXTS[what].strip())
    if name in NO_FILTERS or what in ("empty", "spaces"):
        return True
    if what == "null as text" and "string" not in place.kinds:
        return True
    told = answer.json["data"] if isinstance(answer.json, dict) else answer.json
    # What tells of one thing has not looked for it by a parameter.
    return told == [] or not isinstance(told, list)


def told_why(name: str, what: str, answer: TestResponse) -> bool:
    """Whether a refusal names the parameter, or says that there is no such shop."""
    if answer.status_code == 422:
        named = {"parameter": f"{name}s_" if what == "an unknown one" else name}
        return named in [each.get("source") for each in answer.json["errors"]]
    return name in ("app_id", "APP_ID") and answer.status_code in (401, 404)
