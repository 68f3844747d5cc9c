"""The cart of a shop that has none of its own: players add to it, its page asks for an address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import clock
from models.product import Product
from models.session import SignInCode
from models.shop import Shop
from tests import builders
from tests.pages.reading import Page, policy
from tests.pages.tills import (
    NOOR,
    a_lamp,
    assert_closed,
    cart_of,
    code_for,
    follow,
    selling,
    trying,
)
from usecases import codes
from usecases.market import baskets, checkout
from usecases.market.baskets import Basket


@pytest.fixture
def shop(alice: Shop, tmp_path: Any) -> Shop:
    """Alice's shop, whose players have a cart here."""
    trying(tmp_path)
    return selling(alice)


@pytest.fixture
def lamp(shop: Shop) -> Product:
    """A lamp for 19.90, of which there are five."""
    return a_lamp(shop)


def added(client: FlaskClient, shop: Shop, ware: Product, **sent: Any) -> TestResponse:
    """Add something, as a player does."""
    form = {"quantity": 1, **sent}
    form.setdefault("product", ware.uid)
    return client.post(f"/checkout/shops/{shop.app_id}/items", data=form)


@pytest.mark.parametrize("kind", ["videos", "lives"])
def test_a_player_is_told_where_to_add(client: FlaskClient, shop: Shop, kind: str) -> None:
    content = builders.a_video(shop) if kind == "videos" else builders.a_live(shop)
    path = f"/embed/{kind}/{content.uid}?lang=fr"
    told = Page(client.get(path)).block("application/json")
    assert told["cart"] == f"/checkout/shops/{shop.app_id}/items?lang=fr"
    Shop.update(checking_out=False).execute()
    assert Page(client.get(path)).block("application/json")["cart"] is None


def test_a_player_adds_and_shows_what_the_cart_holds(
    client: FlaskClient, shop: Shop, lamp: Product
) -> None:
    first = added(client, shop, lamp).json
    assert first == {
        "ok": True,
        "reason": None,
        "message": None,
        "cart": {**first["cart"], "count": 1, "total": "€19.90"},
    }
    answer = added(client, shop, lamp, quantity=2, cart=first["cart"]["token"])
    assert_closed(answer)
    held = answer.json["cart"]
    assert (held["count"], held["total"]) == (3, "€59.70")
    assert held["till"] == f"/checkout/carts/{held['token']}"
    assert client.get(held["till"]).status_code == 200


@pytest.mark.parametrize(
    ("facts", "sent", "reason"),
    [
        ({"in_stock": False}, {}, "out-of-stock"),
        ({}, {"quantity": 6}, "out-of-stock"),
        ({}, {"quantity": "x"}, "limit"),
        ({}, {"quantity": "²"}, "limit"),
        ({}, {"product": "nothing"}, "failed"),
        ({"selling": {"cycle": "monthly"}}, {}, "failed"),
    ],
    ids=["sold out", "too many", "no number", "raised", "unknown", "recurring"],
)
def test_what_is_not_added_is_told_as_players_know_it(
    client: FlaskClient, shop: Shop, facts: dict[str, Any], sent: dict[str, Any], reason: str
) -> None:
    ware = builders.a_product(shop, **{"quantity": 5, **facts})
    answer = added(client, shop, ware, **sent)
    told = answer.json
    assert (answer.status_code, told["ok"], told["reason"]) == (409, False, reason)
    assert (told["cart"]["count"], told["cart"]["total"]) == (0, None)


