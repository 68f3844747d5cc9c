"""`/v2/<access key>/campaign/stats` and `…/campaign/<key>/stats`: what campaigns came to."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint
from pydantic import Field, create_model

from api.auth import shop
from api.campaigns.campaign_shapes import ACCESS_KEY, SAMPLE
from api.campaigns.entering import guarded
from api.campaigns.envelope import answer, moment
from api.campaigns.kinds import Digits, Told
from api.campaigns.new_campaigns import MOST_NAMED, Lenient
from api.fields import Filter, Moment
from api.operation import Answer, Output
from models.share import SharedContent
from usecases import tallies
from usecases.numerals import NoSuchLive, live_named, numeral_of
from usecases.tallies import NothingCounted, Tally

routes = Blueprint("stats", __name__)
UNKNOWN = "Null: nobody is known by name, so this is not counted."


class Stats(Output):
    """What a campaign came to."""

    campaignId: Digits
    campaignKey: str = Field(examples=[SAMPLE])
    accessKey: str = Field(examples=[ACCESS_KEY])
    title: str
    scheduledAt: Told | None
    startedAt: Told | None
    endedAt: Told | None
    totalViewers: int = Field(description="Opened players.", examples=[1630])
    totalLoginViewers: int | None = Field(description=UNKNOWN, examples=[None])
    peakConcurrentViewers: int = Field(description="The most at once.", examples=[480])
    newLoginViewers: int | None = Field(description=UNKNOWN, examples=[None])
    averageViewingTime: float = Field(description="Seconds.", examples=[240.0])
    totalViewingTime: int = Field(description="Seconds, of the show.", examples=[391200])
    likes: int = Field(description="Reactions.", examples=[2400])
    likeViewers: int | None = Field(description=UNKNOWN, examples=[None])
    averageLikes: float | None = Field(description=UNKNOWN, examples=[None])
    chats: int = Field(description="Messages that viewers see.", examples=[820])
    chatViewers: int = Field(description="Who wrote them, by their passes.", examples=[205])
    averageChats: float = Field(examples=[4.0])
    productClicks: int = Field(description="Products followed to their pages.", examples=[310])
    productClickViewers: int | None = Field(description=UNKNOWN, examples=[None])
    averageProductClicks: float | None = Field(description=UNKNOWN, examples=[None])
    bannerClicks: int | None = Field(description="Null: there are none.", examples=[None])


class StatsList(Output):
    """What campaigns came to."""

    results: list[Stats]


_NARROWING: dict[str, Any] = {
    "from": (Moment, Field(description="Begun then or later.")),
    "to": (Moment, Field(description="Begun then or earlier, a week later at most.")),
    "campaignKeys": (
        Annotated[list[Filter], Field(max_length=MOST_NAMED)],
        Field(default_factory=list, description="Those with these keys: `a,b`."),
    ),
}
StatsQuery = create_model("StatsQuery", __base__=Lenient, __doc__="Which campaigns.", **_NARROWING)


@routes.get("/stats")
@guarded("Retrieve statistics of campaigns", query=StatsQuery, answer=StatsList)
def index(query: Any) -> Answer:
    """Tell what the campaigns came to that began in these days and that somebody watched."""
    since, names = getattr(query, "from"), query.campaignKeys
    found = tallies.of_days(shop(), since=since, until=query.to, names=names)
    return answer({"results": [_as_stats(each) for each in found]})


@routes.get("/<campaign_key>/stats")
@guarded(
    "Retrieve statistics of a campaign",
    answer=Stats,
    errors=(NoSuchLive, SharedContent, NothingCounted),
)
def show(campaign_key: str) -> Answer:
    """Tell what a campaign came to, once somebody has watched it."""
    return answer(_as_stats(tallies.of_live(shop(), live_named(shop(), campaign_key).uid)))


def _as_stats(tally: Tally) -> dict[str, Any]:
    content = tally.content
    return {
        "campaignId": numeral_of(content.uid),
        "campaignKey": content.uid,
        "accessKey": shop().access_key,
        "title": content.name,
        "scheduledAt": moment(content.starts_at),
        "startedAt": moment(tally.started_at),
        "endedAt": moment(tally.ended_at),
        "totalViewers": tally.visits,
        "totalLoginViewers": None,
        "peakConcurrentViewers": tally.peak,
        "newLoginViewers": None,
        "averageViewingTime": _average(tally.watch_s, tally.visits),
        "totalViewingTime": tally.watch_s,
        "likes": tally.reactions,
        "likeViewers": None,
        "averageLikes": None,
        "chats": tally.messages,
        "chatViewers": tally.writers,
        "averageChats": _average(tally.messages, tally.writers),
        "productClicks": tally.clicks,
        "productClickViewers": None,
        "averageProductClicks": None,
        "bannerClicks": None,
    }


def _average(sum_of: int, over: int) -> float:
    return round(sum_of / over, 2) if over else 0.0
