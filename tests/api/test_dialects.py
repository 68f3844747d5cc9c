"""Every road to the same live, product and seller tells the same facts, and none tells a secret."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.content import FINISHED, NOT_STARTED, STARTED
from models.shop import Shop
from tests.builders import a_live, a_product, a_seller, an_asset
from tests.conftest import NOON

HOUR = timedelta(hours=1)
STATES = {NOT_STARTED: "planned", STARTED: "online", FINISHED: "finished"}


def to_the_second(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(microsecond=0)


@pytest.mark.parametrize("state", STATES)
def test_a_live_is_the_same_in_every_api(
    client: FlaskClient, alice: Shop, key: dict[str, str], noon: datetime, state: str
) -> None:
    begun: dict[str, Any] = {} if state == NOT_STARTED else {"started_at": NOON}
    product = a_product(alice, ref="183966", discount_amount=9900)
    facts = {"seller": a_seller(alice), "starts_at": NOON, "ends_at": NOON + HOUR, "state": state}
    live = a_live(alice, products=(product,), description="Three braids.", **facts, **begun)
    if state == FINISHED:
        an_asset(live)

    def told(path: str) -> Any:
        answer = client.get(path, headers=key)
        assert answer.status_code == 200, answer.json
        return answer.json

    own = told(f"/api/v1/lives/{live.uid}")["data"]["attributes"]
    body = told(f"/v3/streams?applicationId={alice.slug}")["body"]
    [stream] = body["plannedStreams"] + body["availableStreams"]
    quick = told(f"/v3/translation/quick-state?id={live.uid}")["body"]
    card = told(f"/v2/mini-player/stream?applicationId={alice.slug}&productCode=183966")["body"]
    seen = told(f"/audience/v1/lives/{live.uid}/state")

    assert stream["id"] == quick["id"] == card["streamId"] == seen["id"] == live.uid
    assert stream["status"] == quick["status"] == card["streamStatus"] == STATES[own["state"]]
    assert seen["state"] == own["state"]
    assert (stream["name"], stream["description"]) == (own["name"], own["description"])
    assert to_the_second(stream["plannedDate"]) == to_the_second(own["start_date"])
    assert stream["endDate"] == quick["endDate"]
    assert (stream["endDate"] is not None) is own["is_finished"]
    assert quick["viewers"] == seen["viewers"]
    # What is asked for a card is absolute; the player's own state is relative to its page.
    assert (card["playbackLink"] or "").removeprefix("https://vitrine.example") == (
        seen["playback_url"] or ""
    )
    shelved = told(f"/api/v1/products/{product.uid}")["data"]["attributes"]
    [item] = body["products"]
    assert (item["id"], item["name"]) == (card["productId"], shelved["name"])
    seller = told(f"/api/v1/sellers/{own['seller_id']}")["data"]
    [streamer] = body["streamers"]
    assert stream["streamer"] == streamer["id"] == seller["id"]
    assert streamer["profile"]["nickname"] == seller["attributes"]["name"]
    prices = (shelved["discount_price"], shelved["price"], shelved["currency"])
    assert (item["price"], item["oldPrice"], item["currency"]) == prices


@pytest.mark.parametrize(
    "facts",
    [{"published": False}, {"published": False, "awaiting_approval": True}],
    ids=["a draft", "awaiting approval"],
)
def test_what_is_not_public_is_told_on_no_public_road(
    client: FlaskClient, alice: Shop, facts: dict[str, Any]
) -> None:
    product = a_product(alice, ref="A-1")
    live = a_live(
        alice, name="Secret", products=(product,), state=STARTED, started_at=NOON, **facts
    )
    roads = [
        f"/v3/streams?applicationId={alice.slug}",
        f"/v3/translation/quick-state?id={live.uid}",
        f"/v2/mini-player/stream?applicationId={alice.slug}&productCode=A-1",
        f"/v2/mini-player/online?applicationId={alice.slug}",
        f"/audience/v1/lives/{live.uid}/state",
        f"/embed/lives/{live.uid}",
    ]
    for road in roads:
        answer = client.get(road)
        assert "Secret" not in answer.text, road
        assert live.uid not in answer.text, road
