"""Which replays the page of a live offers, and that many cost no more queries than one."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.content import FINISHED, STARTED, Content
from models.shop import Shop
from tests import builders
from tests.conftest import NOON
from usecases.past_shows import MOST, past_shows


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    return builders.a_live(alice, state=STARTED, started_at=noon)


def a_past_show(shop: Shop, days: int = 1, **facts: Any) -> Content:
    """Finish a show of some days ago, whose replay plays."""
    begun = {"state": FINISHED, "started_at": NOON - timedelta(days=days), "ready": True}
    return builders.a_live(shop, **{**begun, **facts})


def names(shop: Shop, live: Content) -> list[str]:
    return [each.name for each in past_shows(shop, live)]


def test_the_newest_shows_come_first(alice: Shop, live: Content) -> None:
    for days in (2, 1, 3):
        a_past_show(alice, days, name=f"{days} days ago")
    never = a_past_show(alice, name="A film sent for a show that was not", started_at=None)
    assert names(alice, live) == [never.name, "1 days ago", "2 days ago", "3 days ago"]


@pytest.mark.parametrize(
    "facts",
    [{"published": False}, {"state": STARTED}, {"ready": False}],
    ids=["hidden", "on air again", "its replay is being made"],
)
def test_only_replays_that_play_are_offered(
    alice: Shop, live: Content, facts: dict[str, Any]
) -> None:
    a_past_show(alice, **facts)
    assert past_shows(alice, live) == ()


def test_neither_itself_nor_a_video_nor_another_shops_is_offered(
    alice: Shop, charlie: Shop, noon: datetime
) -> None:
    own = a_past_show(alice)
    builders.a_video(alice)
    a_past_show(charlie)
    assert past_shows(alice, own) == ()


def test_what_another_shop_shares_is_offered_as_such(
    alice: Shop, charlie: Shop, live: Content
) -> None:
    theirs = a_past_show(charlie)
    builders.a_share(theirs, alice)
    (found,) = past_shows(alice, live)
    assert (found.uid, found.shop, found.shared) == (theirs.uid, alice, True)


def test_a_picture_of_its_own_comes_before_the_films(alice: Shop, live: Content) -> None:
    a_past_show(alice, 1, thumbnail="media/pictures/own")
    a_past_show(alice, 2)
    own, film = past_shows(alice, live)
    assert own.thumbnail_url == "/media/pictures/own/640.webp"
    assert film.thumbnail_url is not None
    assert film.thumbnail_url.endswith("/poster-640.webp")
    assert film.duration_ms == 6200


def test_there_are_few_of_them_at_the_cost_of_one(
    alice: Shop, live: Content, caplog: pytest.LogCaptureFixture
) -> None:
    for days in range(1, MOST + 2):
        a_past_show(alice, days)
    with caplog.at_level(logging.DEBUG, "peewee"):
        assert len(past_shows(alice, live)) == MOST
    assert len(caplog.records) == 1
