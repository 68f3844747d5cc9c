"""`/v2/<access key>/console/<key>`: a campaign is begun and ended, and stands in lists or not."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.campaigns.campaign_shapes import Campaign
from api.campaigns.campaigns import campaign
from api.campaigns.entering import guarded
from api.campaigns.new_campaigns import Lenient
from api.operation import Answer
from models.broadcast import LiveFinished, LiveOnAir, NoRecording
from models.share import SharedContent
from usecases import lives, rehearsing
from usecases.numerals import NoSuchLive, live_named
from usecases.rehearsing import NothingOn

routes = Blueprint("console", __name__)


class StartQuery(Lenient):
    """What begins."""

    rehearsal: bool = Field(False, description="The rehearsal, not the show.")


class VisibilityQuery(Lenient):
    """Whether it stands in lists."""

    visible: bool = Field(description="Whether lists have it.", examples=[True])


@routes.post("/start")
@guarded(
    "Start a campaign",
    query=StartQuery,
    answer=Campaign,
    scope="content.write",
    errors=(NoSuchLive, SharedContent, LiveOnAir, LiveFinished, NoRecording),
)
def start(campaign_key: str, query: StartQuery) -> Answer:
    """Begin the show, or its rehearsal, which those watch who know the passcode."""
    live = live_named(shop(), campaign_key)
    rehearsing.begin(shop(), live.uid, rehearsal=query.rehearsal)
    return campaign(live.uid)


@routes.post("/end")
@guarded(
    "End a campaign",
    answer=Campaign,
    scope="content.write",
    errors=(NoSuchLive, SharedContent, NothingOn),
)
def end(campaign_key: str) -> Answer:
    """End the show, which is its replay from then on; or the rehearsal, and it is ready again."""
    live = live_named(shop(), campaign_key)
    rehearsing.end(shop(), live.uid)
    return campaign(live.uid)


@routes.put("/visibility")
@guarded(
    "Show a campaign in lists",
    query=VisibilityQuery,
    answer=Campaign,
    scope="content.write",
    errors=(NoSuchLive, SharedContent),
    extension=True,
)
def visibility(campaign_key: str, query: VisibilityQuery) -> Answer:
    """Let a campaign stand in the lists of all APIs and of the shop's pages, or in none."""
    live = live_named(shop(), campaign_key)
    lives.change(shop(), live.uid, listed=query.visible)
    return campaign(live.uid)
