"""`/v2/<access key>/campaign`: campaigns, which are the shop's lives."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from api.auth import shop
from api.body import Input, facts_of
from api.campaigns.campaign_shapes import Campaign, as_campaign
from api.campaigns.entering import guarded
from api.campaigns.envelope import Page, answer, page_of
from api.campaigns.new_campaigns import (
    HOUSE_STATES,
    WORDS,
    CampaignChange,
    CampaignsQuery,
    DuplicateQuery,
    NewCampaign,
    NewRerun,
    ShowQuery,
)
from api.operation import Answer
from models.broadcast import HAND, LiveOnAir, NoRecording
from models.errors import Invalid, Problem
from models.share import SharedContent
from usecases import copying, lives, planning
from usecases.numerals import NoSuchLive, live_named, seller_named

routes = Blueprint("campaigns", __name__)


class NoTitle(Invalid):
    """A campaign has a title."""

    code = "no-title"


@routes.get("")
@guarded("Search campaigns", query=CampaignsQuery, answer=Page[Campaign])
def index(query: Any) -> Answer:
    """List the campaigns that stand in lists, by planned start; new ones do not until told to."""
    found = planning.listed(
        shop(),
        since=getattr(query, "from"),
        until=query.to,
        words=query.keyword,
        tags=query.tags,
        all_tags=query.tagSearchOperator == "AND",
        state=query.campaignStatus and HOUSE_STATES[query.campaignStatus],
        seller=query.sellerId,
        names=[each for each in (query.campaignIds, query.campaignKeys) if each],
        ascending=query.sortAscending,
    )
    return page_of(found, query, lambda plan: as_campaign(shop(), plan))


@routes.post("")
@guarded(
    "Create a campaign",
    body=NewCampaign,
    answer=Campaign,
    scope="content.write",
    errors=(NoTitle,),
    words=WORDS,
)
def create(body: NewCampaign) -> Answer:
    """Plan a campaign, which begins by hand and stands in no list."""
    facts = _facts(body.campaignMeta)
    if body.seller:
        facts["seller"] = seller_named(shop(), body.seller.sellerId)
    live = lives.add(shop(), starts_by=HAND, listed=False, **facts)
    return campaign(live.content.uid)


@routes.get("/<campaign_key>")
@guarded("Retrieve a campaign", query=ShowQuery, answer=Campaign, errors=(NoSuchLive,))
def show(campaign_key: str, query: ShowQuery) -> Answer:
    """Show one campaign with its products and where it is sent to and played."""
    return campaign(
        campaign_key, level=query.resolutionLevel, with_auctions=query.includeAuctionDetail
    )


@routes.put("/<campaign_key>")
@guarded(
    "Update a campaign",
    body=CampaignChange,
    answer=Campaign,
    scope="content.write",
    errors=(NoSuchLive, SharedContent, NoTitle),
    words=WORDS,
)
def change(campaign_key: str, body: CampaignChange) -> Answer:
    """Change what is sent of a campaign."""
    live = live_named(shop(), campaign_key)
    lives.change(shop(), live.uid, **_facts(body.campaignMeta))
    return campaign(live.uid)


@routes.delete("/<campaign_key>")
@guarded(
    "Delete a campaign",
    status=204,
    scope="content.write",
    errors=(NoSuchLive, SharedContent, LiveOnAir),
    extension=True,
)
def remove(campaign_key: str) -> Answer:
    """Remove a campaign that is ready or has ended, with its chat and its replay."""
    lives.withdraw(shop(), live_named(shop(), campaign_key).uid)
    return "", 204


@routes.post("/<campaign_key>/duplicate")
@guarded(
    "Duplicate a campaign",
    query=DuplicateQuery,
    answer=Campaign,
    scope="content.write",
    errors=(NoSuchLive, SharedContent),
)
def duplicate(campaign_key: str, query: DuplicateQuery) -> Answer:
    """Plan a campaign like another one; when it is shown is not copied."""
    live = live_named(shop(), campaign_key)
    made = copying.duplicate(shop(), live.uid, products=query.duplicateProducts)
    return campaign(made.content.uid)


@routes.post("/<campaign_key>/rerun")
@guarded(
    "Create a rerun campaign",
    body=NewRerun,
    answer=Campaign,
    scope="content.write",
    errors=(NoSuchLive, SharedContent, NoRecording, NoTitle),
    words=WORDS,
)
def rerun(campaign_key: str, body: NewRerun) -> Answer:
    """Plan a campaign that, once it is started, plays the recording of one that has ended."""
    live = live_named(shop(), campaign_key)
    facts = _facts(body.campaignMeta)
    made = copying.rerun(shop(), live.uid, products=body.copyProducts, **facts)
    return campaign(made.content.uid)


def campaign(name: str, *, level: int = 1, with_auctions: bool = False) -> Response:
    """Answer a campaign by its key or id."""
    plan = planning.find(shop(), name)
    return answer(as_campaign(shop(), plan, level=level, with_auctions=with_auctions))


def _facts(meta: Input) -> dict[str, Any]:
    """Give what was sent of a campaign by the house's words; raises `NoTitle`."""
    facts = facts_of(meta, WORDS)
    if facts.get("name") == "":
        raise NoTitle(Problem("/campaignMeta/title", "must not be empty"))
    if facts.get("brand"):
        facts["brand"] = facts["brand"].brandId
    return facts
