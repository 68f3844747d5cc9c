"""`POST /v2/<access key>/console/<key>/product/auction/end`."""

from __future__ import annotations

from models.content import STARTED
from tests.api.campaigns.campaign_products.ways import rows
from tests.api.campaigns.conftest import Server, refusal
from tests.api.campaigns.console_auctions.ways import ask
from tests.builders import a_bidder, a_live, an_auction
from usecases.auctions import bidding
from usecases.auctions.running import choose_checkout


def test_who_leads_has_won_and_is_told_where_to_pay(server: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    auction = an_auction(live)
    [row] = rows(auction.product)
    ask(server, live, "start", row)
    bidding.bid(a_bidder(live), live, auction.uid, "9.00")
    told = ask(server, live, "end", row)["auction"]
    assert (told["auctionStatus"], told["winningPrice"]) == ("ENDED", 9.0)
    assert (told["winner"]["userId"], told["winnerCheckoutScheme"]) == ("Noor@shop", None)
    choose_checkout(server.shop, live.uid, auction.uid, "https://shop.example/pay/1")
    [told] = server.get(f"/campaign/{live.uid}/product/auction")
    assert told["auction"]["winnerCheckoutScheme"] == "https://shop.example/pay/1"


def test_what_is_not_on_fails(server: Server, charlies: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    [row] = rows(an_auction(live).product)
    assert ask(server, live, "end", row)["status"] == "FAIL"
    where = f"/console/{live.uid}/product/auction/end"
    assert refusal(charlies.ask("POST", where, [row])) == (404, -710)
