"""`/api/v1/shares`: contents lent to other shops of this server, to read and to show."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of
from api.content.envelope import Data, data, item, moment
from api.fields import Filter, Uid
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from models.errors import NotFound
from models.share import SharedContent
from usecases import shares
from usecases.shares import AlreadyShared, Loan

routes = Blueprint("shares", __name__)
WORDS = {"content": "content_id"}
APP_ID = "q8Lw2Xc5Rv9Tn4Bk7Zs1Md6Hf3Jp0YgUaEoIi5eKtWw"


class ShareAttributes(Output):
    """What is shared, and with whom."""

    content_id: str = Field(examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"])
    content_type: Literal["video", "live"] = Field(examples=["video"])
    app_id: str = Field(description="The shop it is shared with.", examples=[APP_ID])
    shop_name: str = Field(examples=["Spruce"])
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class ShareItem(Output):
    """A share."""

    id: str = Field(examples=["8c7b6a5948372615049f8e7d6c5b4a39"])
    type: Literal["share"]
    attributes: ShareAttributes


class NewShare(Input):
    """A share as callers send it."""

    content_id: Uid = Field(description="The video or the live, your own.")
    app_id: Filter = Field(description="App id of the shop to share it with.", examples=[APP_ID])


class SharesQuery(PageQuery):
    """What narrows the list."""

    content_id: Filter | None = Field(
        None,
        description="The video or the live.",
        examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"],
    )
    app_id: Filter | None = Field(
        None, description="The shop it is shared with.", examples=[APP_ID]
    )


@routes.get("")
@operation(
    "List shares", query=SharesQuery, answer=Data[list[ShareItem]], paged=True, extension=True
)
def index(query: SharesQuery) -> Answer:
    """List what the shop shares with others, newest first, 20 on a page."""
    listed = shares.listed(shop(), content=query.content_id, app_id=query.app_id)
    rows, headers = paged(listed, query.page)
    return data([as_share(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Share a content",
    body=NewShare,
    answer=Data[ShareItem],
    status=201,
    scope="content.write",
    errors=(NotFound, SharedContent, AlreadyShared),
    words=WORDS,
    extension=True,
)
def create(body: NewShare) -> Answer:
    """Let another shop of this server read and show a video or a live."""
    return data(as_share(shares.add(shop(), **facts_of(body, WORDS))), 201)


@routes.get("/<uid>")
@operation("Retrieve a share", answer=Data[ShareItem], errors=(NotFound,), extension=True)
def show(uid: str) -> Answer:
    """Show one share."""
    return data(as_share(shares.find(shop(), uid)))


@routes.delete("/<uid>")
@operation(
    "Take a content back",
    status=204,
    scope="content.write",
    errors=(NotFound,),
    extension=True,
)
def remove(uid: str) -> Answer:
    """End a share: the content leaves the other shop's pages, collections and placements."""
    shares.remove(shop(), uid)
    return "", 204


def as_share(loan: Loan) -> dict[str, Any]:
    """Spell a share."""
    attributes = {
        "content_id": loan.content.uid,
        "content_type": loan.content.kind,
        "app_id": loan.shop.app_id,
        "shop_name": loan.shop.name,
        "created_at": moment(loan.share.created_at),
    }
    return item("share", loan.share.uid, attributes)
