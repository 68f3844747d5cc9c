"""`/api/v1/lives/<uid>/bans`: who may not write in a live, or in any of the shop; an extension."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of
from api.content.content_shapes import SAMPLE
from api.content.envelope import Data, data, item, moment
from api.fields import Text, Uid
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from models.errors import NotFound
from models.message import LEADERS, Ban
from models.seller import ShopDecides
from models.share import SharedContent
from usecases import bans

routes = Blueprint("bans", __name__)
WORDS = {"message": "message_id", "hiding": "hide_messages"}


class BanAttributes(Output):
    """What is told of a ban; addresses are known by digest and not told."""

    kind: Literal["soft", "hard"] = Field(examples=["soft"])
    scope: Literal["live", "shop"] = Field(examples=["live"])
    author: str = Field(description="The name the banned one wrote by.", examples=["Troll"])
    viewer_id: str | None = Field(examples=["4b5a69788796a5b4c3d2e1f00f1e2d3c"])
    by_address: bool = Field(examples=[True])
    reason: str | None = Field(examples=["Insults"])
    created_at: str = Field(examples=["2026-06-15T12:10:00.000Z"])


class BanItem(Output):
    """A ban."""

    id: str = Field(examples=["7a8b9c0d1e2f30415263748596a7b8c9"])
    type: Literal["ban"]
    attributes: BanAttributes


class NewBan(Input):
    """Who is banned, and how."""

    message_id: Uid = Field(description="A message of who is banned.", examples=[SAMPLE])
    kind: Literal["soft", "hard"] = Field(
        "soft",
        description="`soft`: what they write is seen by themselves alone. `hard`: it is refused.",
    )
    scope: Literal["live", "shop"] = Field(
        "live", description="In this live, or in all of the shop's, which only a key of it may."
    )
    by_address: bool = Field(
        True, description="Ban what comes from where the message came from, too."
    )
    hide_messages: bool = Field(False, description="Hide what they have written in this live.")
    reason: Annotated[Text, Field(max_length=500)] | None = Field(
        None, description="For the shop's people.", examples=["Insults"]
    )


@routes.get("")
@operation(
    "List bans of a live",
    query=PageQuery,
    answer=Data[list[BanItem]],
    roles=LEADERS,
    paged=True,
    errors=(NotFound, SharedContent),
    extension=True,
)
def index(uid: str, query: PageQuery) -> Answer:
    """List who is banned from a live and from all of the shop, newest first, 20 on a page."""
    rows, headers = paged(bans.listed(shop(), uid), query.page)
    return data([as_ban(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Ban a writer",
    body=NewBan,
    answer=Data[BanItem],
    status=201,
    scope="content.write",
    roles=LEADERS,
    errors=(NotFound, SharedContent, ShopDecides),
    words=WORDS,
    extension=True,
)
def create(uid: str, body: NewBan) -> Answer:
    """Ban the writer of a message, silently or openly."""
    facts = {**facts_of(body, WORDS), "everywhere": body.scope == "shop"}
    facts.pop("scope", None)
    return data(as_ban(bans.add(shop(), uid, **facts)), 201)


@routes.delete("/<ban>")
@operation(
    "Lift a ban",
    status=204,
    scope="content.write",
    roles=LEADERS,
    errors=(NotFound, SharedContent, ShopDecides),
    extension=True,
)
def remove(uid: str, ban: str) -> Answer:
    """Let somebody write again; what a soft ban has hidden stays so."""
    bans.remove(shop(), uid, ban)
    return "", 204


def as_ban(ban: Ban) -> dict[str, Any]:
    """Spell a ban."""
    attributes = {
        "kind": ban.kind,
        "scope": "live" if ban.content_id else "shop",
        "author": ban.author,
        "viewer_id": ban.viewer,
        "by_address": ban.address is not None,
        "reason": ban.reason,
        "created_at": moment(ban.created_at),
    }
    return item("ban", ban.uid, attributes)
