"""What is sent of campaigns, and what narrows a list of them; `campaigns.py` says when."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, create_model

from api.body import Input, without_default
from api.campaigns.campaign_shapes import STATES
from api.campaigns.envelope import PageQuery
from api.campaigns.kinds import Id
from api.fields import Clean, Filter, Moment, Tag, Text, Whole
from api.told import PLAIN
from api.told import Told as Saying

MOST_TAGS, MOST_NAMED = 10, 100
HOUSE_STATES = {word: state for state, word in STATES.items()}
# House word -> word of this API.
WORDS = {
    "name": "title",
    "passcode": "rehearsalPasscode",
    "replayable": "serveReplay",
    "starts_at": "scheduledStartAt",
    "planned_end_at": "scheduledEndAt",
}


def _separated(value: object) -> object:
    """Read `a,b` as a list of tags."""
    if not isinstance(value, str):
        return value
    return [each.strip() for each in value.split(",") if each.strip()]


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


_Joined = Annotated[str, Saying(PLAIN), Field(max_length=1_100)]
Tags = Annotated[
    list[Tag],
    BeforeValidator(_separated, json_schema_input_type=_Joined | list[Tag]),
    Field(max_length=MOST_TAGS),
]
Title = Annotated[str, Field(max_length=500), Clean, Saying(PLAIN)]
State = Annotated[
    Literal["READY", "REHEARSAL", "ONAIR", "ENDED"],
    BeforeValidator(_upper),
]


class Named(Input):
    """Which brand."""

    brandId: Id = Field(description="The brand, as the operator made it.")


class NamedSeller(Input):
    """Which seller."""

    sellerId: Id = Field(description="The seller.")


class MetaChange(Input):
    """What may be changed of a campaign; what is not sent stays."""

    model_config = ConfigDict(json_schema_extra=without_default)

    title: Title = Field("", description="Its title, not empty.", examples=["Autumn show"])
    description: Text | None = Field(None, description="About it.")
    tags: Tags | None = Field(None, description="As a list, or `a,b`.", examples=[["rain"]])
    rehearsalPasscode: str = Field(
        "", pattern=r"^[0-9]{4}$", description="Four digits.", examples=["9876"]
    )
    serveReplay: bool = Field(True, description="Whether the replay is offered.")
    brand: Named | None = Field(None, description="Shown under this brand.")
    scheduledStartAt: Moment | None = Field(None, description="Planned start.")
    scheduledEndAt: Moment | None = Field(None, description="Planned end.")


class NewMeta(MetaChange):
    """What is told of a new campaign."""

    title: Title = Field(description="Its title, not empty.", examples=["Autumn show"])


class NewCampaign(Input):
    """A campaign to plan."""

    campaignMeta: NewMeta = Field(description="What is told of it.")
    seller: NamedSeller | None = Field(None, description="Whose it is.")


class CampaignChange(Input):
    """What is to change of a campaign."""

    campaignMeta: MetaChange = Field(description="What is to change.")


class RerunMeta(Input):
    """What is told of a campaign that plays a recording."""

    title: Title = Field(description="Its title, not empty.", examples=["Once more"])
    scheduledStartAt: Moment | None = Field(None, description="Planned start.")


class NewRerun(Input):
    """A campaign that plays the recording of another one."""

    campaignMeta: RerunMeta = Field(description="What is told of it.")
    copyPopups: bool = Field(True, description="Taken, and without effect: there are none.")
    copyProducts: bool = Field(True, description="Whether it carries the same products.")


class Lenient(Input):
    """A query in which parameters that are not known here are passed over."""

    model_config = ConfigDict(extra="ignore")


class ShowQuery(Lenient):
    """How much of a campaign is told."""

    includeAuctionDetail: bool = Field(False, description="Whether auctions are told.")
    resolutionLevel: Whole = Field(
        1, ge=1, le=4, description="Which previews: 1 is 320 lines, 2 480, 3 720, 4 1080."
    )


class DuplicateQuery(Lenient):
    """What a copy has besides."""

    duplicatePopups: bool = Field(True, description="Taken, and without effect: there are none.")
    duplicateProducts: bool = Field(True, description="Whether it carries the same products.")


_Csv = Annotated[list[Filter], Field(max_length=MOST_NAMED)]
# Made by hand because `from` is a word of Python.
_NARROWING: dict[str, Any] = {
    "from": (Moment | None, Field(None, description="Planned to start then or later.")),
    "to": (Moment | None, Field(None, description="Planned to start then or earlier.")),
    "keyword": (Filter | None, Field(None, description="Part of the title or description.")),
    "tags": (_Csv, Field(default_factory=list, description="Tags it has: `a,b`.")),
    "tagSearchOperator": (
        Annotated[Literal["AND", "OR"], BeforeValidator(_upper)],
        Field("OR", description="Whether it has all of the tags, or any."),
    ),
    "campaignStatus": (State | None, Field(None, description="How far it is.")),
    "sellerId": (Id | None, Field(None, description="Whose it is.")),
    "campaignIds": (_Csv, Field(default_factory=list, description="Those with these ids.")),
    "campaignKeys": (_Csv, Field(default_factory=list, description="Those with these keys.")),
    "sortAscending": (bool, Field(False, description="The earliest start first.")),
}
CampaignsQuery = create_model(
    "CampaignsQuery", __base__=PageQuery, __doc__="What narrows the list.", **_NARROWING
)
