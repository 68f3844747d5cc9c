"""`PATCH /api/v1/lives/<uid>/auctions/<auction>`: terms, until it is on."""

from __future__ import annotations

import pytest

from models.auction import Auction
from models.content import Content
from models.message import HOST, MODERATOR
from models.shop import Shop
from tests.api.content.auctions.conftest import Hold, refusal
from tests.api.content.conftest import Caller
from usecases.auctions import running


@pytest.mark.parametrize("role", [HOST, MODERATOR])
def test_the_first_price_is_adjusted_before_the_start(path: str, holder: Hold, role: str) -> None:
    changed = holder(role).patch(path, {"starting_price": "9.50"})
    assert changed.status_code == 200
    started = holder(role).post(f"{path}/start").json["data"]["attributes"]
    assert (started["starting_price"], started["run"]["starting_price"]) == ("9.50", "9.50")


def test_changed_terms_are_the_lives_own(alices: Caller, alice: Shop, live: Content) -> None:
    terms = {"starting_price": "7.00", "increment": "1.00", "duration_seconds": 120}
    mug = alices.post("/products", {"name": "Mug", "auction": terms}).json["data"]["id"]
    alices.patch(f"/lives/{live.uid}", {"product_ids": [mug]})
    [made] = alices.get(f"/lives/{live.uid}/auctions").json["data"]
    changed = alices.patch(f"/lives/{live.uid}/auctions/{made['id']}", {"increment": "2.00"})
    assert changed.json["data"]["attributes"]["own_terms"] is True
    assert (
        alices.get(f"/products/{mug}").json["data"]["attributes"]["auction"]["increment"] == "1.00"
    )


def test_terms_stay_while_it_is_on(
    alices: Caller, alice: Shop, live: Content, auction: Auction, path: str
) -> None:
    running.start(alice, live.uid, auction.uid)
    assert refusal(alices.patch(path, {"increment": "2.00"})) == (409, "auction-ongoing")
    assert alices.get(path).json["data"]["attributes"]["increment"] == "1.00"


def test_terms_must_go_with_one_another(alices: Caller, path: str) -> None:
    assert alices.patch(path, {"maximum_price": "8.00"}).status_code == 200
    refused = alices.patch(path, {"starting_price": "8.00"})
    assert refused.json["errors"][0]["source"] == {"pointer": "/maximum_price"}