def test_a_shop_with_a_cart_of_its_own_takes_nothing(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    for shop in (alice, charlie):
        assert added(client, shop, builders.a_product(shop)).status_code == 404


def test_the_page_shows_what_is_in_the_cart(client: FlaskClient, shop: Shop, lamp: Product) -> None:
    answer = client.get(cart_of(shop, **{lamp.uid: 2}))
    page, rules = Page(answer), policy(answer)
    assert_closed(answer)
    assert rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert "Lamp <b>" in page.text
    assert "2 × €19.90" in page.text
    assert "€39.80" in page.text
    assert page.first("input", name="email")["autocomplete"] == "email"
    assert {found["method"] for tag, found in page.tags if tag == "form"} == {"post"}


def test_numbers_are_changed_on_the_page(client: FlaskClient, shop: Shop, lamp: Product) -> None:
    path = cart_of(shop, **{lamp.uid: 2})
    form = {"product": lamp.uid, "quantity": 3}
    more = Page(follow(client, client.post(f"{path}/items", data=form)))
    assert "€59.70" in more.text
    # The player that has opened it hears of it.
    ((_, script),) = more.scripts
    assert 'opener?.postMessage({ vitrine: "cart", cart: {' in script
    assert '"count": 3' in script
    none = client.post(f"{path}/items", data={**form, "quantity": 0})
    assert "There is nothing in your cart" in Page(follow(client, none)).text
    many = client.post(f"{path}/items", data={**form, "quantity": 6})
    assert "not that many left" in Page(follow(client, many)).text


@pytest.mark.parametrize("path", ["/checkout/carts/nothing", "/checkout/orders/nothing"])
def test_an_address_that_was_not_made_here_opens_nothing(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert_closed(answer)
    assert "Go back to the video" in Page(answer).text


def test_a_code_is_sent_and_asked_for(client: FlaskClient, shop: Shop, lamp: Product) -> None:
    path = cart_of(shop, **{lamp.uid: 1})
    answer = follow(client, client.post(f"{path}/codes", data={"email": f" {NOOR} "}))
    page = Page(answer)
    assert (answer.status_code, SignInCode.get().email) == (200, NOOR)
    assert page.first("input", name="code")["autocomplete"] == "one-time-code"
    assert page.first("input", name="email")["value"] == NOOR
    assert code_for() not in answer.text


def test_what_is_no_address_is_said_at_its_field(
    client: FlaskClient, shop: Shop, lamp: Product
) -> None:
    sent = client.post(f"{cart_of(shop, **{lamp.uid: 1})}/codes", data={"email": "noor"})
    answer = follow(client, sent)
    field = Page(answer).first("input", name="email")
    assert (field["value"], field["aria-invalid"]) == ("noor", "true")
    assert "whole e-mail address" in Page(answer).text
    assert not SignInCode.select().exists()


def test_nobody_has_many_mails_written(client: FlaskClient, shop: Shop, lamp: Product) -> None:
    path = f"{cart_of(shop, **{lamp.uid: 1})}/codes"
    answers = [client.post(path, data={"email": f"n{each}@shop.example"}) for each in range(7)]
    told = ["asked too often" in Page(follow(client, each)).text for each in answers]
    assert told == [False] * 6 + [True]
    assert SignInCode.select().count() == 6


def test_the_right_code_leads_to_the_order(client: FlaskClient, shop: Shop, lamp: Product) -> None:
    path = cart_of(shop, **{lamp.uid: 1})
    client.post(f"{path}/codes", data={"email": NOOR})
    code = code_for()
    answer = client.post(f"{path}/order", data={"email": NOOR, "code": f"{code[:3]} {code[3:]}"})
    assert_closed(answer)
    assert "Your order" in Page(follow(client, answer)).text


def test_a_wrong_code_is_asked_for_again(client: FlaskClient, shop: Shop, lamp: Product) -> None:
    path = cart_of(shop, **{lamp.uid: 1})
    client.post(f"{path}/codes", data={"email": NOOR})
    wrong = f"{(int(code_for()) + 1) % 10**6:06}"
    answer = follow(client, client.post(f"{path}/order", data={"email": NOOR, "code": wrong}))
    assert "This code is wrong" in Page(answer).text
    assert Page(answer).first("input", name="code")["aria-invalid"] == "true"


def test_it_is_not_said_that_a_code_was_sent_when_none_was(
    client: FlaskClient, shop: Shop, lamp: Product
) -> None:
    path = f"{cart_of(shop, **{lamp.uid: 1})}/codes"
    now = clock.now()
    with clock.frozen(now):
        assert "was sent to" in Page(follow(client, client.post(path, data={"email": NOOR}))).text
    with clock.frozen(now + timedelta(seconds=12)):
        again = Page(follow(client, client.post(path, data={"email": NOOR})))
    assert "six digits was sent" not in again.text
    assert "a short while ago. Another one can be sent in 18 seconds." in again.text
    assert again.first("input", name="code")
    with clock.frozen(now + timedelta(seconds=30)):
        later = follow(client, client.post(path, data={"email": NOOR}))
    assert "six digits was sent" in Page(later).text


def test_a_code_is_good_for_the_rest_of_a_cart(
    client: FlaskClient, shop: Shop, lamp: Product
) -> None:
    full = builders.a_product(shop, name="Shade", selling={"buyer_limit": 0})
    path = cart_of(shop, **{lamp.uid: 1, full.uid: 1})
    client.post(f"{path}/codes", data={"email": NOOR})
    sent = {"email": NOOR, "code": code_for()}
    refused = follow(client, client.post(f"{path}/order", data=sent))
    page = Page(refused)
    assert "Shade cannot be bought any more." in page.text
    # It is not said of the code, which is still asked for once the product is out.
    assert page.first("input", name="code").get("aria-invalid") is None
    form = next(
        found["action"] for _, found in page.tags if "/items" in (found.get("action") or "")
    )
    assert form
    changed = client.post(form, data={"product": full.uid, "quantity": 0})
    page = Page(follow(client, changed))
    assert page.first("input", name="email")["value"] == NOOR
    order = next(
        found["action"] for _, found in page.tags if "/order" in (found.get("action") or "")
    )
    assert order
    assert "Your order" in Page(follow(client, client.post(order, data=sent))).text


def test_what_was_ordered_is_in_the_cart_no_more(
    client: FlaskClient, shop: Shop, lamp: Product
) -> None:
    shade = builders.a_product(shop, name="Shade", price_amount=500)
    basket = Basket(shop, {lamp.uid: 1})
    codes.ask(shop, NOOR)
    order = checkout.begin(basket, NOOR, code_for())
    order = checkout.name_recipient(order, "Noor Doe", "1 Larch Way")
    token = baskets.written(basket)
    slow = "4000000000000077"
    checkout.pay_by_card(order, order.contract.total_amount, slow, 12, 2031)
    page = Page(client.get(f"/checkout/carts/{token}"))
    assert "What was in this cart is ordered." in page.text
    assert not [found for tag, found in page.tags if tag == "form"]
    assert 'vitrine: "paid"' in page.scripts[0][1]
    left = client.post(f"/checkout/shops/{shop.app_id}/items", data={"cart": token})
    assert (left.status_code, left.json["cart"]["count"]) == (200, 0)
    assert added(client, shop, shade, cart=token).json["cart"]["total"] == "€5.00"


def test_the_page_speaks_the_language_that_was_asked_for(
    client: FlaskClient, shop: Shop, lamp: Product
) -> None:
    answer = client.get(f"{cart_of(shop, **{lamp.uid: 1})}?lang=fr")
    page = Page(answer)
    assert "Votre panier" in page.text
    assert all(
        (found["action"] or "").endswith("lang=fr") for tag, found in page.tags if tag == "form"
    )
