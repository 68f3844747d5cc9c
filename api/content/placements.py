"""`/api/v1/placements`: what is shown where; an extension of the published contract."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of, partial
from api.content.component_texts import PlacementTexts
from api.content.components import COMPONENTS, HOUSE_WORDS
from api.content.envelope import Data, data, item, moment
from api.fields import Colour, Filter, Line, Moment, Pattern, Text, Uid, Whole
from api.operation import Answer, Output, operation
from api.paging import PageQuery, paged
from api.told import Told
from models.errors import NotFound
from usecases import placements
from usecases.placements import Rule

routes = Blueprint("placements", __name__)
# House word -> word of this API.
WORDS = {"collection": "collection_id", "content": "content_id"}
Component = Literal[
    "floating",
    "embed",
    "shorts_card",
    "launcher",
    "shorts_story",
    "cards_slider",
    "highlight",
    "landing",
]
Patterns = Annotated[list[Pattern], Field(max_length=500)]
Refs = Annotated[list[Line], Field(max_length=2000)]
Locale = Annotated[str, Field(max_length=35), Told("^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,4}$")]
Locales = Annotated[list[Locale], Field(max_length=50)]
Shapes = dict[str, Any]


class Target(Input):
    """Where in the page a component stands."""

    element: Line = Field(description="A CSS selector.", examples=["#gallery"])
    position: Literal["beforebegin", "afterbegin", "beforeend", "afterend"] = "afterend"
    overwrite: bool = Field(False, description="Whether it takes the element's place.")


class Configuration(Input):
    """How a component looks; what is not said follows the shop's appearance."""

    title: Annotated[Text, Field(max_length=200)] | None = Field(
        default=None, examples=["Seen in motion"]
    )
    accent: Colour | None = None
    accent_text: Colour | None = Field(default=None, examples=["#ffffff"])
    radius: Annotated[Whole, Field(ge=0, le=64)] | None = Field(default=None, examples=[12])
    corner: Literal["bottom-right", "bottom-left", "top-right", "top-left"] | None = None
    delay_seconds: Annotated[Whole, Field(ge=0, le=600)] | None = Field(
        default=None, description="How long after the page it comes.", examples=[5]
    )
    from_second_page: bool | None = Field(
        default=None,
        description="Whether a bubble waits until the visitor has seen another page of the shop.",
    )
    only_on: Literal["phone", "desktop"] | None = Field(
        default=None, description="Windows below 768 px, or the others; without it all of them."
    )
    texts: PlacementTexts | None = Field(
        default=None,
        description="Its title and words by language of the page; `title` wins over the one above.",
    )


class PlacementAttributes(Output):
    """What is told of a placement."""

    name: str = Field(examples=["Jackets, below the gallery"])
    component: Component = Field(examples=["embed"])
    collection_id: str | None = Field(examples=[None])
    content_id: str | None = Field(examples=[None])
    urls: list[str] = Field(examples=[["https://shop.example/jackets/*"]])
    product_refs: list[str] = Field(examples=[["SKU-1"]])
    excluded_urls: list[str] = Field(examples=[[]])
    excluded_refs: list[str] = Field(examples=[[]])
    locales: list[str] = Field(examples=[["fr"]])
    excluded_locales: list[str] = Field(examples=[["fr-BE"]])
    target: Shapes | None = Field(examples=[{"element": "#gallery", "position": "afterend"}])
    mobile_target: Shapes | None = Field(examples=[None])
    configuration: Shapes = Field(examples=[{"title": "Seen in motion"}])
    priority: int = Field(examples=[0])
    active: bool = Field(examples=[True])
    starts_at: str | None = Field(examples=["2026-06-15T12:00:00.000Z"])
    ends_at: str | None = Field(examples=[None])
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class PlacementItem(Output):
    """A placement."""

    id: str = Field(examples=["1a2b3c4d5e6f708192a3b4c5d6e7f809"])
    type: Literal["placement"]
    attributes: PlacementAttributes


