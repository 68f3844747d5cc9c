"""An order's page: what it costs with fees, paying it, refusals, its receipt."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateways import payments
from gateways.payments.stripe_sdk import Stripe
from models import clock
from models.contract import OPEN, PAID, Contract
from models.product import Product
from models.shop import Shop
from models.user import User
from pages.till import TOLD
from tests import builders
from tests.gateways.stripe_fake import HOOK_SECRET, KEY, stripe_fake
from tests.pages.reading import Page, policy
from tests.pages.tills import (
    CARD,
    NOOR,
    a_lamp,
    address_of,
    assert_closed,
    code_for,
    follow,
    order_of,
    selling,
    trying,
)
from usecases import codes
from usecases.market import checkout
from usecases.market.baskets import Basket
from usecases.passes import unsealed


@pytest.fixture
def shop(alice: Shop, tmp_path: Path) -> Shop:
    """Alice's shop, whose players have a cart here."""
    trying(tmp_path)
    return selling(alice)


@pytest.fixture
def lamp(shop: Shop) -> Product:
    """A lamp for 19.90, of which there are five."""
    return a_lamp(shop)


@pytest.fixture
def order(shop: Shop, lamp: Product) -> str:
    """The address of Noor's order of two lamps."""
    return order_of(shop, **{lamp.uid: 2})


@pytest.fixture
def unnamed(shop: Shop, lamp: Product) -> str:
    """The address of the first order of Noor, who has not said where it goes."""
    codes.ask(shop, NOOR)
    return address_of(checkout.begin(Basket(shop, {lamp.uid: 2}), NOOR, code_for()))


def paid(client: FlaskClient, order: str, **card: Any) -> TestResponse:
    """Pay as the form does, at the price that it shows."""
    amount = Page(client.get(order)).first("input", name="amount")["value"]
    return client.post(f"{order}/payment", data={"amount": amount, **CARD, **card})


def test_the_page_shows_what_it_costs_and_where_it_goes(client: FlaskClient, order: str) -> None:
    answer = client.get(order)
    page = Page(answer)
    assert_closed(answer)
    assert policy(answer)["frame-ancestors"] == "'none'"
    for shown in ("Lamp <b>", "€39.80", NOOR, "Noor Doe", "1 Larch Way", "12345 Town"):
        assert shown in page.text
    # What the player showed is what is paid.
    assert "fee" not in page.text
    assert "no money is moved" in page.text
    # Nobody's own card is filled into a form that is for trying.
    assert page.first("input", name="number")["autocomplete"] == "off"


def test_a_paid_order_is_a_receipt(client: FlaskClient, order: str) -> None:
    answer = follow(client, paid(client, order))
    page = Page(answer)
    contract = Contract.get()
    assert contract.status == PAID
    words = ("Thank you for your order", "It is paid.", "€39.80", NOOR, contract.uid, "1 Larch Way")
    for shown in words:
        assert shown in page.text
    assert not [found for tag, found in page.tags if tag in ("form", "input")]
    ((found, script),) = page.scripts
    assert "opener?.postMessage" in script
    assert f"'nonce-{found['nonce']}'" in policy(answer)["script-src"]


def test_no_number_of_a_card_comes_back(client: FlaskClient, order: str) -> None:
    for number in ("4000000000000002", "4111111111111111", "4242"):
        answer = paid(client, order, number=number)
        assert f'value="{number}"' not in follow(client, answer).text
        told = parse_qs(urlsplit(answer.location).query)["told"][0]
        assert number not in str(unsealed(TOLD, told))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("4000000000000002", "Your card was declined."),
        ("4000000000009995", "not enough money"),
        ("4111111111111111", "not the number of a test card"),
    ],
    ids=["declined", "no funds", "not for trying"],
)
def test_a_refused_card_is_told_and_another_one_pays(
    client: FlaskClient, order: str, number: str, words: str
) -> None:
    answer = follow(client, paid(client, order, number=number))
    assert words in Page(answer).text
    assert_closed(answer)
    assert "Thank you" in Page(follow(client, paid(client, order))).text


