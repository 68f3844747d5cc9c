"""`GET /v2/<access key>/campaign/<key>/stats`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient

from models.audience import LiveCount, Reaction
from models.content import FINISHED, Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_live, a_message, a_seller, a_share
from tests.conftest import NOON
from usecases.numerals import numeral_of

HOUR = timedelta(hours=1)


def a_watched(shop: Shop, **facts: Any) -> Content:
    """A campaign that 40 players were opened for."""
    plain = {"state": FINISHED, "starts_at": NOON, "started_at": NOON, "ends_at": NOON + HOUR}
    live = a_live(shop, **{**plain, **facts})
    LiveCount.create(content=live, visits=40, peak=12, watch_s=601, clicks=7)
    return live


def test_what_a_campaign_came_to(server: Server) -> None:
    live = a_watched(server.shop)
    for emoji, count in (("❤️", 5), ("🔥", 2)):
        Reaction.create(content=live, emoji=emoji, count=count)
    for viewer in ("a" * 32, "a" * 32, "b" * 32):
        a_message(live, viewer=viewer)
    a_message(live, viewer="c" * 32, moderated=True)
    assert server.get(f"/campaign/{live.uid}/stats") == {
        "campaignId": numeral_of(live.uid),
        "campaignKey": live.uid,
        "accessKey": server.shop.access_key,
        "title": "Autumn show",
        "scheduledAt": "2026-06-15T12:00:00Z",
        "startedAt": "2026-06-15T12:00:00Z",
        "endedAt": "2026-06-15T13:00:00Z",
        "totalViewers": 40,
        "totalLoginViewers": None,
        "peakConcurrentViewers": 12,
        "newLoginViewers": None,
        "averageViewingTime": 15.03,
        "totalViewingTime": 601,
        "likes": 7,
        "likeViewers": None,
        "averageLikes": None,
        "chats": 3,
        "chatViewers": 2,
        "averageChats": 1.5,
        "productClicks": 7,
        "productClickViewers": None,
        "averageProductClicks": None,
        "bannerClicks": None,
    }


def test_until_somebody_has_watched_there_is_nothing_to_tell(server: Server) -> None:
    live = a_live(server.shop)
    path = f"/campaign/{live.uid}/stats"
    assert refusal(server.ask("GET", path)) == (404, -840)
    LiveCount.create(content=live, peak=0)
    assert refusal(server.ask("GET", path)) == (404, -840)
    assert refusal(server.ask("GET", "/campaign/1/stats")) == (404, -710)


def test_numbers_are_the_shops_own(client: FlaskClient, server: Server, charlies: Server) -> None:
    live = a_watched(server.shop)
    path = f"/campaign/{live.uid}/stats"
    theirs = a_sellers_server(client, a_seller(server.shop))
    assert refusal(theirs.ask("GET", path)) == (404, -710)
    assert refusal(charlies.ask("GET", path)) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("GET", path)) == (403, -510)