class NewPlacement(Input):
    """A placement as callers send it."""

    name: Line = Field(description="Your name for it.", examples=["Jackets, below the gallery"])
    component: Component = Field(description="What is drawn.", examples=["embed"])
    collection_id: Uid | None = Field(
        None, description="The collection it shows.", examples=["7e6d5c4b3a29181716151413121110ff"]
    )
    content_id: Uid | None = Field(
        None,
        description="The one content it shows; without either, whatever matches the page.",
        examples=[None],
    )
    urls: Patterns = Field(
        default_factory=list, description="Pages it stands on; `*` stands for anything."
    )
    product_refs: Refs = Field(
        default_factory=list,
        description="Products on whose pages it stands; `*`: any product.",
        examples=[["SKU-1"]],
    )
    excluded_urls: Patterns = Field(default_factory=list, description="Pages it never stands on.")
    excluded_refs: Refs = Field(
        default_factory=list,
        description="Products on whose pages it never stands.",
        examples=[["SKU-9"]],
    )
    locales: Locales = Field(
        default_factory=list, description="Languages of pages; none: every one.", examples=[["fr"]]
    )
    excluded_locales: Locales = Field(
        default_factory=list, description="Languages it is not for.", examples=[["fr-BE"]]
    )
    target: Target | None = Field(None, description="Where in the page.")
    mobile_target: Target | None = Field(None, description="Where below 768 px.", examples=[None])
    configuration: Configuration = Field(default_factory=Configuration, description="How it looks.")
    priority: Annotated[Whole, Field(ge=-1000, le=1000)] = Field(
        0, description="Of two that match equally well the higher one is shown."
    )
    active: bool = Field(True, description="Whether it is switched on.")
    starts_at: Moment | None = Field(None, description="From when on.")
    ends_at: Moment | None = Field(None, description="Until when.", examples=[None])


class PlacementsQuery(PageQuery):
    """What narrows the list."""

    name: Filter | None = Field(None, description="Part of the name.", examples=["jackets"])


@routes.get("")
@operation(
    "List placements",
    query=PlacementsQuery,
    answer=Data[list[PlacementItem]],
    paged=True,
    extension=True,
)
def index(query: PlacementsQuery) -> Answer:
    """List the shop's placements, newest first, 20 on a page."""
    rows, headers = paged(placements.listed(shop(), name=query.name), query.page)
    return data([as_placement(each) for each in rows], headers=headers)


@routes.post("")
@operation(
    "Create a placement",
    body=NewPlacement,
    answer=Data[PlacementItem],
    status=201,
    scope="content.write",
    words=WORDS,
    extension=True,
)
def create(body: NewPlacement) -> Answer:
    """Make a placement; pages follow within the lifetime of cached answers."""
    return data(as_placement(placements.add(shop(), **_facts(body))), 201)


@routes.get("/<uid>")
@operation("Retrieve a placement", answer=Data[PlacementItem], errors=(NotFound,), extension=True)
def show(uid: str) -> Answer:
    """Show one placement."""
    return data(as_placement(placements.find(shop(), uid)))


@routes.put("/<uid>")
@operation(
    "Update a placement",
    body=NewPlacement,
    answer=Data[PlacementItem],
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
    extension=True,
)
def update(uid: str, body: NewPlacement) -> Answer:
    """Change a placement; optional fields that are not sent stay as they are."""
    return data(as_placement(placements.change(shop(), uid, **_facts(body))))


@routes.patch("/<uid>")
@operation(
    "Change single fields of a placement",
    body=partial(NewPlacement),
    answer=Data[PlacementItem],
    scope="content.write",
    errors=(NotFound,),
    words=WORDS,
    extension=True,
)
def change(uid: str, body: NewPlacement) -> Answer:
    """Change the fields that are sent."""
    return data(as_placement(placements.change(shop(), uid, **_facts(body))))


@routes.delete("/<uid>")
@operation(
    "Delete a placement", status=204, scope="content.write", errors=(NotFound,), extension=True
)
def remove(uid: str) -> Answer:
    """Remove a placement; what it showed stays."""
    placements.remove(shop(), uid)
    return "", 204


def as_placement(rule: Rule) -> dict[str, Any]:
    """Spell a placement."""
    placement = rule.placement
    attributes = {
        "name": placement.name,
        "component": COMPONENTS[placement.component],
        "collection_id": rule.collection.uid if rule.collection else None,
        "content_id": rule.content.uid if rule.content else None,
        **{field: getattr(placement, field) for field in placements.LISTS},
        "target": placement.target,
        "mobile_target": placement.mobile_target,
        "configuration": placement.configuration,
        "priority": placement.priority,
        "active": placement.active,
        "starts_at": moment(placement.starts_at),
        "ends_at": moment(placement.ends_at),
        "created_at": moment(placement.created_at),
        "updated_at": moment(placement.updated_at),
    }
    return item("placement", placement.uid, attributes)


def _facts(body: NewPlacement) -> dict[str, Any]:
    facts = facts_of(body, WORDS)
    if "component" in facts:
        facts["component"] = HOUSE_WORDS[facts["component"]]
    for name in ("target", "mobile_target"):
        if facts.get(name):
            facts[name] = facts[name].model_dump()
    if "configuration" in facts:
        facts["configuration"] = facts["configuration"].model_dump(exclude_none=True)
    return facts
