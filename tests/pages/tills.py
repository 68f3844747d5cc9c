"""A shop whose players sell: what the tests of its cart and of its orders share."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateways import payments
from gateways.payments.trial import Trial
from models.product import Product
from models.session import SignInCode
from models.shop import Shop
from tests import builders
from usecases import codes
from usecases.market import baskets, checkout
from usecases.market.baskets import Basket
from usecases.market.checkout import Order

NOOR = "noor@shop.example"
CARD = {"number": "4242 4242 4242 4242", "expiry": "12 / 31"}


def selling(shop: Shop) -> Shop:
    """Let a shop's players have a cart here."""
    shop.checking_out = True
    shop.save()
    return shop


def trying(folder: Path) -> Trial:
    """Choose the provider that moves no money."""
    provider = Trial(folder / "payments.db")
    payments.configure(provider)
    return provider


def a_lamp(shop: Shop) -> Product:
    """A lamp for 19.90, of which there are five."""
    return builders.a_product(shop, name="Lamp <b>", ref="LAMP", price_amount=1_990, quantity=5)


def cart_of(shop: Shop, **numbers: int) -> str:
    """The address of a cart with so many of each product."""
    return f"/checkout/carts/{baskets.written(Basket(shop, numbers))}"


def code_for(email: str = NOOR) -> str:
    """The code that an address was sent."""
    return codes.code_of(SignInCode.get(SignInCode.email == email))


def order_of(shop: Shop, **numbers: int) -> str:
    """The address of an order of so many of each product."""
    codes.ask(shop, NOOR)
    order = checkout.begin(Basket(shop, numbers), NOOR, code_for())
    return address_of(checkout.name_recipient(order, "Noor Doe", "1 Larch Way\n12345 Town"))


def address_of(order: Order) -> str:
    """The address of an order."""
    return f"/checkout/orders/{checkout.written(order)}"


def follow(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Go where an answer leads."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def assert_closed(answer: TestResponse) -> None:
    """Nobody keeps, frames or is told the address of a page, and it asks for no cookie."""
    headers = answer.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
