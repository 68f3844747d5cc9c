"""`GET /api/v1/lives/<uid>/numbers`: what a live came to."""

from __future__ import annotations

from datetime import datetime, timedelta

from models import clock
from models.audience import Reaction
from models.content import STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_message, a_product, a_share, a_shop
from tests.conftest import NOON
from usecases import audience
from usecases.audience import Held

NOTHING = {
    "viewers": 0,
    "peak": 0,
    "visits": 0,
    "watch_seconds": 0,
    "messages": 0,
    "questions": 0,
    "reactions": {},
    "product_clicks": 0,
    "products": [],
}


def test_a_live_that_nobody_has_seen_came_to_nothing(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    told = alices.get(f"/lives/{live.uid}/numbers").json["data"]
    assert told == {"id": live.uid, "type": "live_numbers", "attributes": NOTHING}


def test_everything_that_was_counted_is_told(alices: Caller, alice: Shop, noon: datetime) -> None:
    jacket, coat = a_product(alice, name="Jacket", ref="SKU-1"), a_product(alice, name="Coat")
    live = a_live(alice, products=(jacket, coat), state=STARTED, started_at=NOON)
    audience.hold("push a", {live.id: Held(30, visits=35, watch_s=150)})
    audience.hold("push b", {live.id: Held(12, visits=12, watch_s=60)})
    audience.hold("push a", {live.id: Held(5, watch_s=25)})
    a_message(live, "Hello")
    a_message(live, question=True)
    for hidden in ("moderated", "waiting", "shadowed"):
        a_message(live, question=True, **{hidden: True})
    Reaction.create(content=live, emoji="❤️", count=3)
    for product in (coat, jacket, coat):
        audience.click(live.uid, None, product.uid)
    told = alices.get(f"/lives/{live.uid}/numbers").json["data"]["attributes"]
    assert told == {
        "viewers": 17,
        "peak": 42,
        "visits": 47,
        "watch_seconds": 235,
        "messages": 2,
        "questions": 1,
        "reactions": {"❤️": 3},
        "product_clicks": 3,
        "products": [
            {"product_id": coat.uid, "ref": None, "name": "Coat", "clicks": 2},
            {"product_id": jacket.uid, "ref": "SKU-1", "name": "Jacket", "clicks": 1},
        ],
    }


def test_seconds_count_while_the_show_is_on_air(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    audience.hold("push a", {live.id: Held(2, visits=2, watch_s=10)})
    told = alices.get(f"/lives/{live.uid}/numbers").json["data"]["attributes"]
    assert (told["viewers"], told["visits"], told["watch_seconds"]) == (2, 2, 0)


def test_the_dead_are_not_counted_among_viewers(
    alices: Caller, alice: Shop, noon: datetime
) -> None:
    live = a_live(alice)
    audience.hold("push a", {live.id: Held(2)})
    with clock.frozen(NOON + timedelta(seconds=15)):
        told = alices.get(f"/lives/{live.uid}/numbers").json["data"]["attributes"]
    assert (told["viewers"], told["peak"]) == (0, 2)


def test_clicks_on_other_shops_products_are_in_the_sum_alone(alices: Caller, alice: Shop) -> None:
    dora = a_shop("Dora")
    theirs, own = (a_product(each, ean="4006381333931") for each in (alice, dora))
    live = a_live(alice, products=(theirs,))
    a_share(live, dora)
    audience.click(live.uid, dora.app_id, own.uid)
    told = alices.get(f"/lives/{live.uid}/numbers").json["data"]["attributes"]
    assert (told["product_clicks"], told["products"]) == (1, [])
