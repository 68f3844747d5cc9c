"""Ways of tests of a campaign's products."""

from __future__ import annotations

from models.content import Content, ContentProduct
from models.product import Product
from tests.api.campaigns.conftest import Server
from usecases.numerals import numeral_of

Row = dict[str, object]


def place_of(live: Content) -> str:
    """Where the products of a campaign stand."""
    return f"/campaign/{live.uid}/product"


def rows(*products: Product) -> list[Row]:
    """Name products by their numbers."""
    return [{"productId": numeral_of(each.uid)} for each in products]


def carried(live: Content) -> list[int]:
    """The products that a live carries, in order."""
    links = ContentProduct.select().where(ContentProduct.content == live)
    return [each.product_id for each in links.order_by(ContentProduct.position)]


def statuses(server: Server, method: str, where: str, body: object, **query: object) -> list[str]:
    """What became of each row."""
    answer = server.ask(method, where, body, **query)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return [each["status"] for each in answer.json["results"]]