@pytest.mark.parametrize(
    ("card", "field"),
    [
        ({"number": "4242"}, "number"),
        ({"number": "nothing"}, "number"),
        ({"expiry": "13 / 31"}, "expiry"),
        ({"expiry": ""}, "expiry"),
        ({"expiry": "01 / 20"}, "expiry"),
    ],
    ids=["short", "letters", "no month", "nothing", "past"],
)
def test_what_is_wrong_with_a_card_is_said_at_its_field(
    client: FlaskClient, order: str, card: dict[str, str], field: str
) -> None:
    answer = follow(client, paid(client, order, **card))
    found = Page(answer).first("input", name=field)
    assert found["aria-describedby"] == f"wrong-{field}"
    assert Page(answer).first("p", id=f"wrong-{field}")["role"] == "alert"


@pytest.mark.parametrize("expiry", ["12/31", "12 / 2031", "1231", "12-31", " 12.31 "])
def test_dates_of_cards_are_read_as_people_write_them(
    client: FlaskClient, order: str, expiry: str
) -> None:
    assert paid(client, order, expiry=expiry).status_code == 303


def test_a_slow_payment_is_looked_at_again(client: FlaskClient, order: str) -> None:
    page = Page(follow(client, paid(client, order, number="4000000000000077")))
    assert "Your payment is being checked" in page.text
    amount = page.first("input", name="amount")["value"]
    again = client.post(f"{order}/payment", data={"amount": amount})
    assert "Thank you" in Page(follow(client, again)).text


def test_another_price_is_shown_before_it_is_paid(client: FlaskClient, order: str) -> None:
    amount = Page(client.get(order)).first("input", name="amount")["value"]
    Product.update(price_amount=2_990).execute()
    answer = follow(client, client.post(f"{order}/payment", data={"amount": amount, **CARD}))
    assert "The price has changed" in Page(answer).text
    assert "€59.80" in Page(answer).text


def test_a_card_that_was_used_before_pays_by_one_press(
    client: FlaskClient, shop: Shop, lamp: Product, order: str
) -> None:
    paid(client, order)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        again = order_of(shop, **{lamp.uid: 1})
        page = Page(client.get(again))
        assert "with Visa ending in 4242" in page.text
        amount = page.first("input", name="amount")["value"]
        answer = client.post(f"{again}/payment", data={"amount": amount})
        assert "Thank you" in Page(follow(client, answer)).text


def test_numbers_change_while_nothing_was_paid(
    client: FlaskClient, order: str, lamp: Product
) -> None:
    form = {"product": lamp.uid, "quantity": 1}
    led = client.post(f"{order}/items", data=form)
    assert led.location.endswith(f"#line-{lamp.uid}")
    answer = follow(client, led)
    assert f'id="line-{lamp.uid}"' in answer.text
    assert "€19.90" in Page(answer).text
    many = follow(client, client.post(f"{order}/items", data={**form, "quantity": 9}))
    assert "not that many left" in Page(many).text
    gone = client.post(f"{order}/items", data={**form, "quantity": 0})
    assert gone.status_code == 404
    assert not Contract.select().exists()


def test_after_an_hour_the_address_opens_nothing(client: FlaskClient, order: str) -> None:
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        answer = client.get(order)
    assert answer.status_code == 410
    assert "This page has closed." in Page(answer).text


def test_a_real_providers_cards_are_typed_into_its_own_page(
    client: FlaskClient, order: str
) -> None:
    with stripe_fake() as fake:
        payments.configure(Stripe(KEY, HOOK_SECRET, fake.url))
        page = Page(client.get(order))
        assert not [found for _, found in page.tags if found.get("name") == "number"]
        link = page.first("a")["href"]
        assert link
        answer = client.get(link)
        assert (answer.status_code, answer.location) == (303, f"{fake.url}/c/{_last(fake)['id']}")
        assert _last(fake)["success_url"].startswith("https://vitrine.example/checkout/orders/")
        fake.add_card(User.get().customer_id, "4242")
        kept = Page(client.get(order))
        sent = {"amount": kept.first("input", name="amount")["value"]}
        assert "with Visa ending in 4242" in kept.text
        answer = client.post(f"{order}/payment", data=sent)
        assert "Thank you" in Page(follow(client, answer)).text


