"""Every field of every operation gets everything: it is refused by name, or comes back as sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.content import mount
from api.operation import Operation
from app import Settings
from gateways import queue as queues
from models.base import Table
from models.content import FINISHED, STARTED
from models.database import database
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.hostile import (
    NEVER,
    NO_JSON,
    TEXTS,
    Json,
    Place,
    places,
    sent_to,
    smallest,
)
from tests.api.content.test_fences import BODIES, OTHER_BODIES, every_uid, routes
from tests.builders import a_live, a_shop, a_sold_auction

# What an operation takes, where that of the fences is not enough.
CHAPTER = {"event": "chapter", "text": "Hood up", "timestamp_start": 1.0}
OWN_BODIES: dict[str, Json] = {
    "content.timecodes.change": {"timecodes": [CHAPTER]},
    "content.live_timecodes.change": {"timecodes": [CHAPTER]},
    "content.shop.change": {},
}
# Facts that are not told under the name they are sent by.
# Fields of which only one may be sent.
APART = {"file": "url"}
# What is told otherwise when a field changes.
FOLLOWING = {
    "active": ("status",),
    "file": ("url", "status", "progress"),
    "overlap_hours": ("old_secret_ends_at",),
    "moderated": ("waiting", "reason"),
    "answered": ("answered_at",),
    "product_ids": ("products",),
}
# What is told by the answer that made it alone.
ONCE = {"secret", "upload_url", "upload_url_expires_at"}
# What is answered in a list because several may be made at once.
ONE_OF_MANY = ("product", "announcement", "extension")
# What stays once it is made.
KEPT = {"purchases", "host_link", "preview"}
# Where null asks for the shop's own.
FILLED = {"currency", "author"}
# Stands for what is no JSON until the body is written.
HERE = "\N{WHITE STAR}"
UNTOLD = {
    "type",
    "at",
    "replace",
    "background_color",
    "text_color",
    "thumbnail",
    "portrait_thumbnail",
    "file",
    "active",
    "overlap_hours",
    "only_known_products",
    # Told by the numbers.
    "attribution",
    "visitor",
    # Made plain first.
    "message",
    "message_id",
    "hide_messages",
    "hours",
    "pinned",
}


def described() -> dict[str, Operation]:
    """Every operation that takes a body."""
    app = Flask("described")
    mount(app)
    return {rule.endpoint: said for _, rule, said in routes(app) if said.body}


TAKING = described()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Callers may ask without end."""
    return settings.model_copy(update={"key_rate": 0, "address_rate": 0})


@dataclass(frozen=True)
class Door:
    """An operation as Alice's server calls it, with a body it takes."""

    caller: Caller
    method: str
    path: str
    said: Operation
    body: Json
    # What stands there now, by GET; nothing for what is made.
    own: str | None
    strangers: dict[str, str]

    def send(self, body: Json, raw: str = "") -> TestResponse:
        """Send a body; `raw` takes the place of its HERE, whether it is JSON or not."""
        sent = json.dumps(body).replace(json.dumps(HERE), raw)
        return self.caller(self.method, self.path, data=sent, content_type="application/json")

    def shown(self) -> Json:
        """What is told of the thing now."""
        return told_by(self.caller.get(self.own)) if self.own else {}


