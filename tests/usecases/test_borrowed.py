"""What a shop shows of another one: its own products in place of theirs, at no greater cost."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from models.broadcast import LiveFinished
from models.content import FINISHED, LIVE
from models.errors import Invalid, NotFound
from models.seller import ShopDecides
from models.share import SharedContent
from models.shop import Shop
from tests.builders import a_live, a_product, a_seller, a_share, a_video
from usecases import approvals, collections, lives, screening, sellers, shares, shops, videos
from usecases.borrowed import spellings, stand_ins

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("gtin", "written"),
    [
        ("40170725", ["40170725", "000040170725", "0000040170725", "00000040170725"]),
        ("012345678905", ["012345678905", "0012345678905", "00012345678905"]),
        ("0012345678905", ["012345678905", "0012345678905", "00012345678905"]),
        ("4006381333931", ["4006381333931", "04006381333931"]),
        ("14006381333938", ["14006381333938"]),
    ],
    ids=["EAN-8", "UPC", "UPC as EAN", "EAN", "a case of them"],
)
def test_a_gtin_is_known_however_it_is_written(gtin: str, written: list[str]) -> None:
    assert spellings(gtin) == written


def test_the_first_of_several_products_of_one_gtin_stands_in(alice: Shop, charlie: Shop) -> None:
    hers = a_product(alice, ean="012345678905")
    a_product(charlie, ean="0012345678905", published=False)
    first = a_product(charlie, ean="00012345678905")
    a_product(charlie, ean="012345678905")
    strangers = [a_product(alice), a_product(alice, ean=""), a_product(alice, ean="40170725")]
    assert stand_ins(charlie, [hers, *strangers]) == {hers.id: first}


def test_twenty_shared_contents_cost_the_queries_of_one(
    alice: Shop, charlie: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    costs = []
    a_product(charlie, ean="40170725")
    for count in (1, 19):
        for _ in range(count):
            product = a_product(alice, ean="40170725")
            for content in (a_video(alice, products=(product,)), a_live(alice)):
                a_share(content, charlie)
        caplog.clear()
        with caplog.at_level(logging.DEBUG, "peewee"):
            for kind in ("video", LIVE):
                rows = screening.listed(charlie, kind).part(1, 20)
                assert all(each.shared for each in rows)
        costs.append(len(caplog.records))
    assert len(rows) == 20
    assert costs[0] == costs[1]


def test_two_products_with_one_stand_in_show_it_once(alice: Shop, charlie: Shop) -> None:
    his = a_product(charlie, ean="40170725")
    video = a_video(
        alice, products=(a_product(alice, ean="40170725"), a_product(alice, ean="40170725"))
    )
    a_share(video, charlie)
    told = screening.find(charlie, video.uid)
    assert [each.product.id for each in told.products] == [his.id]
    assert [each.uid for each in told.film.offers] == [his.uid]


def test_use_cases_keep_everybody_to_what_is_theirs(alice: Shop, charlie: Shop) -> None:
    video, live = a_video(alice), a_live(alice)
    share = a_share(video, charlie)
    for act in (
        lambda: videos.change(charlie, video.uid, name="mine"),
        lambda: videos.remove(charlie, video.uid),
        lambda: videos.await_film(charlie, video.uid),
        lambda: approvals.approve(charlie, video.uid),
        lambda: shares.add(charlie, video.uid, alice.app_id),
    ):
        with pytest.raises(SharedContent):
            act()
    for act in (
        lambda: lives.change(charlie, live.uid, name="mine"),
        lambda: lives.finish(charlie, live.uid, finished=True, ends_at=NOON),
        lambda: lives.chat(charlie, live.uid),
        lambda: lives.on_screen(charlie, live.uid),
        lambda: shares.remove(charlie, share.uid),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_sellers_view_of_the_shop_is_closed_to_what_has_no_seller(alice: Shop) -> None:
    seller = a_seller(alice)
    key, text = shops.make_key(alice, seller=seller)
    through = shops.enter(alice.app_id, text).shop
    assert (key.seller_id, through.only_seller_id) == (seller.id, seller.id)
    assert alice.only_seller_id is None
    for act in (
        lambda: collections.add(through, name="mine"),
        lambda: shops.change_shop(through, displaying=False),
        lambda: shares.add(through, a_video(alice, seller=seller).uid, alice.app_id),
        lambda: shops.seen(through),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(ShopDecides):
        sellers.add(through, name="mine", external_id="x")
    assert [each.id for each in sellers.listed(through).part(1, 20)] == [seller.id]


def test_a_finished_live_is_closed_and_does_not_end_before_it_began(alice: Shop) -> None:
    with pytest.raises(LiveFinished):
        lives.chat(alice, a_live(alice, state=FINISHED).uid)
    live = a_live(alice, started_at=NOON)
    with pytest.raises(Invalid):
        lives.finish(alice, live.uid, finished=True, ends_at=NOON.replace(hour=11))
