"""Attribution: whose word counts, how long, and what cannot be made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from models import clock
from models.base import new_uid
from models.content import Content
from models.day_count import WHOLE, Viewing
from models.purchase import PAGE, SERVER, Attribution, Purchase
from models.shop import Shop
from tests.builders import a_share, a_shop, a_video
from tests.conftest import NOON
from usecases import counting, purchases
from usecases.attribution import MOST_ASSISTING, WINDOW, content_of, mark_of
from usecases.counting import Counts, Seen

VISITOR = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"


@pytest.fixture
def video(alice: Shop, noon: datetime) -> Content:
    """A video, at noon."""
    return a_video(alice)


def bought(
    shop: Shop, source: str, *marks: str | None, order: str = "1", visitor: str | None = None
) -> Purchase:
    """Tell of an order with one line for each mark: SKU-0, SKU-1 and so on."""
    items: list[dict[str, Any]] = [
        {"ref": f"SKU-{at}", "quantity": 1, "mark": mark} for at, mark in enumerate(marks)
    ]
    facts = {"total": "10.00", "items": items or [{"ref": "X", "quantity": 1}]}
    receipt = purchases.record(shop, source, order_ref=order, visitor=visitor, **facts)
    assert receipt
    return receipt.purchase


def shares() -> set[tuple[str, str]]:
    """Content and reference of all shares; an empty reference is an assisted one."""
    return {(each.content, each.ref) for each in Attribution.select()}


def watch(content: Content, visitor: str = VISITOR) -> None:
    """Let a visitor watch."""
    counting.count(content.shop, [Seen(content.uid, "", WHOLE, Counts(views=1))], visitor)


def test_a_mark_is_the_same_for_everybody_on_a_day(alice: Shop, video: Content) -> None:
    mark = mark_of(alice, video.uid)
    with clock.frozen(NOON + timedelta(hours=11)):
        assert mark_of(alice, video.uid) == mark
    with clock.frozen(NOON + timedelta(hours=12)):
        assert mark_of(alice, video.uid) != mark
    assert content_of(alice, mark) == video.uid


def test_a_mark_ends_after_thirty_days(alice: Shop, video: Content) -> None:
    mark = mark_of(alice, video.uid)
    for days, named in ((WINDOW.days, video.uid), (WINDOW.days + 1, None)):
        with clock.frozen(NOON + timedelta(days=days)):
            assert content_of(alice, mark) == named


def test_a_mark_cannot_be_made_up(alice: Shop, charlie: Shop, video: Content) -> None:
    mark, other = mark_of(alice, video.uid), new_uid()
    forged = [
        "",
        mark[:-1],
        mark + "0",
        mark.upper(),
        mark[:-1] + ("0" if mark[-1] != "0" else "1"),
        other + mark[32:],
        mark[:32] + "fffff" + mark[37:],
        mark[:32] + "00000" + mark[37:],
        "é" * 61,
    ]
    assert [each for each in forged if content_of(alice, each)] == []
    assert content_of(charlie, mark) is None


@pytest.mark.parametrize("source", [PAGE, SERVER])
def test_each_line_is_its_own_players(alice: Shop, video: Content, source: str) -> None:
    other = a_video(alice)
    bought(alice, source, mark_of(alice, video.uid), None, mark_of(alice, other.uid), "forged")
    assert shares() == {(video.uid, "SKU-0"), (other.uid, "SKU-2")}


def test_an_order_told_again_changes_nothing(alice: Shop, video: Content) -> None:
    bought(alice, PAGE, mark_of(alice, video.uid))
    bought(alice, PAGE, mark_of(alice, a_video(alice).uid))
    assert shares() == {(video.uid, "SKU-0")}


def test_the_servers_mark_takes_the_place_of_a_pages(alice: Shop, video: Content) -> None:
    other = a_video(alice)
    bought(alice, PAGE, mark_of(alice, video.uid))
    bought(alice, SERVER, mark_of(alice, other.uid))
    assert shares() == {(other.uid, "SKU-0")}


def test_a_server_that_knows_no_marks_leaves_the_pages(alice: Shop, video: Content) -> None:
    bought(alice, PAGE, mark_of(alice, video.uid))
    bought(alice, SERVER, None)
    assert shares() == {(video.uid, "SKU-0")}


def test_a_page_may_add_what_the_server_did_not_know(alice: Shop, video: Content) -> None:
    watch(video)
    bought(alice, SERVER, None)
    bought(alice, PAGE, None, visitor=VISITOR)
    assert shares() == {(video.uid, "")}


def test_what_was_added_from_a_player_is_not_assisted_by_it_too(
    alice: Shop, video: Content
) -> None:
    other = a_video(alice)
    for each in (video, other):
        watch(each)
    bought(alice, PAGE, mark_of(alice, video.uid), visitor=VISITOR)
    assert shares() == {(video.uid, "SKU-0"), (other.uid, "")}


def test_only_what_that_visitor_watched_in_that_shop_assists(alice: Shop, video: Content) -> None:
    dora = a_shop("Dora")
    watch(video, new_uid())
    watch(a_video(dora))
    bought(alice, PAGE, visitor=VISITOR)
    bought(alice, PAGE, order="2")
    assert shares() == set()


@pytest.mark.parametrize(("days", "count"), [(30, 1), (31, 0)])
def test_what_was_watched_long_ago_does_not_assist(
    alice: Shop, video: Content, days: int, count: int
) -> None:
    watch(video)
    with clock.frozen(NOON + timedelta(days=days)):
        bought(alice, PAGE, visitor=VISITOR)
    assert len(shares()) == count


def test_who_watches_everything_is_assisted_by_the_last_ones(alice: Shop, video: Content) -> None:
    for days in range(MOST_ASSISTING + 5):
        with clock.frozen(NOON + timedelta(days=days)):
            last = a_video(alice)
            watch(last)
    with clock.frozen(NOON + timedelta(days=MOST_ASSISTING + 5)):
        bought(alice, PAGE, visitor=VISITOR)
    assert len(shares()) == MOST_ASSISTING
    assert (last.uid, "") in shares()


def test_a_borrower_sells_from_the_films_it_borrows(alice: Shop, video: Content) -> None:
    dora = a_shop("Dora")
    mark = mark_of(dora, video.uid)
    bought(dora, PAGE, mark)
    assert shares() == set()
    a_share(video, dora)
    bought(dora, PAGE, mark, order="2")
    assert shares() == {(video.uid, "SKU-0")}


def test_shares_go_with_their_purchase(alice: Shop, video: Content) -> None:
    bought(alice, PAGE, mark_of(alice, video.uid)).delete_instance()
    assert (shares(), Viewing.select().count()) == (set(), 0)
