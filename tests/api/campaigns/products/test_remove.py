"""`DELETE /v2/<access key>/product`."""

from __future__ import annotations

from models.content import ContentProduct
from models.product import Product
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_product
from usecases.numerals import numeral_of


def test_products_go_from_the_shop_and_from_its_campaigns(server: Server, charlies: Server) -> None:
    gone, stays = a_product(server.shop, external_id="P-1"), a_product(server.shop)
    theirs = a_product(charlies.shop)
    a_live(server.shop, products=(gone, stays))
    rows = [{"customerProductId": "P-1"}, {"productId": numeral_of(theirs.uid)}]
    told = server.delete("/product", [*rows, rows[0]])
    assert told["results"][0] == {
        "productId": numeral_of(gone.uid),
        "customerProductId": "P-1",
        "message": None,
        "status": "SUCCESS",
    }
    assert [each["status"] for each in told["results"]] == ["SUCCESS", "FAIL", "FAIL"]
    assert {each.uid for each in Product.select()} == {stays.uid, theirs.uid}
    assert [each.product_id for each in ContentProduct.select()] == [stays.id]


def test_a_row_without_a_name_removes_nothing(server: Server) -> None:
    mug = a_product(server.shop)
    rows = [{"productId": mug.uid}, {}]
    assert refusal(server.ask("DELETE", "/product", rows)) == (400, -839)
    assert Product.select().exists()
