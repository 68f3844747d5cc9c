"""`GET /v2/<access key>/campaign/<key>`: what is told of a campaign, field for field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateways.storage import files
from models import clock
from models.asset import Asset
from models.audience import LiveCount, Presence, Reaction
from models.broadcast import Broadcast
from models.content import FINISHED, NOT_STARTED, STARTED, Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, a_server, refusal
from tests.builders import a_live, a_seller, a_share, a_video, an_asset
from tests.conftest import NOON
from usecases import brands
from usecases.numerals import numeral_of

TEXT, MAYBE = str, (str, type(None))
# The keys of the published sample with the types it prints, and those that the other published
# pages add (`tags`, `brand`, `rerun`, `userCount`, `likeCount`).
META: dict[str, Any] = {
    "campaignId": TEXT,
    "campaignKey": TEXT,
    "accessKey": TEXT,
    "shoplivePlayerUrl": TEXT,
    "title": TEXT,
    "tags": list,
    "description": TEXT,
    "brand": dict,
    "campaignStatus": TEXT,
    "rerun": bool,
    "userCount": int,
    "likeCount": int,
    "rehearsalPasscode": TEXT,
    "serveReplay": bool,
    "logoImageUrl": type(None),
    "preCampaignVideoUrl": type(None),
    "preCampaignImageUrl": TEXT,
    "postCampaignImageUrl": TEXT,
    "backgroundImageUrl": TEXT,
    "ieUnsupportImageUrl": TEXT,
    "scheduledStartAt": TEXT,
    "scheduledEndAt": TEXT,
    "campaignStartedAt": TEXT,
    "campaignEndedAt": TEXT,
    "createdAt": TEXT,
    "updatedAt": TEXT,
}
STREAM: dict[str, Any] = {
    "streamUrl": TEXT,
    "streamKey": TEXT,
    "videoAspectRatio": TEXT,
    "liveUrl": TEXT,
    "liveUrls": dict,
    "previewLiveUrl": TEXT,
    "replayLiveUrl": TEXT,
    "replayLiveUrls": dict,
    "previewReplayLiveUrl": TEXT,
}
BRAND = {
    "brandId": TEXT,
    "name": TEXT,
    "identifier": TEXT,
    "description": MAYBE,
    "imageUrl": MAYBE,
    "imageWidth": (int, type(None)),
    "imageHeight": (int, type(None)),
    "createdAt": TEXT,
    "updatedAt": TEXT,
}


def offer(folder: str, manifest: str, *sizes: tuple[str, int, int]) -> None:
    """Write a master playlist that offers renditions: address, width and height."""
    lines = [
        f'#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1",RESOLUTION={width}x{height}\n{address}'
        for address, width, height in sizes
    ]
    files().write(f"{folder}/{manifest}", "\n".join(["#EXTM3U", *lines, ""]).encode())


def an_ended(shop: Shop, **facts: Any) -> Content:
    """A campaign that was shown standing, with show and replay in two sizes."""
    brand = brands.add(shop, name="Larch", identifier=f"larch{Content.select().count()}")
    live = a_live(
        shop,
        **{
            "state": FINISHED,
            "description": "Memo",
            "starts_at": NOON,
            "planned_end_at": NOON + timedelta(hours=1),
            "started_at": NOON + timedelta(minutes=10, seconds=5),
            "ends_at": NOON + timedelta(minutes=65, seconds=5),
            "thumbnail": "media/pictures/wide",
            "portrait_thumbnail": "media/pictures/tall",
            "seller": a_seller(shop),
            "brand": brand,
            **facts,
        },
    )
    asset = an_asset(live, width=720, height=1280)
    sizes = [("480p/index.m3u8", 480, 854), ("720p/index.m3u8", 720, 1280)]
    offer(asset.folder, "master.m3u8", *sizes)
    offer(
        f"media/lives/{live.uid}", "live.m3u8", ("480p.m3u8", 480, 854), ("source.m3u8", 720, 1280)
    )
    return live


def types_of(told: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Hold an object against its keys and their types."""
    assert set(told) == set(wanted)
    for name, kind in wanted.items():
        assert isinstance(told[name], kind), name