def test_a_provider_that_is_silent_leaves_the_order_to_be_seen(
    client: FlaskClient, order: str
) -> None:
    with stripe_fake() as fake:
        payments.configure(Stripe(KEY, HOOK_SECRET, fake.url))
        User.update(customer_id="cus_0001").execute()
        fake.broken = 100
        answer = client.get(order)
    assert answer.status_code == 200
    assert "€39.80" in Page(answer).text
    assert Contract.get().status != OPEN


def test_a_new_buyer_is_asked_where_it_goes_before_anything_is_paid(
    client: FlaskClient, unnamed: str
) -> None:
    page = Page(client.get(unnamed))
    assert page.first("input", name="name")["autocomplete"] == "shipping name"
    assert page.first("textarea", name="address")["autocomplete"] == "shipping street-address"
    assert not [found for _, found in page.tags if found.get("name") == "number"]
    paid = follow(client, client.post(f"{unnamed}/payment", data={"amount": "3980", **CARD}))
    assert "Please say first where this goes." in Page(paid).text
    wrong = client.post(f"{unnamed}/recipient", data={"name": " ", "address": "1 Larch Way"})
    again = follow(client, wrong)
    assert Page(again).first("input", name="name")["aria-describedby"] == "wrong-name"
    # What was right need not be typed again.
    assert ">\n1 Larch Way</textarea>" in again.text
    sent = {"name": "Noor <Doe>", "address": "1 Larch Way\r\n12345 Town"}
    named = follow(client, client.post(f"{unnamed}/recipient", data=sent))
    assert "Noor <Doe>" in Page(named).text
    assert Page(named).first("input", name="number")
    assert User.get().name == "Noor <Doe>"


def test_an_order_goes_elsewhere_until_it_is_paid(client: FlaskClient, order: str) -> None:
    sent = {"name": "Tim Doe", "address": "2 Larch Way"}
    assert "Tim Doe" in follow(client, client.post(f"{order}/recipient", data=sent)).text
    receipt = follow(client, paid(client, order))
    assert "2 Larch Way" in Page(receipt).text
    late = client.post(f"{order}/recipient", data={"name": "Noor", "address": "1 Larch Way"})
    assert "cannot be changed any more" in Page(follow(client, late)).text
    assert "2 Larch Way" in Page(client.get(order)).text


def test_who_comes_too_late_is_told_and_can_change_the_order(
    client: FlaskClient, shop: Shop, lamp: Product
) -> None:
    last = builders.a_product(shop, name="Shade", price_amount=500, quantity=1)
    order = order_of(shop, **{lamp.uid: 2, last.uid: 1})
    shown = Page(client.get(order)).first("input", name="amount")["value"]
    Product.update(quantity=0).where(Product.id == last.id).execute()
    Product.update(quantity=1).where(Product.id == lamp.id).execute()
    answer = client.post(f"{order}/payment", data={"amount": shown, **CARD})
    page = Page(follow(client, answer))
    for words in ("Left: 1", "Sold out"):
        assert words in page.text
    assert not [found for _, found in page.tags if found.get("name") == "number"]
    client.post(f"{order}/items", data={"product": last.uid, "quantity": 0})
    client.post(f"{order}/items", data={"product": lamp.uid, "quantity": 1})
    assert "Thank you" in Page(follow(client, paid(client, order))).text


def test_what_was_refused_can_be_loaded_again_and_sends_nothing(
    client: FlaskClient, order: str
) -> None:
    answer = paid(client, order, number="4000000000000002")
    assert answer.status_code == 303
    for _ in range(2):
        assert "Your card was declined." in Page(client.get(answer.location)).text
    assert Contract.get().attempts == 1
    forged = client.get(f"{order}?told=WyJub3RoaW5nIl0.signature")
    assert 'role="alert"' not in forged.text


def test_the_page_of_an_order_speaks_french(client: FlaskClient, order: str) -> None:
    assert "Livraison à" in Page(client.get(f"{order}?lang=fr")).text


def _last(fake: Any) -> dict[str, Any]:
    found: dict[str, Any] = fake.kept("cs")[-1]
    return found
