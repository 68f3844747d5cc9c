"""`GET /v2/<access key>/campaign/stats`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.api.campaigns.stats.test_show import a_watched
from tests.builders import a_live, a_seller
from tests.conftest import NOON

WEEK = {"from": "2026-06-12T00:00:00Z", "to": "2026-06-19T00:00:00Z"}
DAY = timedelta(days=1)


def keys(server: Server, **query: Any) -> list[str]:
    """The campaigns of which is told."""
    found = server.get("/campaign/stats", **{**WEEK, **query})["results"]
    return [each["campaignKey"] for each in found]


def test_the_campaigns_of_some_days_are_told_in_order(server: Server) -> None:
    last = a_watched(server.shop, started_at=NOON + DAY)
    first = a_watched(server.shop)
    a_watched(server.shop, started_at=NOON + 5 * DAY)
    a_live(server.shop, started_at=NOON)
    assert keys(server) == [first.uid, last.uid]
    assert keys(server, to="2026-06-15T12:00:00Z") == [first.uid]
    assert keys(server, campaignKeys=f"{last.uid},other") == [last.uid]
    assert keys(server, campaignKeys="other") == []
    alone = server.get("/campaign/stats", **WEEK, campaignKeys=first.uid)["results"]
    assert alone == [server.get(f"/campaign/{first.uid}/stats")]


def test_without_any_the_list_is_empty(server: Server, charlies: Server) -> None:
    a_watched(charlies.shop)
    assert server.get("/campaign/stats", **WEEK) == {"results": []}


def test_a_seller_is_told_of_its_own(client: FlaskClient, server: Server) -> None:
    seller = a_seller(server.shop)
    a_watched(server.shop)
    mine = a_watched(server.shop, seller=seller)
    assert keys(a_sellers_server(client, seller)) == [mine.uid]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"from": WEEK["from"]},
        {"from": WEEK["to"], "to": WEEK["from"]},
        {"from": WEEK["from"], "to": "2026-06-19T00:00:01Z"},
        {"from": "2026-06-12", "to": WEEK["to"]},
    ],
    ids=str,
)
def test_days_must_be_told_and_at_most_a_week(server: Server, query: dict[str, str]) -> None:
    assert refusal(server.ask("GET", "/campaign/stats", **query)) == (400, -510)
