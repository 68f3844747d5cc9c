"""What is told of campaigns; `campaigns.py` says when."""

from __future__ import annotations

from typing import Any, Literal

from flask import current_app
from pydantic import Field

from api.auth import may
from api.campaigns.envelope import moment
from api.campaigns.kinds import Digits, Told
from api.campaigns.product_shapes import CampaignProduct, as_campaign_product
from api.campaigns.seller_shapes import CampaignSeller, as_seller
from api.links import absolute
from api.operation import Output
from models.brand import Brand
from models.content import FINISHED, NOT_STARTED, STARTED
from models.shop import Shop
from usecases.numerals import numeral_of
from usecases.pictures import picture_url
from usecases.planning import REHEARSING, Plan
from usecases.renditions import nearest, shape_of
from usecases.shows import manifest_url

# House word -> word of this API.
STATES = {NOT_STARTED: "READY", REHEARSING: "REHEARSAL", STARTED: "ONAIR", FINISHED: "ENDED"}
Status = Literal["READY", "REHEARSAL", "ONAIR", "ENDED"]
# Lines of the picture by resolutionLevel.
LEVELS = {1: 320, 2: 480, 3: 720, 4: 1080}
# The shape of a picture of which nothing is known yet.
UPRIGHT = "9:16"
SAMPLE = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
ACCESS_KEY = "QmQ1LyVvI0vV4Rr1Hk2N"
HOME = "https://vitrine.example"
SHOW = f"{HOME}/media/lives/{SAMPLE}"
REPLAY = f"{HOME}/v1/replay/{ACCESS_KEY}/{SAMPLE}"


class BrandItem(Output):
    """A brand; the operator keeps them."""

    brandId: Digits
    name: str
    identifier: str = Field(examples=["larch"])
    description: str | None
    imageUrl: str | None
    imageWidth: int | None
    imageHeight: int | None
    createdAt: Told
    updatedAt: Told


class CampaignMeta(Output):
    """What is told of a campaign itself."""

    campaignId: Digits
    campaignKey: str = Field(description="Its id in the other APIs, too.", examples=[SAMPLE])
    accessKey: str = Field(examples=[ACCESS_KEY])
    shoplivePlayerUrl: str = Field(
        description="The page it plays on.",
        examples=[f"{HOME}/v1/player.html?ak={ACCESS_KEY}&ck={SAMPLE}"],
    )
    title: str = Field(examples=["Autumn show"])
    tags: list[str] | None = Field(examples=[["rain", "autumn"]])
    description: str | None
    brand: BrandItem | None
    campaignStatus: Status
    rerun: bool = Field(description="It plays the recording of another one.", examples=[False])
    userCount: int | None = Field(
        description="READY: null; REHEARSAL, ONAIR: who watch; ENDED: opened players."
    )
    likeCount: int | None = Field(description="Reactions; null as of userCount.")
    rehearsalPasscode: str | None = Field(
        description="Opens the rehearsal; told to keys that may write.", examples=["9876"]
    )
    serveReplay: bool = Field(description="Whether the replay is offered.", examples=[True])
    logoImageUrl: str | None
    preCampaignVideoUrl: str | None = Field(description="Plays before the start.")
    preCampaignImageUrl: str | None
    postCampaignImageUrl: str | None
    backgroundImageUrl: str | None
    ieUnsupportImageUrl: str | None
    scheduledStartAt: Told | None
    scheduledEndAt: Told | None
    campaignStartedAt: Told | None
    campaignEndedAt: Told | None
    createdAt: Told
    updatedAt: Told


class Stream(Output):
    """Where a campaign is sent to and played; null is what cannot be there yet."""

    streamUrl: str | None = Field(
        description="Told to keys that may write.", examples=["rtmp://vitrine.example/live"]
    )
    streamKey: str | None = Field(description="As streamUrl.", examples=["5f0e…"])
    videoAspectRatio: str = Field(examples=[UPRIGHT])
    liveUrl: str = Field(examples=[f"{SHOW}/live.m3u8"])
    liveUrls: dict[str, str] = Field(examples=[{"480p": f"{SHOW}/480p.m3u8"}])
    previewLiveUrl: str | None = Field(examples=[f"{SHOW}/480p.m3u8"])
    replayLiveUrl: str | None = Field(examples=[f"{REPLAY}/replay.m3u8?replayMode=ORIGINAL"])
    replayLiveUrls: dict[str, str] = Field(
        examples=[{"480p": f"{REPLAY}/ORIGINAL/480p/index.m3u8"}]
    )
    previewReplayLiveUrl: str | None = Field(examples=[f"{REPLAY}/replay_320p/ORIGINAL/index.m3u8"])


