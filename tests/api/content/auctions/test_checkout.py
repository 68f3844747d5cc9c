"""`PUT /api/v1/lives/<uid>/auctions/<auction>/checkout`: where the winner pays."""

from __future__ import annotations

from models.auction import Auction
from models.content import Content
from models.shop import Shop
from tests.api.content.auctions.conftest import Hold, refusal
from tests.api.content.conftest import Caller
from tests.builders import a_sold_auction
from usecases.auctions import running

PAY = {"checkout_url": "https://shop.example/pay/17"}


def test_the_shop_says_where_the_winner_pays(alices: Caller, live: Content) -> None:
    path = f"/lives/{live.uid}/auctions/{a_sold_auction(live).uid}"
    for sent in (PAY, {"checkout_url": None}):
        assert alices.put(f"{path}/checkout", sent).status_code == 200
        told = alices.get(path).json["data"]["attributes"]
        assert told["checkout_url"] == sent["checkout_url"]
    bad = alices.put(f"{path}/checkout", {"checkout_url": "javascript:alert(1)"})
    assert bad.json["errors"][0]["source"] == {"pointer": "/checkout_url"}


def test_nobody_pays_before_the_end_or_where_nobody_bid(
    alices: Caller, alice: Shop, live: Content, auction: Auction, path: str
) -> None:
    running.start(alice, live.uid, auction.uid)
    assert refusal(alices.put(f"{path}/checkout", PAY)) == (409, "auction-not-ended")
    running.end(alice, live.uid, auction.uid)
    assert refusal(alices.put(f"{path}/checkout", PAY)) == (409, "auction-unsold")


def test_who_holds_a_link_does_not_say_where_to_pay(live: Content, holder: Hold) -> None:
    path = f"/lives/{live.uid}/auctions/{a_sold_auction(live).uid}/checkout"
    assert holder("host").put(path, PAY).status_code == 401
