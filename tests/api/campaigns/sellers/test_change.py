"""`PUT /v2/<access key>/seller/<id>`."""

from __future__ import annotations

from models.seller import Seller
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_seller
from usecases.numerals import numeral_of


def test_only_what_is_sent_changes(server: Server) -> None:
    larch = a_seller(server.shop, url="https://larch.example", app_links={"store": "shop://1"})
    where = f"/seller/{numeral_of(larch.uid)}"
    told = server.put(where, {"description": "Jackets"})
    assert (told["description"], told["storeUrl"]) == ("Jackets", "https://larch.example")
    assert told["schemes"] == {"viewSellerStore": "shop://1"}
    told = server.put(where, {"schemes": None, "storeUrl": None})
    assert (told["schemes"], told["storeUrl"]) == (None, None)
    assert Seller.get().external_id == larch.external_id


def test_others_change_nothing(server: Server, charlies: Server) -> None:
    larch, oak = a_seller(server.shop), a_seller(server.shop)
    for who in (charlies, a_sellers_server(server.client, oak)):
        answer = who.ask("PUT", f"/seller/{larch.uid}", {"name": "Mine"})
        assert refusal(answer) == (404, -840)
    assert refusal(server.ask("PUT", f"/seller/{larch.uid}", {"name": None})) == (400, -510)
    assert {each.name for each in Seller.select()} == {"Larch & Co"}