class Campaign(Output):
    """A campaign."""

    campaignMeta: CampaignMeta
    stream: Stream
    campaignProductList: list[CampaignProduct]
    seller: CampaignSeller | None


def as_campaign(
    shop: Shop, plan: Plan, *, level: int = 1, with_auctions: bool = False
) -> dict[str, Any]:
    """Spell a campaign as `shop` shows it."""
    return {
        "campaignMeta": _as_meta(shop, plan),
        "stream": _as_stream(shop, plan, LEVELS[level]),
        "campaignProductList": [
            as_campaign_product(each, auctions=with_auctions) for each in plan.carried
        ],
        "seller": plan.seller and as_seller(plan.seller),
    }


def _as_meta(shop: Shop, plan: Plan) -> dict[str, Any]:
    content, broadcast = plan.content, plan.broadcast
    ended = content.state == FINISHED
    return {
        "campaignId": numeral_of(content.uid),
        "campaignKey": content.uid,
        "accessKey": shop.access_key,
        "shoplivePlayerUrl": absolute(f"/v1/player.html?ak={shop.access_key}&ck={content.uid}"),
        "title": content.name,
        "tags": list(plan.tags) or None,
        "description": content.description,
        "brand": _as_brand(plan.brand),
        "campaignStatus": STATES[plan.state],
        "rerun": broadcast.rerun,
        "userCount": plan.viewers,
        "likeCount": plan.likes,
        "rehearsalPasscode": broadcast.passcode if _may_send(plan) else None,
        "serveReplay": content.replayable,
        **_pictures(plan),
        "scheduledStartAt": moment(content.starts_at),
        "scheduledEndAt": moment(content.planned_end_at),
        "campaignStartedAt": moment(broadcast.started_at),
        "campaignEndedAt": moment(content.ends_at) if ended else None,
        "createdAt": moment(content.created_at),
        "updatedAt": moment(content.updated_at),
    }


def _as_brand(brand: Brand | None) -> dict[str, Any] | None:
    if brand is None:
        return None
    return {
        "brandId": numeral_of(brand.uid),
        "name": brand.name,
        "identifier": brand.identifier,
        "description": brand.description,
        "imageUrl": absolute(picture_url(brand.picture)),
        "imageWidth": brand.width,
        "imageHeight": brand.height,
        "createdAt": moment(brand.created_at),
        "updatedAt": moment(brand.updated_at),
    }


def _pictures(plan: Plan) -> dict[str, str | None]:
    """Spell the pictures: a live has one lying and one standing, whenever they are shown."""
    content, trailer = plan.content, plan.trailer
    wide = absolute(picture_url(content.thumbnail))
    tall = absolute(picture_url(content.portrait_thumbnail))
    return {
        "logoImageUrl": None,
        "preCampaignVideoUrl": absolute(trailer.hls_url) if trailer else None,
        "preCampaignImageUrl": tall or wide,
        "postCampaignImageUrl": tall or wide,
        "backgroundImageUrl": wide or tall,
        "ieUnsupportImageUrl": wide or tall,
    }


def _as_stream(shop: Shop, plan: Plan, lines: int) -> dict[str, Any]:
    content, sends = plan.content, _may_send(plan)
    replay = absolute(f"/v1/replay/{shop.access_key}/{content.uid}")
    preview = nearest(plan.shown, lines)
    pictured = next(iter((*plan.shown, *plan.replayed)), None)
    return {
        "streamUrl": current_app.config["RTMP_URL"] if sends else None,
        "streamKey": plan.broadcast.stream_key if sends else None,
        "videoAspectRatio": shape_of(pictured.width, pictured.height) if pictured else UPRIGHT,
        "liveUrl": absolute(manifest_url(content)),
        "liveUrls": {each.name: absolute(each.url) for each in plan.shown},
        "previewLiveUrl": absolute(preview.url) if preview else None,
        "replayLiveUrl": f"{replay}/replay.m3u8?replayMode=ORIGINAL" if plan.has_replay else None,
        "replayLiveUrls": {
            each.name: f"{replay}/ORIGINAL/{each.name}/index.m3u8" for each in plan.replayed
        },
        "previewReplayLiveUrl": f"{replay}/replay_{lines}p/ORIGINAL/index.m3u8"
        if plan.has_replay
        else None,
    }


def _may_send(plan: Plan) -> bool:
    """Tell whether the caller may send the show, and so know how."""
    return not plan.shared and may("content.write")