def test_the_published_sample_is_told_key_for_key_and_type_for_type(server: Server) -> None:
    live = an_ended(server.shop, replayable=False)
    server.put(f"/campaign/{live.uid}", {"campaignMeta": {"tags": "a,b"}})
    told = server.get(f"/campaign/{live.uid}", includeAuctionDetail="true", resolutionLevel=1)
    assert list(told) == ["campaignMeta", "stream", "campaignProductList", "seller"]
    types_of(told["campaignMeta"], META)
    types_of(told["campaignMeta"]["brand"], BRAND)
    types_of(told["stream"], STREAM)
    assert set(told["seller"]) == {
        "sellerId",
        "name",
        "profileUrl",
        "storeUrl",
        "description",
        "schemes",
    }


def test_moments_are_told_to_the_second_and_addresses_whole(server: Server) -> None:
    live = an_ended(server.shop)
    told = server.get(f"/campaign/{live.uid}")
    meta, stream = told["campaignMeta"], told["stream"]
    here, access_key = "https://vitrine.example", server.shop.access_key
    assert meta["campaignStatus"] == "ENDED"
    assert meta["campaignId"] == numeral_of(live.uid)
    assert meta["scheduledStartAt"] == "2026-06-15T12:00:00Z"
    assert meta["scheduledEndAt"] == "2026-06-15T13:00:00Z"
    assert meta["campaignStartedAt"] == "2026-06-15T12:10:05Z"
    assert meta["campaignEndedAt"] == "2026-06-15T13:05:05Z"
    assert meta["preCampaignImageUrl"] == f"{here}/media/pictures/tall/640.webp"
    assert meta["backgroundImageUrl"] == f"{here}/media/pictures/wide/640.webp"
    player = f"{here}/v1/player.html?ak={access_key}&ck={live.uid}"
    assert meta["shoplivePlayerUrl"] == player
    show, replay = f"{here}/media/lives/{live.uid}", f"{here}/v1/replay/{access_key}/{live.uid}"
    broadcast = Broadcast.get(Broadcast.content == live)
    assert stream == {
        "streamUrl": "rtmp://vitrine.example/live",
        "streamKey": broadcast.stream_key,
        "videoAspectRatio": "9:16",
        "liveUrl": f"{show}/live.m3u8",
        "liveUrls": {"480p": f"{show}/480p.m3u8", "720p": f"{show}/source.m3u8"},
        "previewLiveUrl": f"{show}/480p.m3u8",
        "replayLiveUrl": f"{replay}/replay.m3u8?replayMode=ORIGINAL",
        "replayLiveUrls": {
            "480p": f"{replay}/ORIGINAL/480p/index.m3u8",
            "720p": f"{replay}/ORIGINAL/720p/index.m3u8",
        },
        "previewReplayLiveUrl": f"{replay}/replay_320p/ORIGINAL/index.m3u8",
    }


@pytest.mark.parametrize(
    ("level", "live", "replay"),
    [
        (1, "480p", "replay_320p"),
        (2, "480p", "replay_480p"),
        (3, "source", "replay_720p"),
        (4, "source", "replay_1080p"),
    ],
)
def test_previews_follow_the_level_and_never_break_over_it(
    server: Server, level: int, live: str, replay: str
) -> None:
    ended = an_ended(server.shop)
    stream = server.get(f"/campaign/{ended.uid}", resolutionLevel=level)["stream"]
    assert stream["previewLiveUrl"].endswith(f"/{live}.m3u8")
    assert f"/{replay}/" in stream["previewReplayLiveUrl"]


def test_what_cannot_be_there_yet_is_null(server: Server) -> None:
    live = a_live(server.shop, starts_at=clock.now())
    told = server.get(f"/campaign/{live.uid}")
    meta, stream = told["campaignMeta"], told["stream"]
    for name in ("userCount", "likeCount", "campaignStartedAt", "campaignEndedAt", "tags", "brand"):
        assert meta[name] is None, name
    for name in ("previewLiveUrl", "replayLiveUrl", "previewReplayLiveUrl"):
        assert stream[name] is None, name
    assert stream["liveUrls"] == stream["replayLiveUrls"] == {}
    assert stream["liveUrl"].endswith("/live.m3u8")
    assert told["campaignProductList"] == []
    assert told["seller"] is None