@pytest.fixture
def door(
    app: Flask, alice: Shop, charlie: Shop, alices: Caller, noon: object
) -> Callable[[str], Door]:
    """Make an operation ready to be called."""
    queues.open_queue(queues.waiting_queue(), {})

    def open_door(endpoint: str) -> Door:
        [(method, rule, said)] = [each for each in routes(app) if each[1].endpoint == endpoint]
        uids = every_uid(alice)
        if endpoint == "content.live_timecodes.change":
            uids["lives"] = a_live(alice, state=FINISHED).uid
        kind = rule.rule.split("/")[3]
        path = rule.rule.removeprefix("/api/v1").replace("<uid>", uids.get(kind, ""))
        if endpoint == "content.auctions.checkout":
            live = a_live(alice, state=STARTED)
            uids |= {"lives": live.uid, "auction": a_sold_auction(live).uid}
            path = rule.rule.removeprefix("/api/v1").replace("<uid>", live.uid)
        path = path.replace("<message>", uids["message"]).replace("<auction>", uids["auction"])
        body = OWN_BODIES.get(endpoint, OTHER_BODIES.get(endpoint, BODIES.get(kind, {})))
        if endpoint == "content.bans.create":
            body = {"message_id": uids["message"]}
        if endpoint == "content.auctions.create":
            body = {**body, "product_id": uids["products"]}
        if endpoint == "content.shares.create":
            body = {"content_id": uids["videos"], "app_id": a_shop("Dora").app_id}
        own = None if said.status == 201 else path
        for each in ("/finish", "/secret", "/checkout"):
            own = own and own.removesuffix(each)
        return Door(alices, method, path, said, body, own, every_uid(charlie))

    return open_door


def rows() -> dict[str, int]:
    """How many rows every table has."""
    tables = sorted({each._meta.table_name for each in Table.__subclasses__()})
    counts = ", ".join(f'(select count(*) from "{each}")' for each in tables)
    return dict(zip(tables, database.execute_sql(f"select {counts}").fetchone(), strict=True))


def told_by(answer: TestResponse) -> Json:
    """What an answer tells, by the names it is sent with."""
    told = answer.json["data"]
    if isinstance(told, list) and len(told) == 1 and told[0]["type"] in ONE_OF_MANY:
        [told] = told
    if isinstance(told, list):
        return {"timecodes": [each["attributes"] for each in told]}
    attributes: Json = told["attributes"]
    return attributes


def same(sent: Any, told: Any) -> bool:
    """Whether what is told is what was sent; nothing may be told as an empty list."""
    if sent is None:
        return told in (None, [], {})
    if isinstance(sent, str):
        return told in (sent, sent.strip())
    if isinstance(sent, int | float) and not isinstance(sent, bool):
        # Money is told as text.
        return bool(told == sent) or (isinstance(told, str) and Decimal(told) == Decimal(str(sent)))
    return type(sent) is type(told) and bool(sent == told)


def faults_of(place: Place, what: str, answer: TestResponse) -> Iterator[str]:
    """What is wrong with a refusal: it names the place, in this API's words, and is short."""
    if len(answer.data) > 3000:
        yield "the refusal is long"
    for each in answer.json["errors"]:
        if (each["status"], each["code"]) != ("422", "invalid"):
            yield f"refused in other words: {each}"
    named = [each.get("source", {}).get("pointer") for each in answer.json["errors"]]
    if what in NO_JSON and named == [""]:
        return
    partner = f"/{APART.get(str(place.path[0]))}"
    if not all(each and (each == partner or meets(each, place.pointer)) for each in named):
        yield f"names {named} instead"


