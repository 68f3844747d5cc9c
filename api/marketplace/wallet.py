"""`/v1/users/auth/…`: what the user of the token pays with and is paid to."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.account_shapes import BankAccount, as_account
from api.marketplace.entering import guarded, own_user
from api.marketplace.envelope import answer
from api.marketplace.payment_shapes import NewCard, PaymentMethod, Secret, as_methods
from api.operation import Answer
from models.contract import PaymentRefused, ProviderSilent
from models.errors import NotFound
from usecases.market import wallets
from usecases.market.wallets import OnTheirPage
from usecases.platforms import home_of

routes = Blueprint("wallet", __name__)
ASKING = (PaymentRefused, ProviderSilent)


@routes.post("/bank_account")
@guarded("Connect one's bank account", answer=BankAccount, errors=ASKING)
def open_account() -> Answer:
    """Open the account that the user is paid to; `url` is where it is completed."""
    payee = wallets.payee_of(own_user(), home_of(shop()))
    return answer({**as_account(payee.user), "url": payee.page})


@routes.post("/client_secret")
@guarded("Begin to add a way to pay", answer=Secret, errors=ASKING)
def begin() -> Answer:
    """Give the secret by which the provider's page adds a way to pay."""
    return answer({"clientSecret": wallets.begin(own_user())})


@routes.get("/payment_methods")
@guarded("List one's ways to pay", answer=list[PaymentMethod], errors=ASKING)
def index() -> Answer:
    """List what the user pays with, newest first."""
    return answer(as_methods(own_user(), wallets.ways_to_pay(own_user())))


@routes.post("/payment_methods")
@guarded(
    "Add a card for trying",
    body=NewCard,
    answer=list[PaymentMethod],
    errors=(OnTheirPage, *ASKING),
    words={"month": "expMonth", "year": "expYear"},
)
def add(body: NewCard) -> Answer:
    """Add a card to the built-in provider by a secret; list all. Other providers' pages do it."""
    number = "".join(body.number.split())
    user, month, year = own_user(), body.expMonth, body.expYear
    return answer(as_methods(user, wallets.add_card(user, body.clientSecret, number, month, year)))


@routes.delete("/payment_methods/<payment_method_id>")
@guarded("Remove a way to pay", answer=list[PaymentMethod], errors=(NotFound, *ASKING))
def remove(payment_method_id: str) -> Answer:
    """Take a way to pay away, and list the others."""
    return answer(as_methods(own_user(), wallets.forget(own_user(), payment_method_id)))


@routes.put("/payment_methods/<payment_method_id>/default")
@guarded("Prefer a way to pay", answer=list[PaymentMethod], errors=(NotFound, *ASKING))
def prefer(payment_method_id: str) -> Answer:
    """Pay with this one from now on; list all."""
    return answer(as_methods(own_user(), wallets.prefer(own_user(), payment_method_id)))