@pytest.mark.parametrize(
    ("state", "rehearsing", "status", "users"),
    [
        (NOT_STARTED, False, "READY", None),
        (NOT_STARTED, True, "REHEARSAL", 3),
        (STARTED, False, "ONAIR", 3),
        (FINISHED, False, "ENDED", 40),
    ],
)
def test_how_many_watch_or_came(
    server: Server, state: str, rehearsing: bool, status: str, users: int | None
) -> None:
    live = a_live(server.shop, state=state)
    Broadcast.update(rehearsing=rehearsing).where(Broadcast.content == live).execute()
    due = clock.now() + timedelta(minutes=5)
    Presence.create(content=live, key="a page", count=3, due_at=due)
    LiveCount.create(content=live, visits=40)
    for emoji, count in (("❤️", 5), ("🔥", 2)):
        Reaction.create(content=live, emoji=emoji, count=count)
    meta = server.get(f"/campaign/{live.uid}")["campaignMeta"]
    assert (meta["campaignStatus"], meta["userCount"]) == (status, users)
    assert meta["likeCount"] == (None if status == "READY" else 7)


def test_a_trailer_plays_before_the_start(server: Server) -> None:
    live, trailer = a_live(server.shop), a_video(server.shop)
    Broadcast.update(trailer=trailer).where(Broadcast.content == live).execute()
    asset = Asset.get(Asset.content == trailer)
    told = server.get(f"/campaign/{live.uid}")["campaignMeta"]["preCampaignVideoUrl"]
    assert told == f"https://vitrine.example/{asset.folder}/master.m3u8"


@pytest.mark.parametrize("name", [str, numeral_of], ids=["its key", "its number"])
def test_a_campaign_is_known_by_key_and_number(server: Server, name: Any) -> None:
    live = a_live(server.shop)
    assert server.get(f"/campaign/{name(live.uid)}")["campaignMeta"]["campaignKey"] == live.uid


def test_two_with_one_number_are_known_by_their_keys_alone(server: Server) -> None:
    start = "5d1c0f2ab6f84f0"
    for end in ("1", "2"):
        a_live(server.shop, uid=start + end * 17)
    assert refusal(server.ask("GET", f"/campaign/{int(start, 16)}")) == (404, -710)
    assert server.get(f"/campaign/{start}{'2' * 17}")["campaignMeta"]["title"]


@pytest.mark.parametrize(
    "query",
    [
        {"resolutionLevel": 0},
        {"resolutionLevel": 5},
        {"resolutionLevel": "x"},
        {"includeAuctionDetail": "maybe"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused(server: Server, query: dict[str, Any]) -> None:
    answer = server.ask("GET", f"/campaign/{a_live(server.shop).uid}", **query)
    assert refusal(answer) == (400, -510)


@pytest.mark.parametrize(
    "key", ["nothing", "0", "1" * 19, "9" * 19, "9" * 30, "0" * 32, "%00", "٣"]
)
def test_an_unknown_campaign_does_not_exist(server: Server, key: str) -> None:
    assert refusal(server.ask("GET", f"/campaign/{key}")) == (404, -710)


def test_a_campaign_is_told_whether_or_not_lists_have_it(server: Server) -> None:
    live = a_live(server.shop, listed=False, published=False)
    assert server.get(f"/campaign/{live.uid}")["campaignMeta"]["campaignKey"] == live.uid


def test_secrets_are_told_to_keys_that_may_write(client: FlaskClient, alice: Shop) -> None:
    live = a_live(alice)
    told = a_server(client, alice, scopes=["content.read"]).get(f"/campaign/{live.uid}")
    assert told["stream"]["streamKey"] is told["stream"]["streamUrl"] is None
    assert told["campaignMeta"]["rehearsalPasscode"] is None


def test_others_see_what_is_shared_with_them_and_nothing_else(
    client: FlaskClient, charlies: Server, alice: Shop
) -> None:
    live = an_ended(alice)
    video = a_video(alice)
    theirs = a_sellers_server(client, a_seller(alice))
    for server in (charlies, theirs):
        for uid in (live.uid, video.uid):
            assert refusal(server.ask("GET", f"/campaign/{uid}")) == (404, -710)
    a_share(live, charlies.shop)
    told = charlies.get(f"/campaign/{live.uid}")
    assert told["seller"] is told["campaignMeta"]["brand"] is told["stream"]["streamKey"] is None
    assert charlies.shop.access_key in told["stream"]["replayLiveUrl"]
    assert refusal(theirs.ask("GET", f"/campaign/{live.uid}")) == (404, -710)
