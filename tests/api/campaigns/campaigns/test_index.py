"""`GET /v2/<access key>/campaign`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.broadcast import Broadcast
from models.content import FINISHED, STARTED, Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.api.content.videos.test_index import counted_queries
from tests.builders import a_live, a_product, a_seller, a_share, a_video
from tests.conftest import NOON
from usecases import videos
from usecases.numerals import numeral_of

DAY = timedelta(days=1)


def titles(server: Server, **query: Any) -> list[str]:
    """The titles that are listed."""
    return [each["campaignMeta"]["title"] for each in server.get("/campaign", **query)["results"]]


def planned(shop: Shop, name: str, days: int, tags: tuple[str, ...] = (), **facts: Any) -> Content:
    """Plan a live so many days from noon."""
    live = a_live(shop, name=name, starts_at=NOON + days * DAY, **facts)
    videos._tag(live, list(tags))
    return live


def test_the_last_planned_stands_first(server: Server) -> None:
    for name, days in (("second", 2), ("third", 3), ("first", 1)):
        planned(server.shop, name, days)
    assert titles(server) == ["third", "second", "first"]
    assert titles(server, sortAscending="true") == ["first", "second", "third"]


def test_what_is_no_list_is_left_out(server: Server) -> None:
    a_live(server.shop, name="hidden", listed=False)
    a_video(server.shop)
    made = server.post("/campaign", {"campaignMeta": {"title": "made here"}})["campaignMeta"]
    assert server.get("/campaign") == {"results": [], "totalCount": 0}
    assert titles(server, campaignKeys=made["campaignKey"]) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"from": "2026-06-17T12:00:00Z"}, "three two"),
        ({"to": "2026-06-17T12:00:00Z"}, "two one"),
        ({"from": "2026-06-17T12:00:00Z", "to": "2026-06-17T12:00:00Z"}, "two"),
        ({"keyword": "ONE"}, "one"),
        ({"keyword": "memo"}, "two"),
        ({"keyword": "%"}, ""),
        ({"tags": "rain"}, "two one"),
        ({"tags": "rain,snow"}, "three two one"),
        ({"tags": "rain,snow", "tagSearchOperator": "and"}, "two"),
        ({"tags": "none"}, ""),
        ({"campaignStatus": "ready"}, "one"),
        ({"campaignStatus": "onAir"}, "two"),
        ({"campaignStatus": "ENDED"}, "three"),
        ({"campaignStatus": "REHEARSAL"}, ""),
        ({"sellerId": "5"}, ""),
        ({"unknown": "x"}, "three two one"),
    ],
    ids=str,
)
def test_the_list_is_narrowed(server: Server, query: dict[str, str], expected: str) -> None:
    shop = server.shop
    planned(shop, "one", 1, ("rain",))
    planned(shop, "two", 2, ("rain", "snow"), state=STARTED, description="A memo")
    planned(shop, "three", 3, ("snow",), state=FINISHED)
    assert titles(server, **query) == expected.split()


def test_rehearsals_are_found_apart(server: Server) -> None:
    planned(server.shop, "ready", 1)
    live = planned(server.shop, "tried", 2)
    Broadcast.update(rehearsing=True).where(Broadcast.content == live).execute()
    assert titles(server, campaignStatus="REHEARSAL") == ["tried"]
    assert titles(server, campaignStatus="READY") == ["ready"]


def test_some_are_named(server: Server) -> None:
    first, second, third = (planned(server.shop, str(day), day) for day in (1, 2, 3))
    ids = ",".join(map(numeral_of, (first.uid, second.uid)))
    assert titles(server, campaignIds=ids) == ["2", "1"]
    assert titles(server, campaignKeys=f"{second.uid},{third.uid},nothing") == ["3", "2"]
    assert titles(server, campaignIds=ids, campaignKeys=second.uid) == ["2"]
    assert titles(server, campaignIds="' or 1=1") == []


def test_a_sellers_are_found_and_a_seller_sees_no_others(
    client: FlaskClient, server: Server
) -> None:
    seller = a_seller(server.shop)
    planned(server.shop, "theirs", 1, seller=seller)
    planned(server.shop, "the shop's", 2)
    assert titles(server, sellerId=numeral_of(seller.uid)) == ["theirs"]
    assert titles(a_sellers_server(client, seller)) == ["theirs"]


def test_pages_hold_as_many_as_are_asked_for(server: Server) -> None:
    for day in range(12):
        planned(server.shop, str(day), day)
    assert len(server.get("/campaign")["results"]) == 10
    told = server.get("/campaign", page=3, count=5)
    assert [each["campaignMeta"]["title"] for each in told["results"]] == ["1", "0"]
    assert told["totalCount"] == 12
    assert server.get("/campaign", page=9)["results"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"page": 0},
        {"page": "x"},
        {"count": 0},
        {"count": 21},
        {"from": "2026-06-17"},
        {"tagSearchOperator": "XOR"},
        {"campaignStatus": "LIVE"},
        {"sellerId": "x" * 40},
        {"sortAscending": "maybe"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused(server: Server, query: dict[str, Any]) -> None:
    assert refusal(server.ask("GET", "/campaign", **query)) == (400, -510)


def test_other_shops_are_listed_nowhere_but_what_they_share(
    server: Server, charlies: Server
) -> None:
    shared = planned(charlies.shop, "shared", 1)
    planned(charlies.shop, "kept", 2)
    a_share(shared, server.shop)
    assert titles(server) == ["shared"]
    [told] = server.get("/campaign")["results"]
    assert told["stream"]["streamKey"] is told["campaignMeta"]["rehearsalPasscode"] is None
    assert told["campaignMeta"]["accessKey"] == server.shop.access_key


def test_a_list_costs_the_same_queries_whatever_its_length(server: Server, noon: datetime) -> None:
    del noon
    seller = a_seller(server.shop)
    for day in range(20):
        products = (a_product(server.shop, seller=seller),)
        planned(server.shop, str(day), day, seller=seller, products=products)
    titles(server)  # the first use of a key in a minute is noted
    counts = []
    for count in (1, 20):
        with counted_queries() as told:
            assert len(titles(server, count=count)) == count
        counts.append(len(told))
    assert counts[0] == counts[1]
