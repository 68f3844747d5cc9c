"""`POST /v2/<access key>/console/<key>/product/auction/reset`."""

from __future__ import annotations

import pytest

from models.content import STARTED
from tests.api.campaigns.campaign_products.ways import rows
from tests.api.campaigns.conftest import Server, refusal
from tests.api.campaigns.console_auctions.ways import ask
from tests.builders import a_live, an_auction


@pytest.mark.parametrize("before", [[], ["start"], ["start", "end"]], ids=str)
def test_whatever_was_is_ready_again(server: Server, before: list[str]) -> None:
    live = a_live(server.shop, state=STARTED)
    [row] = rows(an_auction(live).product)
    for verb in before:
        ask(server, live, verb, row)
    told = ask(server, live, "reset", row)
    assert told["auction"]["auctionStatus"] == "READY"
    assert ask(server, live, "start", row)["auction"]["auctionStatus"] == "ONGOING"


def test_another_shop_resets_nothing(server: Server, charlies: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    [row] = rows(an_auction(live).product)
    ask(server, live, "start", row)
    where = f"/console/{live.uid}/product/auction/reset"
    assert refusal(charlies.ask("POST", where, [row])) == (404, -710)
    [told] = server.get(f"/campaign/{live.uid}/product/auction")
    assert told["auction"]["auctionStatus"] == "ONGOING"
