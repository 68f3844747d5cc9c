"""`PUT /v2/<access key>/campaign/<key>/product/order`."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from models.content import Content
from models.database import database
from models.product import Product
from tests.api.campaigns.campaign_products.ways import Row, carried, place_of, rows
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_product
from usecases import carrying
from usecases.goods import Name

Choose = Callable[[list[Product]], list[Row]]


@pytest.fixture
def products(server: Server) -> list[Product]:
    return [a_product(server.shop, external_id=f"P-{number}") for number in range(4)]


@pytest.fixture
def live(server: Server, products: list[Product]) -> Content:
    return a_live(server.shop, products=tuple(products))


def test_listed_ones_come_first_and_the_rest_keep_their_order(
    server: Server, live: Content, products: list[Product]
) -> None:
    one, two, three, four = products
    body = [*rows(four), {"customerProductId": "P-1"}]
    answer = server.ask("PUT", f"{place_of(live)}/order", body)
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, '""')
    assert carried(live) == [four.id, two.id, one.id, three.id]
    told = server.get(place_of(live))
    assert [each["sortOrder"] for each in told] == [1, 2, 3, 4]
    assert [each["customerProductId"] for each in told] == ["P-3", "P-1", "P-0", "P-2"]


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (lambda _: [], -840),
        (lambda each: [*rows(each[0]), {"productId": "12"}], -840),
        (lambda each: [*rows(each[0]), {}], -839),
        (lambda each: rows(each[0], each[0]), -510),
        (lambda _: [{"productId": "x y"}], -510),
        (lambda _: [{"productId": -1}], -510),
        (lambda _: [{"customerProductId": ""}], -510),
    ],
    ids=["none", "unknown", "unnamed", "twice", "no number", "negative", "empty"],
)
def test_what_names_no_order_changes_none(
    server: Server, live: Content, products: list[Product], body: Choose, number: int
) -> None:
    where = f"{place_of(live)}/order"
    assert refusal(server.ask("PUT", where, body(products))) == (400, number)
    assert carried(live) == [each.id for each in products]


def test_a_product_of_the_shop_that_the_campaign_lacks_is_named_in_vain(
    server: Server, live: Content
) -> None:
    where = f"{place_of(live)}/order"
    assert refusal(server.ask("PUT", where, rows(a_product(server.shop)))) == (400, -840)


def test_of_two_orders_at_once_one_is_last_and_whole(
    server: Server, live: Content, products: list[Product]
) -> None:
    orders = [products[::-1], [*products[2:], *products[:2]]]
    ready = threading.Barrier(2)

    def order(wanted: list[Product]) -> None:
        with database.connection_context():
            ready.wait(60)
            carrying.order(server.shop, live.uid, [Name(each.uid, None) for each in wanted])

    threads = [threading.Thread(target=order, args=(each,)) for each in orders]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert carried(live) in [[each.id for each in wanted] for wanted in orders]


def test_another_shop_orders_nothing(server: Server, charlies: Server, live: Content) -> None:
    mine = carried(live)
    body = rows(*Product.select())
    assert refusal(charlies.ask("PUT", f"{place_of(live)}/order", body)) == (404, -710)
    assert carried(live) == mine
