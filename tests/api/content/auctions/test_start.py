"""`POST /api/v1/lives/<uid>/auctions/<auction>/start`: bids are taken from now on."""

from __future__ import annotations

import pytest

from models.content import NOT_STARTED, Content
from models.message import HOST, MODERATOR
from tests.api.content.auctions.conftest import Hold, refusal
from tests.api.content.conftest import Caller
from tests.builders import an_auction


@pytest.mark.parametrize("role", [HOST, MODERATOR])
def test_a_host_or_moderator_starts_it(path: str, holder: Hold, role: str) -> None:
    started = holder(role).post(f"{path}/start")
    assert started.status_code == 200
    told = started.json["data"]["attributes"]
    assert (told["state"], told["run"]["recommended_prices"]) == ("ongoing", ["7.00"])


def test_one_at_a_time_and_once(alices: Caller, live: Content, path: str) -> None:
    other = f"/lives/{live.uid}/auctions/{an_auction(live).uid}"
    assert alices.post(f"{path}/start").json["data"]["attributes"]["run"]["number"] == 1
    assert refusal(alices.post(f"{path}/start")) == (409, "auction-not-ready")
    assert refusal(alices.post(f"{other}/start")) == (409, "auction-ongoing")


def test_nothing_is_started_off_the_air(alices: Caller, path: str) -> None:
    Content.update(state=NOT_STARTED).execute()
    assert refusal(alices.post(f"{path}/start")) == (409, "not-on-air")
