"""`DELETE /v2/<access key>/seller/<id>`."""

from __future__ import annotations

from models.product import Product
from models.seller import Seller
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_product, a_seller
from usecases.numerals import numeral_of


def test_a_seller_goes_and_its_products_stay(server: Server) -> None:
    larch = a_seller(server.shop)
    a_product(server.shop, seller=larch)
    server.delete(f"/seller/{numeral_of(larch.uid)}")
    assert not Seller.select().exists()
    assert Product.get().seller_id is None
    assert refusal(server.ask("DELETE", f"/seller/{larch.uid}")) == (404, -840)


def test_others_remove_nobody(server: Server, charlies: Server) -> None:
    larch = a_seller(server.shop)
    assert refusal(charlies.ask("DELETE", f"/seller/{larch.uid}")) == (404, -840)
    theirs = a_sellers_server(server.client, larch)
    assert refusal(theirs.ask("DELETE", f"/seller/{larch.uid}")) == (403, -510)
    assert Seller.select().exists()
