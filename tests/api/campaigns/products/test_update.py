"""`PUT /v2/<access key>/product`."""

from __future__ import annotations

from typing import Any

import pytest

from models.content import NOT_STARTED, STARTED
from models.product import Product
from tests.api.campaigns.conftest import Server, a_server, refusal
from tests.builders import a_live, a_product, a_seller
from usecases.numerals import numeral_of

TERMS = {"currency": "EUR", "starting_amount": 700, "increment_amount": 100, "duration_s": 120}
AUCTION = {**TERMS, "maximum_amount": None, "extending": True}


def test_only_what_is_sent_changes(server: Server) -> None:
    jacket = a_product(server.shop, ref="SKU-1", external_id="P-1", brand="Larch")
    coat = a_product(server.shop, ref="SKU-2", external_id="P-2")
    rows = [
        {"productId": int(numeral_of(jacket.uid)), "originalPrice": 99.5, "sku": None},
        {"customerProductId": "P-2", "name": "Coat"},
    ]
    told = server.put("/product", rows)["results"]
    assert [each["status"] for each in told] == ["UPDATE", "UPDATE"]
    assert (told[0]["originalPrice"], told[0]["sku"], told[0]["brand"]) == (99.5, None, "Larch")
    assert (told[1]["name"], told[1]["sku"]) == ("Coat", "SKU-2")
    assert Product.get_by_id(coat.id).external_id == "P-2"


def test_a_product_named_by_its_number_may_get_another_own_id(server: Server) -> None:
    jacket = a_product(server.shop, external_id="P-1")
    row = {"productId": numeral_of(jacket.uid), "customerProductId": "P-9"}
    [told] = server.put("/product", [row])["results"]
    assert told["customerProductId"] == "P-9"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"bidDuration": 60}, {**AUCTION, "duration_s": 60}),
        ({"bidMaximumPrice": 50.5}, {**AUCTION, "maximum_amount": 5050}),
        ({"enableAuction": False, "bidDuration": 60}, None),
        ({"extendBidDuration": False}, {**AUCTION, "extending": False}),
        ({"extendBidDuration": None}, AUCTION),
    ],
    ids=["one", "a limit", "none", "not extended", "nothing said"],
)
def test_terms_of_an_auction_change(
    server: Server, sent: dict[str, Any], kept: dict[str, Any] | None
) -> None:
    mug = a_product(server.shop, auction=AUCTION)
    [told] = server.put("/product", [{"productId": numeral_of(mug.uid), **sent}])["results"]
    assert told["status"] == "UPDATE"
    assert Product.get().auction == kept


@pytest.mark.parametrize(
    "sent",
    [{"originalPrice": 5}, {"discountPrice": 5}, {"bidDuration": 5}, {"enableAuction": False}],
    ids=lambda each: next(iter(each)),
)
def test_what_is_sold_on_air_keeps_its_price_and_its_auction(
    server: Server, sent: dict[str, Any]
) -> None:
    mug = a_product(server.shop, auction=AUCTION)
    a_live(server.shop, products=(mug,), state=STARTED)
    [told] = server.get("/product")["results"]
    assert told["locked"] is True
    row = {"productId": numeral_of(mug.uid), "name": "Cup", **sent}
    [told] = server.put("/product", [row])["results"]
    assert told["status"] == "FAIL"
    assert "on air" in told["message"]
    kept = Product.get()
    assert (kept.name, kept.price_amount, kept.auction) == ("Field jacket", 12900, AUCTION)


def test_on_air_the_rest_changes_and_the_same_price_may_be_sent_again(server: Server) -> None:
    mug = a_product(server.shop, auction=AUCTION)
    a_live(server.shop, products=(mug,), state=STARTED)
    same = {"originalPrice": 129.0, "bidStartingPrice": 7, "enableAuction": True}
    row = {"productId": numeral_of(mug.uid), "name": "Cup", **same}
    [told] = server.put("/product", [row])["results"]
    assert (told["status"], told["name"]) == ("UPDATE", "Cup")


def test_a_planned_campaign_locks_nothing(server: Server) -> None:
    mug = a_product(server.shop)
    a_live(server.shop, products=(mug,), state=NOT_STARTED)
    row = {"productId": numeral_of(mug.uid), "originalPrice": 1}
    [told] = server.put("/product", [row])["results"]
    assert (told["status"], told["originalPrice"], told["locked"]) == ("UPDATE", 1.0, False)


def test_what_is_not_there_or_another_shops_fails_for_itself(
    server: Server, charlies: Server
) -> None:
    mine = a_product(server.shop)
    theirs = a_product(charlies.shop, external_id="C-1")
    rows = [
        {"productId": numeral_of(theirs.uid), "name": "Mine now"},
        {"customerProductId": "C-1", "name": "Mine now"},
        {"productId": "12", "name": "Nobody"},
        {"productId": mine.uid, "name": "Cup"},
    ]
    told = server.put("/product", rows)
    assert [each["status"] for each in told["results"]] == ["FAIL", "FAIL", "FAIL", "UPDATE"]
    assert (told["successCount"], told["failCount"], told["totalCount"]) == (1, 3, 4)
    assert told["results"][1]["customerProductId"] == "C-1"
    assert Product.get_by_id(theirs.id).name == "Field jacket"


def test_a_row_without_a_name_refuses_all(server: Server) -> None:
    mine = a_product(server.shop)
    rows = [{"productId": mine.uid, "name": "Cup"}, {"name": "Which?"}]
    assert refusal(server.ask("PUT", "/product", rows)) == (400, -839)
    assert Product.get().name == "Field jacket"


def test_other_callers_change_nothing(server: Server) -> None:
    mine = a_product(server.shop)
    reader = a_server(server.client, server.shop, scopes=["content.read"])
    rows = [{"productId": mine.uid, "name": "Cup"}]
    assert refusal(reader.ask("PUT", "/product", rows)) == (403, -510)
    seller = a_server(server.client, server.shop, seller=a_seller(server.shop))
    assert seller.put("/product", rows)["failCount"] == 1
    assert Product.get().name == "Field jacket"
