"""`PUT /v2/<access key>/campaign/<key>/transferToParent`."""

from __future__ import annotations

import pytest

from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.api.campaigns.transfers.ways import a_campaign, owners


@pytest.mark.parametrize("products", [True, False], ids=["with products", "alone"])
def test_a_campaign_comes_back_to_the_shop(server: Server, products: bool) -> None:
    live, oak, mug = a_campaign(server.shop)
    where = f"/campaign/{live.uid}/transferToParent"
    told = server.put(where, withProduct=str(products).lower())
    assert told["seller"] is None
    assert owners(live, mug) == [None, None if products else oak.id]


def test_by_default_its_products_stay_with_their_seller(server: Server) -> None:
    live, oak, mug = a_campaign(server.shop)
    told = server.put(f"/campaign/{live.uid}/transferToParent")
    assert told["campaignProductList"][0]["seller"]["name"] == "Oak"
    assert owners(live, mug) == [None, oak.id]


def test_others_take_nothing_back(server: Server, charlies: Server) -> None:
    live, oak, mug = a_campaign(server.shop)
    where = f"/campaign/{live.uid}/transferToParent"
    assert refusal(charlies.ask("PUT", where)) == (404, -710)
    seller = a_sellers_server(server.client, oak)
    assert refusal(seller.ask("PUT", where)) == (403, -510)
    assert refusal(server.ask("PUT", where, withProduct="some")) == (400, -510)
    assert owners(live, mug) == [oak.id, oak.id]
