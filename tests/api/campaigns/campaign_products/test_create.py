"""`POST /v2/<access key>/campaign/<key>/product`."""

from __future__ import annotations

import threading

from models.content import ContentProduct
from models.database import database
from models.product import SOLD_OUT
from tests.api.campaigns.campaign_products.ways import carried, place_of, rows, statuses
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_live, a_product, a_seller, a_share
from usecases import carrying
from usecases.goods import Name
from usecases.numerals import numeral_of


def test_products_come_last_in_the_order_sent(server: Server, key: dict[str, str]) -> None:
    first, second, third = (a_product(server.shop) for _ in "123")
    live = a_live(server.shop, products=(first,))
    body = [*rows(third), {"productId": second.uid}]
    assert statuses(server, "POST", place_of(live), body) == ["SUCCESS", "SUCCESS"]
    assert carried(live) == [first.id, third.id, second.id]
    own = server.client.get(f"/api/v1/lives/{live.uid}", headers=key).get_json()["data"]
    assert [each["id"] for each in own["attributes"]["products"]] == [
        first.uid,
        third.uid,
        second.uid,
    ]


def test_what_was_said_of_others_stays(server: Server) -> None:
    mug = a_product(server.shop)
    live = a_live(server.shop, products=(mug,))
    ContentProduct.update(stock=SOLD_OUT, group=3).execute()
    statuses(server, "POST", place_of(live), [{**rows(a_product(server.shop))[0], "groupId": 5}])
    links = ContentProduct.select().order_by(ContentProduct.position)
    assert [(each.stock, each.group) for each in links] == [(SOLD_OUT, 3), (None, 5)]


def test_rows_that_cannot_be_fail_for_themselves(server: Server, charlies: Server) -> None:
    there, fresh = a_product(server.shop), a_product(server.shop, external_id="P-1")
    live = a_live(server.shop, products=(there,))
    theirs = a_product(charlies.shop, external_id="C-1")
    body = [*rows(there, theirs), {"customerProductId": "C-1"}, {"customerProductId": "P-1"}]
    answer = server.post(place_of(live), [*body, *rows(fresh)])
    told = [each["status"] for each in answer["results"]]
    assert told == ["FAIL", "FAIL", "FAIL", "SUCCESS", "FAIL"]
    assert (answer["successCount"], answer["failCount"], answer["totalCount"]) == (1, 4, 5)
    assert "already" in answer["results"][0]["message"]
    assert answer["results"][3]["productId"] == numeral_of(fresh.uid)
    assert carried(live) == [there.id, fresh.id]


def test_a_campaign_of_a_seller_takes_that_sellers_products_alone(server: Server) -> None:
    larch = a_seller(server.shop)
    live = a_live(server.shop, seller=larch)
    mine, other = a_product(server.shop, seller=larch), a_product(server.shop)
    body = rows(other, mine)
    assert statuses(server, "POST", place_of(live), body) == ["FAIL", "SUCCESS"]
    theirs = a_sellers_server(server.client, larch)
    fresh = a_product(server.shop, seller=larch)
    assert statuses(theirs, "POST", place_of(live), rows(other, fresh)) == ["FAIL", "SUCCESS"]
    assert carried(live) == [mine.id, fresh.id]


def test_only_its_own_shop_adds(server: Server, charlies: Server) -> None:
    live = a_live(server.shop)
    body = rows(a_product(charlies.shop))
    assert refusal(charlies.ask("POST", place_of(live), body)) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask("POST", place_of(live), body)) == (403, -510)
    assert refusal(server.ask("POST", place_of(live), [{}])) == (400, -839)
    assert refusal(server.ask("POST", place_of(live), rows(*[a_product(server.shop)] * 201))) == (
        400,
        -510,
    )
    assert carried(live) == []


def test_nothing_is_lost_when_several_add_at_once(server: Server) -> None:
    live = a_live(server.shop)
    products = [a_product(server.shop) for _ in range(12)]
    ready = threading.Barrier(4)

    def add(some: int) -> None:
        with database.connection_context():
            ready.wait(60)
            names = [Name(each.uid, None) for each in products[some::4]]
            carrying.add(server.shop, live.uid, names)

    threads = [threading.Thread(target=add, args=(each,)) for each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(carried(live)) == [each.id for each in products]
