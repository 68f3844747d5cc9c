"""`POST /v2/<access key>/seller`."""

from __future__ import annotations

import pytest

from models.seller import Seller
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_seller
from usecases.numerals import numeral_of

SCHEMES = {"seeSellerProfile": "shop://sellers/1", "messaeSeller": "shop://sellers/1/write"}


def test_a_seller_is_told_as_sent_and_known_to_the_content_api(
    server: Server, key: dict[str, str]
) -> None:
    sent = {
        "name": "Larch & Co",
        "storeUrl": "https://larch.example",
        "description": "Jackets",
        "profileUrl": "https://images.example/larch.png",
        "schemes": SCHEMES,
    }
    told = server.post("/seller", sent)
    seller = Seller.get()
    assert told == {"sellerId": numeral_of(seller.uid), **sent}
    content = server.client.get(f"/api/v1/sellers/{seller.uid}", headers=key).get_json()
    facts = content["data"]["attributes"]
    assert (facts["name"], facts["url"]) == ("Larch & Co", "https://larch.example")
    assert facts["external_id"] == seller.uid


def test_only_a_name_is_needed(server: Server) -> None:
    told = [server.post("/seller", {"name": "Larch"}) for _ in "12"]
    assert told[0]["sellerId"] != told[1]["sellerId"]
    assert told[0]["schemes"] is None


@pytest.mark.parametrize(
    "body",
    [{}, [], {"name": ""}, {"name": "L", "storeUrl": "no address"}, {"name": "L", "id": 1},
     {"name": "L", "schemes": {"other": "x"}}, {"name": "\ud800"}],
    ids=str,
)  # fmt: skip
def test_what_is_no_seller_is_refused(server: Server, body: object) -> None:
    assert refusal(server.ask("POST", "/seller", body)) == (400, -510)
    assert not Seller.select().exists()


def test_a_sellers_key_takes_nobody_on(server: Server) -> None:
    theirs = a_sellers_server(server.client, a_seller(server.shop))
    assert refusal(theirs.ask("POST", "/seller", {"name": "Oak"})) == (403, -510)
