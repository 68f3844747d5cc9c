"""A season's price: what viewers are shown is what they are charged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from models import clock
from models.broadcast import LiveChange
from models.content import STARTED, Content
from models.database import database
from models.product import Product
from models.season import SeasonalPrice
from models.shop import Shop
from tests.builders import a_live, a_product, a_share, a_video, an_event
from tests.conftest import NOON
from usecases.market import seasons, selling
from usecases.market.prices import in_season, price_of
from usecases.watchables import watchables
from usecases.watching import watch_video

from .conftest import Market

pytestmark = pytest.mark.usefixtures("noon")
A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


def a_jacket(shop: Shop, season: int | None, **facts: Any) -> Product:
    """A jacket for 129.00, and today for so much."""
    facts = {"price_amount": 12_900, "ref": "A-1", "selling": {"seasonal": True}, **facts}
    made = a_product(shop, **facts)
    if season is not None:
        when = {"begins_at": NOON - A_DAY, "ends_at": NOON + A_DAY}
        SeasonalPrice.create(product=made, amount=season, **when)
    return made


def shown(product: Product) -> tuple[int | None, int | None]:
    """What the player of a video shows: the price and the discounted one."""
    [offer] = watch_video(a_video(product.shop, products=(product,)).uid).offers
    return offer.amount, offer.discount_amount


@pytest.mark.parametrize(
    ("season", "facts", "told"),
    [
        (9_900, {}, (12_900, 9_900)),
        (14_900, {}, (14_900, None)),
        (12_900, {}, (12_900, None)),
        (9_900, {"discount_amount": 11_900}, (11_900, 9_900)),
        (12_500, {"discount_amount": 11_900}, (12_500, None)),
        (9_900, {"price_amount": None}, (9_900, None)),
        (9_900, {"price_shown": False}, (None, None)),
        (9_900, {"selling": {"seasonal": False}}, (12_900, None)),
        (None, {"discount_amount": 11_900}, (12_900, 11_900)),
    ],
    ids=[
        "lower: the price out of season is the one before",
        "higher: it is the price",
        "the same: nothing is lower",
        "lower than a discount, which is the one before",
        "higher than a discount: it is the price",
        "without another price",
        "hidden",
        "not used",
        "no season",
    ],
)
def test_viewers_are_shown_the_price_of_the_season(
    alice: Shop, season: int | None, facts: dict[str, Any], told: tuple[int | None, int | None]
) -> None:
    jacket = a_jacket(alice, season, **facts)
    assert shown(jacket) == told
    if jacket.price_shown:
        assert price_of(jacket) == (told[0] if told[1] is None else told[1])


def test_a_season_holds_to_the_end_of_its_last_second(alice: Shop) -> None:
    jacket = a_jacket(alice, 9_900)
    for moment, price in (
        (NOON - A_DAY - A_SECOND, (12_900, None)),
        (NOON - A_DAY, (12_900, 9_900)),
        (NOON + A_DAY, (12_900, 9_900)),
        (NOON + A_DAY + A_SECOND, (12_900, None)),
    ):
        with clock.frozen(moment):
            assert shown(jacket) == price


def test_every_public_road_tells_what_is_charged(client: FlaskClient, alice: Shop) -> None:
    jacket = a_jacket(alice, 9_900)
    live = a_live(alice, products=(jacket,), state=STARTED, started_at=NOON)
    an_event(live, "product", product=jacket)
    video = a_video(alice, products=(jacket,))
    for road in (
        f"/v3/streams?applicationId={alice.slug}",
        f"/audience/v1/lives/{live.uid}/state",
        f"/api/v1/displayed_data?product_ref=A-1&app_id={alice.app_id}",
        f"/embed/lives/{live.uid}",
        f"/embed/videos/{video.uid}",
    ):
        answer = client.get(road, headers={"Origin": "https://shop.example"})
        assert answer.status_code == 200, road
        assert "99.00" in answer.text, road


def test_a_borrowed_show_has_the_season_of_the_product_that_stands_in(
    alice: Shop, charlie: Shop
) -> None:
    theirs = a_product(charlie, ean="4006381333931", price_amount=500)
    own = a_jacket(alice, 9_900, ean="4006381333931")
    video = a_video(charlie, products=(theirs,))
    a_share(video, alice)
    [watchable] = watchables(alice, [video])
    assert watchable.told_prices(own) == (12_900, 9_900)


@pytest.mark.sqlite
def test_seasons_of_many_are_one_question_and_of_none_no_question(alice: Shop) -> None:
    plain = [a_jacket(alice, None, ref=f"P-{number}", selling={}) for number in range(3)]
    jackets = [a_jacket(alice, 9_900, ref=f"J-{number}") for number in range(3)]
    asked: list[str] = []
    database.connection().set_trace_callback(asked.append)
    prices = in_season(plain), in_season(jackets)
    database.connection().set_trace_callback(None)
    assert prices == ({}, {each.id: 9_900 for each in jackets})
    assert len(asked) == 1


def screens(live: Content) -> list[tuple[str, str | None]]:
    """The prices that viewers of a live were told of what is on screen, oldest first."""
    rows = LiveChange.select().where(LiveChange.content == live, LiveChange.kind == "screen")
    told = [orjson.loads(each.body)["products"][0] for each in rows.order_by(LiveChange.number)]
    return [(each["price"], each["discount_price"]) for each in told]


def test_viewers_of_a_live_are_told_when_a_season_turns_once(market: Market) -> None:
    jacket = a_jacket(market.shop, None)
    live = a_live(market.shop, products=(jacket,), state=STARTED, started_at=NOON)
    an_event(live, "product", product=jacket)
    begins, ends = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
    season = SeasonalPrice.create(product=jacket, begins_at=begins, ends_at=ends, amount=9_900)
    for moment, told in ((begins, [1, 0]), (ends, [0]), (ends + A_SECOND, [1, 0])):
        with clock.frozen(moment):
            assert [seasons.tell_turned() for _ in told] == told
    assert screens(live) == [("129.00", "99.00"), ("129.00", None)]
    with clock.frozen(ends + A_DAY):
        assert seasons.tell_turned() == 0
    season.delete_instance()


def test_viewers_of_a_live_are_told_when_a_season_is_changed(market: Market) -> None:
    jacket = a_jacket(market.shop, None, selling={})
    live = a_live(market.shop, products=(jacket,), state=STARTED, started_at=NOON)
    an_event(live, "product", product=jacket)
    when = {"begins_at": NOON - A_DAY, "ends_at": NOON + A_DAY}
    selling.add_season(market.shop, jacket.uid, amount=9_900, **when)
    selling.change(market.shop, jacket.uid, seasonal=True)
    [season] = selling.seasons_of(jacket)
    selling.remove_season(market.shop, jacket.uid, season.uid)
    told = screens(live)
    assert told[0] == (before := ("129.00", None))
    assert told[-2:] == [("129.00", "99.00"), before]
