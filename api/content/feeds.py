"""`/api/v1/feeds`: outside catalogues that products are taken from; an extension."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import BeforeValidator, Field

from api.auth import shop
from api.body import Input, facts_of, partial, without_default
from api.content.envelope import Data, data, item, moment
from api.fields import Line, Uid, Url, Whole, from_base64
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from api.told import BASE64
from models.errors import NotFound
from models.feed import Feed, NothingHeld, NothingToFetch
from usecases import feeds

routes = Blueprint("feeds", __name__)
WORDS = {"seller": "seller_id"}
Format = Literal["google_xml", "csv", "json", "shopify"]
File = Annotated[
    bytes,
    BeforeValidator(from_base64, json_schema_input_type=str),
    Field(
        json_schema_extra={
            "type": "string",
            "contentEncoding": "base64",
            "pattern": BASE64,
            "minLength": 1,
        },
        examples=["aWQsdGl0bGUscHJpY2UKU0tVLTEsRmllbGQgamFja2V0LDEyOS4wMCBFVVIK"],
    ),
]


class FeedFault(Output):
    """A row with a fault: its number from 1, its reference if it has one, and why."""

    row: int = Field(examples=[17])
    ref: str | None = Field(examples=["SKU-17"])
    detail: str = Field(examples=["the price 'free' cannot be read"])


class FeedAttributes(Output):
    """A feed and how its last refresh went."""

    name: str = Field(examples=["Main catalogue"])
    url: str | None = Field(examples=["https://shop.example/feed.xml"])
    format: str | None = Field(examples=["google_xml"])
    locale: str | None = Field(examples=["de"])
    currency: str | None = Field(examples=["EUR"])
    every_minutes: int | None = Field(examples=[60])
    seller_id: str | None = Field(examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"])
    status: Literal["waiting", "refreshing", "ready", "held_back", "error"]
    error: str | None = Field(
        description="Why it failed or is held back.", examples=["the server answered 404, not 200"]
    )
    progress: float = Field(description="Of the refresh, 0 to 1.", examples=[0.4])
    items_count: int = Field(description="Items that products can be made of.", examples=[1250])
    rows_count: int = Field(description="Rows read by the last refresh.", examples=[1253])
    rejected_count: int = Field(description="Rows that are no product.", examples=[3])
    held_count: int | None = Field(
        description="Items of the refresh that is held back.", examples=[None]
    )
    errors: list[FeedFault] = Field(description="The first 100 faults of rows.")
    refreshed_at: str | None = Field(examples=["2026-06-15T12:00:00.000Z"])
    next_refresh_at: str | None = Field(examples=["2026-06-15T13:00:00.000Z"])
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class FeedItem(Output):
    """A feed."""

    id: str = Field(examples=["7f8091a2b3c4d5e6f708192a3b4c5d6e"])
    type: Literal["feed"]
    attributes: FeedAttributes


class NewFeed(Input):
    """A feed as callers send it: the address it is fetched from, or the file itself."""

    name: Line = Field(
        "",
        description="Its name; the host's unless sent.",
        examples=["Autumn"],
        json_schema_extra=without_default,
    )
    url: Url | None = Field(
        None,
        description="Address of the feed, http or https.",
        examples=["https://shop.example/feed.xml"],
    )
    file: File | None = Field(None, description="The feed itself, gzip or plain.", examples=[None])
    format: Format | None = Field(
        None,
        description="Google Merchant XML (RSS, Atom), CSV (also TSV, semicolons, `|`), JSON (also "
        "lines), or Shopify's products.json; found out unless sent.",
        examples=["google_xml"],
    )
    locale: Line | None = Field(
        None,
        description="Language by which `1.234` is read; the shop's unless sent.",
        examples=["de"],
    )
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = Field(
        None,
        description="Of prices that name none (ISO 4217); the shop's unless sent.",
        examples=["EUR"],
    )
    every_minutes: Annotated[Whole, Field(ge=feeds.SHORTEST, le=feeds.LONGEST)] | None = Field(
        None,
        description="How often it is fetched; only on demand unless sent.",
        examples=[60],
    )
    seller_id: Uid | None = Field(
        None,
        description="The seller of items that name none.",
        examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"],
    )


@routes.get("")
@operation("List feeds", query=PageQuery, answer=Data[list[FeedItem]], paged=True, extension=True)
def index(query: PageQuery) -> Answer:
    """List the shop's feeds by name, 20 on a page."""
    rows, headers = paged(feeds.listed(shop()), query.page)
    return data([as_feed(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a feed",
    body=NewFeed,
    multipart=True,
    answer=Data[FeedItem],
    status=201,
    scope="content.write",
    words=WORDS,
    extension=True,
)
def create(body: NewFeed) -> Answer:
    """Take on a feed; a worker reads it soon, and again as its schedule says."""
    return data(as_feed(feeds.add(shop(), **facts_of(body, WORDS))), 201)


@routes.get("/<uid>")
@operation("Retrieve a feed", answer=Data[FeedItem], errors=(NotFound,), extension=True)
def show(uid: str) -> Answer:
    """Show one feed: how far its refresh is, what it found, which rows have faults."""
    return data(as_feed(feeds.find(shop(), uid)))


@routes.patch("/<uid>")
@operation(
    "Change a feed, or send its new file",
    body=partial(NewFeed),
    multipart=True,
    answer=Data[FeedItem],
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
    extension=True,
)
def change(uid: str, body: NewFeed) -> Answer:
    """Change the fields that are sent; where that matters the feed is read anew."""
    return data(as_feed(feeds.change(shop(), uid, **facts_of(body, WORDS))))


@routes.delete("/<uid>")
@operation("Delete a feed", status=204, scope="content.write", errors=(NotFound,), extension=True)
def remove(uid: str) -> Answer:
    """Remove a feed with its items; products that followed it stay as they are."""
    feeds.remove(shop(), uid)
    return "", 204


@routes.post("/<uid>/refresh")
@operation(
    "Refresh a feed now",
    answer=Data[FeedItem],
    status=202,
    scope="content.write",
    errors=(NotFound, NothingToFetch),
    extension=True,
)
def refresh(uid: str) -> Answer:
    """Let a worker fetch the feed now instead of at its time."""
    return data(as_feed(feeds.refresh(shop(), uid)), 202)


@routes.post("/<uid>/accept")
@operation(
    "Accept what was held back",
    answer=Data[FeedItem],
    status=202,
    scope="content.write",
    errors=(NotFound, NothingHeld),
    extension=True,
)
def accept(uid: str) -> Answer:
    """Take over a refresh that was held back because it has less than half of the items."""
    return data(as_feed(feeds.accept(shop(), uid)), 202)


def as_feed(feed: Feed) -> dict[str, Any]:
    """Spell a feed."""
    attributes = {
        "name": feed.name,
        "url": feed.url,
        "format": feed.format,
        "locale": feed.locale,
        "currency": feed.currency,
        "every_minutes": feed.every_minutes,
        "seller_id": feed.seller.uid if feed.seller else None,
        "status": feed.state,
        "error": feed.reason,
        "progress": 1.0 if feed.state == "ready" else feed.progress,
        "items_count": feed.item_count,
        "rows_count": feed.row_count,
        "rejected_count": feed.rejected_count,
        "held_count": feed.held["items"] if feed.held else None,
        "errors": [
            {"row": each["row"], "ref": each["ref"], "detail": each["why"]} for each in feed.faults
        ],
        "refreshed_at": moment(feed.refreshed_at),
        "next_refresh_at": moment(feed.next_at),
        "created_at": moment(feed.created_at),
        "updated_at": moment(feed.updated_at),
    }
    return item("feed", feed.uid, attributes)
