"""`/v1/waitlists`: who wants to be let in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.fields import Filter
from api.marketplace.entering import guarded
from api.marketplace.envelope import ListQuery, Mode, Moment, Sent, answer, answer_all, moment
from api.marketplace.ids import ENTRY, EntryId, id_of, uid_of
from api.marketplace.user_fields import Email
from api.operation import Answer, Output
from models.errors import NotFound
from usecases import waitlists
from usecases.waitlists import Waiting

routes = Blueprint("waitlists", __name__)


class Entry(Output):
    """Somebody on the waitlist."""

    id: EntryId
    mode: Mode
    created: Moment
    updated: Moment | None
    email: str = Field(examples=["noor@shop.example"])
    name: str | None = Field(examples=["Noor Doe"])
    position: int = Field(description="From 1: who came before and still waits, and one.")
    granted: Moment | None = Field(description="When access was granted.")


class NewEntry(Sent):
    """Somebody who wants to be let in."""

    email: Email = Field(description="Their address.")
    name: Filter | None = Field(None, description="Their name.", examples=["Noor Doe"])


class Count(Output):
    """How many there are."""

    count: int


@routes.get("")
@guarded("List the waitlist", query=ListQuery, answer=list[Entry], extension=True)
def index(query: ListQuery) -> Answer:
    """List who is on the waitlist, in the order they came."""
    after = None if query.after is None else uid_of(ENTRY, query.after)
    return answer_all(waitlists.listed(shop(), after=after, most=query.limit), _as_entry)


@routes.post("")
@guarded("Join the waitlist", body=NewEntry, answer=Entry, errors=(NotFound,))
def create(body: NewEntry) -> Answer:
    """Put an address on the waitlist; one that is there already stays where it is."""
    return answer(_as_entry(waitlists.join(shop(), body.email, body.name or None)))


@routes.get("/count")
@guarded("Count the waitlist", answer=Count)
def count() -> Answer:
    """Count who is on the waitlist, also those who were granted access."""
    return answer({"count": waitlists.count(shop())})


@routes.post("/<entry_id>/grant")
@guarded("Grant access", answer=Entry, errors=(NotFound,))
def grant(entry_id: str) -> Answer:
    """Write down that somebody is let in; the moment stays when it is done again."""
    return answer(_as_entry(waitlists.grant(shop(), uid_of(ENTRY, entry_id))))


@routes.delete("/<entry_id>/remove")
@guarded("Leave the waitlist", answer=Entry, errors=(NotFound,))
def remove(entry_id: str) -> Answer:
    """Take somebody off the waitlist, and show what was there."""
    return answer(_as_entry(waitlists.remove(shop(), uid_of(ENTRY, entry_id))))


def _as_entry(waiting: Waiting) -> dict[str, Any]:
    entry = waiting.entry
    return {
        "id": id_of(ENTRY, entry.uid),
        "mode": shop().mode,
        "created": moment(entry.created_at),
        "updated": moment(entry.updated_at),
        "email": entry.email,
        "name": entry.name,
        "position": waiting.place,
        "granted": moment(entry.granted_at),
    }
