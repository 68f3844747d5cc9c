"""`/v1/users/<id>/…`: what a user pays with and is paid to, for the platform."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.account_shapes import BankAccount
from api.marketplace.entering import guarded
from api.marketplace.envelope import answer
from api.marketplace.ids import USER, uid_of
from api.marketplace.payment_shapes import PaymentMethod, as_methods
from api.marketplace.user_shapes import as_user
from api.operation import Answer
from models.contract import PaymentRefused, ProviderSilent
from models.errors import NotFound
from models.user import User
from usecases import people
from usecases.market import wallets
from usecases.platforms import home_of

routes = Blueprint("wallets", __name__)
ASKING = (NotFound, PaymentRefused, ProviderSilent)


@routes.get("/bank_account")
@guarded("Retrieve a user's bank account", answer=BankAccount, errors=ASKING)
def show_account(user_id: str) -> Answer:
    """Tell how far the account is that a user is paid to."""
    payee = wallets.opened_payee_of(_user(user_id), home_of(shop()))
    return answer({**as_user(payee.user), "url": payee.page})


@routes.get("/payment_methods")
@guarded("List a user's ways to pay", answer=list[PaymentMethod], errors=ASKING)
def index(user_id: str) -> Answer:
    """List what a user pays with, newest first."""
    user = _user(user_id)
    return answer(as_methods(user, wallets.ways_to_pay(user)))


@routes.delete("/payment_methods/<payment_method_id>")
@guarded("Remove a user's way to pay", answer=list[PaymentMethod], errors=ASKING)
def remove(user_id: str, payment_method_id: str) -> Answer:
    """Take a way to pay away, and list the others."""
    user = _user(user_id)
    return answer(as_methods(user, wallets.forget(user, payment_method_id)))


@routes.put("/payment_methods/<payment_method_id>/default")
@guarded("Prefer a user's way to pay", answer=list[PaymentMethod], errors=ASKING)
def prefer(user_id: str, payment_method_id: str) -> Answer:
    """Let a user pay with this one from now on; list all."""
    user = _user(user_id)
    return answer(as_methods(user, wallets.prefer(user, payment_method_id)))


def _user(user_id: str) -> User:
    return people.find(shop(), uid_of(USER, user_id))