def meets(one: str, other: str) -> bool:
    """Whether one of two places is inside the other, or is it."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def ready(door: Door, place: Place) -> Json:
    """A body that the operation takes, with everything on the way to the place."""
    body = {name: fact for name, fact in door.body.items() if name != APART.get(str(place.path[0]))}
    for depth in range(1, len(place.path)):
        way = Place(place.path[:depth], frozenset(), None)
        if not way.of(body):
            body = way.put(body, smallest(door.said.body.model_json_schema(), way.path))
    return body


def tried(door: Door, place: Place) -> Iterator[str]:
    """Try everything in one place; tell what is wrong."""
    body = ready(door, place)
    if door.own:
        door.send(door.body)
    before, count = door.shown(), rows()
    others = door.strangers if place.names_a_row else {}
    for what, value in {**sent_to(place), **dict.fromkeys(NO_JSON, HERE), **others}.items():
        answer = door.send(place.put(body, value), NO_JSON.get(what, ""))
        where = f"{place.pointer} with {what}: "
        if answer.status_code == 422:
            yield from (where + each for each in faults_of(place, what, answer))
            if rows() != count:
                yield where + "refused, but rows came or went"
        elif what == "a megabyte of text" and answer.status_code == 413:
            continue
        elif answer.status_code == 204 and door.said.silent:
            count = rows()
        elif answer.status_code != door.said.status:
            yield where + f"answered {answer.status_code} {answer.text[:200]}"
        elif what in others:
            yield where + "named what is another shop's"
        elif what in NEVER and place.path != ("file",):
            yield where + "taken"
        else:
            yield from (where + each for each in taken(door, place, value, before, answer))
            before, count = told_by(answer) if door.own else {}, rows()
    if any(fact != before[name] for name, fact in door.shown().items() if name not in ONCE):
        yield f"{place.pointer}: a refusal changed something"


def taken(
    door: Door, place: Place, value: Any, before: Json, answer: TestResponse
) -> Iterator[str]:
    """What is wrong with an answer to what was taken: it comes back as sent, and that alone."""
    first = str(place.path[0])
    told = told_by(answer)
    known = UNTOLD.isdisjoint(place.path) and not (value is None and first in FILLED)
    if known and not same(value, place.of(told)):
        yield f"told as {place.of(told)!r}"[:200]
    if not place.takes(value):
        yield "taken, which the description does not allow"
    if door.own:
        followed = {first, "updated_at", *ONCE, *FOLLOWING.get(first, ())}
        changed = [each for each in told.keys() - followed if told[each] != before[each]]
        if changed:
            yield f"changed {changed} too"
    else:
        yield from unmade(door, answer)


def unmade(door: Door, made: TestResponse) -> Iterator[str]:
    """What was made can be removed again, where that can be at all."""
    told = made.json["data"]
    for each in told if isinstance(told, list) else [told]:
        removable = door.path.rpartition("/")[2] not in KEPT
        if removable and door.caller.delete(f"{door.path}/{each['id']}").status_code != 204:
            yield "made and not to be removed"


@pytest.mark.parametrize("endpoint", TAKING)
def test_whatever_stands_in_a_field_is_refused_by_name_or_comes_back(
    door: Callable[[str], Door], endpoint: str
) -> None:
    opened = door(endpoint)
    good = opened.send(opened.body)
    assert good.status_code == opened.said.status, good.json
    if opened.own is None:
        assert not list(unmade(opened, good))
    found = list(places(TAKING[endpoint].body.model_json_schema()))
    assert {each.path[0] for each in found} == set(TAKING[endpoint].body.model_fields)
    assert not [wrong for each in found for wrong in tried(opened, each)]


FORMS = [endpoint for endpoint, said in TAKING.items() if said.multipart]
SPOKEN = ("empty", "a NUL", "writing turned round", "SQL", "HTML", "headers", "NaN", "null as text")


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_is_held_to_the_same(door: Callable[[str], Door], endpoint: str) -> None:
    opened, wrong = door(endpoint), []
    schema = TAKING[endpoint].body.model_json_schema()
    for place in (each for each in places(schema) if len(each.path) == 1):
        for what in SPOKEN:
            fields = {name: str(fact) for name, fact in ready(opened, place).items()}
            sent = {**fields, str(place.path[0]): TEXTS[what]}
            answer = opened.caller.form(opened.method, opened.path, **sent)
            where = f"{place.pointer} with {what}: "
            if answer.status_code == 422:
                wrong += [where + each for each in faults_of(place, what, answer)]
            elif answer.status_code != opened.said.status:
                wrong.append(f"{where}answered {answer.status_code}")
            else:
                told = place.of(told_by(answer))
                if what in NEVER:
                    wrong.append(where + "taken")
                known = "string" in place.kinds and place.path[0] not in UNTOLD
                if known and not same(TEXTS[what], told or ""):
                    wrong.append(f"{where}told as {told!r}")
                if not opened.own:
                    wrong += [where + each for each in unmade(opened, answer)]
    assert not wrong
