"""`/api/v1/collections`: contents put in an order; an extension of the published contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of, partial
from api.content.components import COMPONENTS, HOUSE_WORDS
from api.content.envelope import Data, data, item, moment
from api.fields import Filter, Line, Uid
from api.links import absolute
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from api.told import Told
from models.errors import NotFound
from usecases import collections
from usecases.collections import Gathering

routes = Blueprint("collections", __name__)
# House word -> word of this API.
WORDS = {"contents": "content_ids"}
SAMPLE = "7e6d5c4b3a29181716151413121110ff"
Layout = Literal["shorts_card", "shorts_story", "cards_slider", "highlight"]


class CollectionAttributes(Output):
    """What is told of a collection."""

    name: str = Field(examples=["Autumn in motion"])
    layout: Layout = Field(examples=["shorts_card"])
    content_ids: list[str] = Field(examples=[["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"]])
    carousel_url: str = Field(examples=[f"https://vitrine.example/embed/collections/{SAMPLE}"])
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class CollectionEntry(Output):
    """A collection."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["collection"]
    attributes: CollectionAttributes


class NewCollection(Input):
    """A collection as callers send it."""

    name: Line = Field(description="Title of the collection.", examples=["Autumn in motion"])
    layout: Layout = Field("shorts_card", description="How it is laid out.")
    content_ids: Annotated[list[Uid], Field(max_length=collections.MOST), Told(unique=True)] = (
        Field(default_factory=list, description="Its contents, in order.")
    )


class CollectionsQuery(PageQuery):
    """What narrows the list."""

    name: Filter | None = Field(None, description="Part of the name.", examples=["autumn"])


@routes.get("")
@operation(
    "List collections",
    query=CollectionsQuery,
    answer=Data[list[CollectionEntry]],
    paged=True,
    extension=True,
)
def index(query: CollectionsQuery) -> Answer:
    """List the shop's collections, newest first, 20 on a page."""
    rows, headers = paged(collections.listed(shop(), name=query.name), query.page)
    return data([as_collection(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a collection",
    body=NewCollection,
    answer=Data[CollectionEntry],
    status=201,
    scope="content.write",
    words=WORDS,
    extension=True,
)
def create(body: NewCollection) -> Answer:
    """Make a collection."""
    return data(as_collection(collections.add(shop(), **_facts(body))), 201)


@routes.get("/<uid>")
@operation(
    "Retrieve a collection", answer=Data[CollectionEntry], errors=(NotFound,), extension=True
)
def show(uid: str) -> Answer:
    """Show one collection."""
    return data(as_collection(collections.find(shop(), uid)))


@routes.put("/<uid>")
@operation(
    "Update a collection",
    body=NewCollection,
    answer=Data[CollectionEntry],
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
    extension=True,
)
def update(uid: str, body: NewCollection) -> Answer:
    """Change a collection; optional fields that are not sent stay as they are."""
    return data(as_collection(collections.change(shop(), uid, **_facts(body))))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a collection",
    body=partial(NewCollection),
    answer=Data[CollectionEntry],
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
    extension=True,
)
def change(uid: str, body: NewCollection) -> Answer:
    """Change the fields that are sent."""
    return data(as_collection(collections.change(shop(), uid, **_facts(body))))


@routes.delete("/<uid>")
@operation(
    "Delete a collection", status=204, scope="content.write", errors=(NotFound,), extension=True
)
def remove(uid: str) -> Answer:
    """Remove a collection and the placements that show it; its contents stay."""
    collections.remove(shop(), uid)
    return "", 204


def as_collection(gathering: Gathering) -> dict[str, Any]:
    """Spell a collection."""
    collection = gathering.collection
    attributes = {
        "name": collection.name,
        "layout": COMPONENTS[collection.layout],
        "content_ids": list(gathering.contents),
        "carousel_url": absolute(f"/embed/collections/{collection.uid}"),
        "created_at": moment(collection.created_at),
        "updated_at": moment(collection.updated_at),
    }
    return item("collection", collection.uid, attributes)


def _facts(body: NewCollection) -> dict[str, Any]:
    facts = facts_of(body, WORDS)
    return {**facts, "layout": HOUSE_WORDS[facts["layout"]]} if "layout" in facts else facts
