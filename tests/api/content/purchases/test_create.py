"""`POST /api/v1/purchases`: an order is told by a page, without a key, or by the shop's server."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import limits
from models.day_count import WHOLE
from models.purchase import PAGE, SERVER, Attribution, Purchase, PurchaseItem
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.purchases.ways import ORDER, Page
from tests.builders import a_key, a_product, a_seller, a_video
from tests.conftest import NOON
from usecases import counting
from usecases.attribution import mark_of
from usecases.counting import Counts, Seen

PATH = "/api/v1/purchases"
JSON = "application/json"
VISITOR = "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"


def test_a_server_tells_of_an_order_and_is_answered_what_was_kept(
    alices: Caller, alice: Shop, noon: Any
) -> None:
    product = a_product(alice, ref="SKU-1")
    answer = alices.post("/purchases", ORDER)
    assert answer.status_code == 201
    told = answer.json["data"]
    assert told["type"] == "purchase"
    assert told["attributes"] == {
        "order_id": "2026-1042",
        "source": "server",
        "total": "134.80",
        "currency": "EUR",
        "products": [
            {
                "id": "SKU-1",
                "product_id": product.uid,
                "quantity": 2,
                "price": "64.95",
                "extra": {"productCategory": "Jackets"},
            },
            {"id": "GIFT", "product_id": None, "quantity": 1, "price": None, "extra": {}},
        ],
        "created_at": "2026-06-15T12:00:00.000Z",
        "updated_at": "2026-06-15T12:00:00.000Z",
    }
    assert alices.get(f"/purchases/{told['id']}").json["data"] == told


def test_a_page_tells_of_an_order_and_is_answered_nothing(page: Page) -> None:
    answer = page.tell()
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    kept = Purchase.get()
    assert (kept.source, kept.total_amount, kept.order_ref) == (PAGE, 13480, "2026-1042")


def test_a_page_tells_who_agreed_to_be_known_and_what_players_said(page: Page, alice: Shop) -> None:
    added, watched = a_video(alice), a_video(alice)
    counting.count(alice, [Seen(watched.uid, "", WHOLE, Counts(views=1))], VISITOR)
    [jacket, gift] = ORDER["products"]
    marked = {**jacket, "attribution": mark_of(alice, added.uid)}
    body = {**ORDER, "products": [marked, gift], "visitor": VISITOR}
    assert page.tell(body).status_code == 204
    shares = {(each.content, each.ref) for each in Attribution.select()}
    assert shares == {(added.uid, "SKU-1"), (watched.uid, "")}
    assert PurchaseItem.select().first().extra == {"productCategory": "Jackets"}


def test_global_privacy_control_makes_nobody_known(page: Page, alice: Shop) -> None:
    counting.count(alice, [Seen(a_video(alice).uid, "", WHOLE, Counts(views=1))], VISITOR)
    headers = {"Origin": page.origin, "Sec-GPC": "1"}
    assert page.tell({**ORDER, "visitor": VISITOR}, headers=headers).status_code == 204
    assert (Purchase.select().count(), Attribution.select().count()) == (1, 0)


def test_a_mark_that_is_not_ours_does_no_harm(page: Page) -> None:
    body = {**ORDER, "products": [{"id": "SKU-1", "quantity": 1, "attribution": "x" * 200}]}
    assert page.tell(body).status_code == 204
    assert (Purchase.select().count(), Attribution.select().count()) == (1, 0)


def test_a_page_may_name_the_shop_in_a_header(client: FlaskClient, alice: Shop) -> None:
    headers = {"Origin": "https://shop.example", "App-Id": alice.app_id}
    assert client.post(PATH, json=ORDER, headers=headers).status_code == 204
    assert Purchase.get().source == PAGE


def test_a_browser_that_asks_first_is_told_what_pages_may_send(client: FlaskClient) -> None:
    asked = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "app-id,content-type",
    }
    answer = client.options(PATH, headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert {"App-Id", "Content-Type"} <= set(
        answer.headers["Access-Control-Allow-Headers"].split(", ")
    )


STRANGERS = {
    "another site": ({"Origin": "https://evil.example"}, 403, "origin-not-allowed"),
    "a page without an origin of its own": ({"Origin": "null"}, 403, "origin-not-allowed"),
    "a program without an origin": ({}, 401, "no-credentials"),
}


@pytest.mark.parametrize(("headers", "status", "code"), STRANGERS.values(), ids=STRANGERS)
def test_who_is_no_page_of_the_shop_is_refused(
    page: Page, headers: dict[str, str], status: int, code: str
) -> None:
    answer = page.tell(headers=headers)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (status, code)
    assert answer.headers["Access-Control-Allow-Origin"] == "*", "the page may read why"
    assert Purchase.select().count() == 0


def test_a_page_of_no_shop_is_refused(page: Page) -> None:
    for app_id in ("nobody", "\x00", ""):
        assert page.tell(query_string={"app_id": app_id}).status_code in (401, 404)


def test_a_wrong_key_is_not_taken_for_a_page(page: Page) -> None:
    headers = {"Origin": page.origin, "App-Id": page.app_id, "Api-Key": "vtrn_test_x"}
    assert page.tell(headers=headers).status_code == 401


def test_plain_text_is_for_json_and_nothing_else_is_taken(page: Page) -> None:
    assert page.tell(content_type="application/x-www-form-urlencoded").status_code == 415
    assert page.tell(data=b"total=1").status_code == 422


def test_a_body_is_no_larger_than_browsers_send_on_leaving(page: Page, alices: Caller) -> None:
    long = orjson.dumps({**ORDER, "order_id": " " * 70_000})
    assert page.tell(data=long).status_code == 413
    assert alices("POST", "/purchases", data=long, content_type=JSON).status_code == 413


def test_an_address_that_tells_too_much_is_told_to_wait(app: Flask, page: Page, noon: Any) -> None:
    app.extensions["vitrine.meters"] = limits.mount_limits({"key": 0, "address": 3})
    codes = [page.tell().status_code for _ in range(4)]
    assert codes == [204, 204, 204, 429]


def test_pages_tell_fewer_orders_than_servers_ask_questions(
    app: Flask, alices: Caller, page: Page, noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAGE_RATE", 2)
    app.extensions["vitrine.meters"] = limits.mount_limits({"key": 9, "address": 9})
    assert [page.tell().status_code for _ in range(3)] == [204, 204, 429]
    assert alices.post("/purchases", ORDER).status_code == 201


def test_an_order_of_many_lines_is_kept_in_their_order(alices: Caller) -> None:
    lines = [{"id": f"SKU-{number}", "quantity": number + 1} for number in range(200)]
    made = alices.post("/purchases", {"total": 1, "products": lines})
    assert made.status_code == 201, made.json
    told = made.json["data"]["attributes"]["products"]
    assert [{"id": each["id"], "quantity": each["quantity"]} for each in told] == lines


def test_an_order_told_again_is_kept_once(alices: Caller, page: Page) -> None:
    first, second = (alices.post("/purchases", ORDER) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    page.tell({**ORDER, "total": 1})
    assert alices.get("/purchases").json["data"] == [first.json["data"]]


def test_an_order_told_otherwise_by_a_server_is_refused(alices: Caller) -> None:
    alices.post("/purchases", ORDER)
    refused = alices.post("/purchases", {**ORDER, "total": 1})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "order-differs")


def test_a_servers_word_takes_the_place_of_a_pages(alices: Caller, page: Page) -> None:
    page.tell({**ORDER, "total": 0.01})
    assert alices.post("/purchases", ORDER).json["data"]["attributes"]["source"] == "server"
    [kept] = alices.get("/purchases").json["data"]
    assert kept["attributes"]["total"] == "134.80"


def test_a_page_learns_nothing_of_orders_it_guesses(alices: Caller, page: Page) -> None:
    alices.post("/purchases", ORDER)
    known, unknown = page.tell(), page.tell({**ORDER, "order_id": "2026-1043"})
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)


def test_only_orders_of_known_products_are_kept_where_asked_for(
    alices: Caller, alice: Shop, page: Page
) -> None:
    strict = {**ORDER, "only_known_products": True}
    assert (alices.post("/purchases", strict).status_code, page.tell(strict).status_code) == (
        204,
        204,
    )
    assert Purchase.select().count() == 0
    a_product(alice, ref="GIFT")
    assert alices.post("/purchases", strict).status_code == 201


def test_a_sellers_key_finds_nothing_here(client: FlaskClient, alice: Shop) -> None:
    seller = Caller(client, a_key(alice, seller=a_seller(alice)))
    assert seller.post("/purchases", ORDER).status_code == 404


AMOUNTS = {
    "whole": ("135", "EUR", "135.00"),
    "decimals": ("134.8", "EUR", "134.80"),
    "more zeros than decimals": ("134.80000", "EUR", "134.80"),
    "nothing": ("0.0000000", "EUR", "0.00"),
    "powers of ten": ("1.5e2", "EUR", "150.00"),
    "text": ('"134.80"', "EUR", "134.80"),
    "no decimals": ("13480", "JPY", "13480"),
    "three decimals": ("1.234", "KWD", "1.234"),
    "what no float can hold": ("999999999999.9999", "CLF", "999999999999.9999"),
}


@pytest.mark.parametrize(("sent", "currency", "kept"), AMOUNTS.values(), ids=AMOUNTS)
def test_money_is_kept_to_the_letter(alices: Caller, sent: str, currency: str, kept: str) -> None:
    line = f'{{"id": "a", "quantity": 1, "price": {sent}}}'
    body = f'{{"total": {sent}, "currency": "{currency}", "products": [{line}]}}'
    answer = alices("POST", "/purchases", data=body, content_type=JSON)
    told = answer.json["data"]["attributes"]
    assert (told["total"], told["products"][0]["price"]) == (kept, kept)


BAD_AMOUNTS = {
    "negative": "-1",
    "a negative fraction": "-0.01",
    "more decimals than euros have": "1.001",
    "the sum of floats": "59.699999999999996",
    "digits nobody counts": "1.000000000000000000000000001",
    "a very small number": "1e-999999",
    "a smaller one still": "1e-9999999999999999999999",
    "a very large number": "1e300",
    "thirteen digits": "1000000000000",
    "a comma": '"19,90"',
    "an exponent in text": '"1e2"',
    "text that is no number": '"NaN"',
    "a truth": "true",
    "a list": "[1]",
}


@pytest.mark.parametrize("sent", BAD_AMOUNTS.values(), ids=BAD_AMOUNTS)
def test_what_is_no_money_is_refused_where_it_stands(alices: Caller, sent: str) -> None:
    line = '{"id": "a", "quantity": 1, "price": %s}'
    bodies = {
        "/total": f'{{"total": {sent}, "products": [{line % 1}]}}',
        "/products/1/price": f'{{"total": 1, "products": [{line % 1}, {line % sent}]}}',
    }
    for pointer, body in bodies.items():
        refused = alices("POST", "/purchases", data=body, content_type=JSON)
        assert refused.status_code == 422, body
        where = refused.json["errors"][0]["source"]["pointer"]
        assert where in (pointer, ""), "a number that cannot be read at all has no place yet"
    assert Purchase.select().count() == 0


@pytest.mark.parametrize("sent", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_json_does_not_know_are_refused(page: Page, sent: str) -> None:
    body = f'{{"total": {sent}, "products": [{{"id": "a", "quantity": 1}}]}}'
    assert page.tell(data=body.encode()).status_code == 422


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no total": ({"total": None}, "/total"),
    "no products": ({"products": []}, "/products"),
    "an unknown currency": ({"currency": "XYZ"}, "/currency"),
    "a currency in small letters": ({"currency": "eur"}, "/currency"),
    "an empty order id": ({"order_id": ""}, "/order_id"),
    "a long order id": ({"order_id": "a" * 201}, "/order_id"),
    "a NUL in the order id": ({"order_id": "a\x00"}, "/order_id"),
    "a number for an order id": ({"order_id": 1042}, "/order_id"),
    "an unknown field": ({"total_items": 3}, "/total_items"),
    "who bought it": ({"visitor": "x"}, "/visitor"),
    "text for a truth": ({"only_known_products": "true"}, "/only_known_products"),
}
BAD_LINES: dict[str, tuple[dict[str, Any], str]] = {
    "no reference": ({"id": None}, "/id"),
    "an empty reference": ({"id": ""}, "/id"),
    "a broken number for a reference": ({"id": 1.5}, "/id"),
    "a truth for a reference": ({"id": True}, "/id"),
    "no pieces": ({"quantity": 0}, "/quantity"),
    "fewer than none": ({"quantity": -1}, "/quantity"),
    "half a piece": ({"quantity": 1.5}, "/quantity"),
    "text for a number": ({"quantity": "1"}, "/quantity"),
    "countless pieces": ({"quantity": 10**12}, "/quantity"),
    "a NUL in what is kept": ({"note": "a\x00"}, ""),
    "what is kept is too deep": ({"note": orjson.loads("[" * 12 + "]" * 12)}, ""),
    "what is kept is too long": ({"note": "a" * 20_001}, ""),
}
BAD |= {
    name: ({"products": [{"id": "a", "quantity": 1, **line}]}, f"/products/0{pointer}")
    for name, (line, pointer) in BAD_LINES.items()
}


@pytest.mark.parametrize(("change", "pointer"), BAD.values(), ids=BAD)
def test_a_wrong_field_is_named(alices: Caller, change: dict[str, Any], pointer: str) -> None:
    refused = alices.post("/purchases", {**ORDER, **change})
    assert refused.status_code == 422
    assert [each["source"]["pointer"] for each in refused.json["errors"]] == [pointer]
    assert Purchase.select().count() == 0


def test_what_is_missing_and_what_is_too_many_is_named(alices: Caller) -> None:
    refused = alices.post("/purchases", {"products": [{}]})
    assert {each["source"]["pointer"] for each in refused.json["errors"]} == {
        "/total",
        "/products/0/id",
        "/products/0/quantity",
    }
    many = alices.post("/purchases", {"total": 1, "products": [{"id": "a", "quantity": 1}] * 201})
    assert many.json["errors"][0]["source"]["pointer"] == "/products"


def test_numbers_may_stand_for_references_and_whole_numbers_have_a_point(alices: Caller) -> None:
    body = '{"total": 1, "products": [{"id": 42, "quantity": 2.0, "size": 1.50}]}'
    answer = alices("POST", "/purchases", data=body, content_type=JSON)
    [line] = answer.json["data"]["attributes"]["products"]
    assert (line["id"], line["quantity"], line["extra"]) == ("42", 2, {"size": 1.5})


def test_another_shops_product_of_the_same_reference_is_not_meant(
    alices: Caller, charlie: Shop
) -> None:
    a_product(charlie, ref="SKU-1")
    answer = alices.post("/purchases", ORDER)
    assert answer.json["data"]["attributes"]["products"][0]["product_id"] is None


def test_an_order_without_an_id_is_kept_as_often_as_it_is_told(alices: Caller) -> None:
    body = {"total": 1, "products": [{"id": "a", "quantity": 1}]}
    for _ in range(2):
        assert alices.post("/purchases", body).status_code == 201
    assert Purchase.select().count() == PurchaseItem.select().count() == 2


def test_orders_of_two_shops_may_have_one_id(alices: Caller, charlies: Caller) -> None:
    for caller in (alices, charlies):
        assert caller.post("/purchases", ORDER).status_code == 201
    assert [each.source for each in Purchase.select()] == [SERVER] * 2


def test_the_moment_is_the_servers(page: Page, noon: Any) -> None:
    page.tell()
    assert Purchase.get().created_at == NOON
