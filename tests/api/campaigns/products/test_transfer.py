"""`PUT /v2/<access key>/product/transferToSeller/<seller>`."""

from __future__ import annotations

from models.product import Product
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_live, a_product, a_seller
from usecases.numerals import numeral_of


def test_products_are_handed_to_a_seller(server: Server, charlies: Server) -> None:
    larch = a_seller(server.shop)
    mug, cup = a_product(server.shop, external_id="P-1"), a_product(charlies.shop)
    rows = [{"customerProductId": "P-1"}, {"productId": numeral_of(cup.uid)}]
    told = server.put(f"/product/transferToSeller/{numeral_of(larch.uid)}", rows)
    assert [each["status"] for each in told["results"]] == ["UPDATE", "FAIL"]
    assert told["results"][0]["seller"]["sellerId"] == numeral_of(larch.uid)
    assert Product.get_by_id(mug.id).seller_id == larch.id
    assert Product.get_by_id(cup.id).seller_id is None


def test_what_a_campaign_of_another_seller_carries_stays(server: Server) -> None:
    larch, oak = a_seller(server.shop), a_seller(server.shop)
    mug = a_product(server.shop, seller=oak)
    a_live(server.shop, seller=oak, products=(mug,))
    [told] = server.put(f"/product/transferToSeller/{larch.uid}", [{"productId": mug.uid}])[
        "results"
    ]
    assert told["status"] == "FAIL"
    assert "Autumn show" in told["message"]


def test_an_unknown_seller_gets_nothing(server: Server, charlies: Server) -> None:
    mug, theirs = a_product(server.shop), a_seller(charlies.shop)
    told = server.put(f"/product/transferToSeller/{theirs.uid}", [{"productId": mug.uid}])
    assert told["failCount"] == 1
    where = f"/product/transferToSeller/{theirs.uid}"
    assert refusal(server.ask("PUT", where, [{}])) == (400, -839)


def test_a_sellers_key_hands_nothing_over(server: Server) -> None:
    larch, oak = a_seller(server.shop), a_seller(server.shop)
    mug = a_product(server.shop, seller=larch)
    told = a_sellers_server(server.client, larch).put(
        f"/product/transferToSeller/{oak.uid}", [{"productId": mug.uid}]
    )
    assert told["failCount"] == 1
    assert Product.get().seller_id == larch.id
