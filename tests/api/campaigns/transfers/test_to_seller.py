"""`PUT /v2/<access key>/campaign/<key>/transferToSeller/<seller>`."""

from __future__ import annotations

from models.broadcast import LiveEvent
from models.content import STARTED
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.api.campaigns.transfers.ways import a_campaign, owners
from tests.builders import a_live, a_seller, a_share, an_event
from usecases.numerals import numeral_of


def test_a_campaign_is_handed_over_with_its_products(server: Server) -> None:
    live, _, mug = a_campaign(server.shop)
    larch = a_seller(server.shop, name="Larch")
    where = f"/campaign/{live.uid}/transferToSeller/{numeral_of(larch.uid)}"
    told = server.put(where, withProduct="true")
    assert told["seller"]["name"] == "Larch"
    assert [each["seller"]["name"] for each in told["campaignProductList"]] == ["Larch"]
    assert owners(live, mug) == [larch.id, larch.id]


def test_without_its_products_it_stays_until_they_are_the_new_sellers(server: Server) -> None:
    live, oak, mug = a_campaign(server.shop)
    larch = a_seller(server.shop)
    where = f"/campaign/{live.uid}/transferToSeller/{larch.uid}"
    answer = server.ask("PUT", where)
    assert refusal(answer) == (400, -510)
    assert "another seller" in answer.text
    assert owners(live, mug) == [oak.id, oak.id]
    empty = a_live(server.shop, seller=oak)
    told = server.put(f"/campaign/{empty.uid}/transferToSeller/{larch.uid}")
    assert told["seller"]["sellerId"] == numeral_of(larch.uid)


def test_all_is_handed_over_or_nothing(server: Server) -> None:
    live, oak, mug = a_campaign(server.shop)
    a_live(server.shop, name="Another show", seller=oak, products=(mug,))
    where = f"/campaign/{live.uid}/transferToSeller/{a_seller(server.shop).uid}"
    answer = server.ask("PUT", where, withProduct="true")
    assert refusal(answer) == (400, -510)
    assert "Another show" in answer.text
    assert owners(live, mug) == [oak.id, oak.id]


def test_what_is_shown_stays_on_the_screen(server: Server) -> None:
    live, _, mug = a_campaign(server.shop)
    live.state = STARTED
    live.save()
    event = an_event(live, "product", product=mug)
    where = f"/campaign/{live.uid}/transferToSeller/{a_seller(server.shop).uid}"
    [told] = server.put(where, withProduct="true")["campaignProductList"]
    assert told["showingNow"] is True
    assert LiveEvent.get_by_id(event.id).to_at is None


def test_others_hand_nothing_over(server: Server, charlies: Server) -> None:
    live, oak, mug = a_campaign(server.shop)
    theirs = a_seller(charlies.shop)
    where = f"/campaign/{live.uid}/transferToSeller/"
    assert refusal(server.ask("PUT", f"{where}{theirs.uid}")) == (404, -840)
    assert refusal(charlies.ask("PUT", f"{where}{theirs.uid}")) == (404, -710)
    seller = a_sellers_server(server.client, oak)
    assert refusal(seller.ask("PUT", f"{where}{oak.uid}")) == (403, -510)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("PUT", f"{where}{theirs.uid}")) == (403, -510)
    assert owners(live, mug) == [oak.id, oak.id]
