"""This API does what its description says, for requests that schemathesis makes from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import schemathesis.python.wsgi
from flask import Flask
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.openapi.checks import IgnoredAuth, RejectedPositiveData

import api.marketplace
from api.description import operations
from api.marketplace.description import MARKETPLACE
from api.marketplace.permits import PERMITS, SELF
from app import Settings
from models.calendar import CalendarEvent
from models.contract import Contract
from models.product import Product
from models.subscription import Subscription
from models.user import User, UserLink
from models.waitlist import WaitlistEntry
from tests.api.described import InProcess, described, tried
from tests.api.marketplace.conftest import ID, code_for
from tests.api.marketplace.described_sales import KNOWN, sells
from tests.api.marketplace.lessons import (
    a_card,
    a_lesson,
    a_subscription,
    a_teacher,
    an_event,
)
from tests.api.marketplace.transactions.moved import moved
from tests.builders import a_shop, a_token, a_user
from usecases import codes, sessions, shops
from usecases.market import payees, subscriptions, wallets

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.filterwarnings("ignore:Generating overly large repr"),
]
SALES = ("products.", "prices.", "carts.", "contract")
COMER = "comer@shop.example"
ON = {"enabled": True}
PHASES = {"examples": ON, "coverage": ON, "fuzzing": ON}
REFUSED = [401, 402, 403, 404, 409, 413, 414, 415, 422]
# Requests that fit the description and are refused all the same: a rule that no schema can say.
BEYOND = (
    "must be from 0 to|greater than or equal to|instance of Decimal",
    "at most two decimals|must be a whole number|more than 0, and at most",
    "is no e-mail address|is no time zone|letters a to z",
    "names no picture|send a picture|send a JPEG|base64|damaged",
    "is no code|opens no session|code is wrong",
    "must be in ISO 8601|between the years|needs its time zone",
    "has at most four decimals|must be a percentage",
    "no user with this id|no entry with this id|no product with this id|no contract with this id",
    "no transaction with this id|must be in the future",
    "must end after it begins|needs a day of the week|must be after the beginning",
    "has nothing with this id|name a user, or send an e-mail",
    "control characters|Unicode|is not an address|http or https|must begin with https",
    "is no card for trying|No such set-up|card has expired",
    "is no buyer of this contract|at most 50 links|a part of the form has no name",
)


def found() -> list[str]:
    """Name the operations; no database is needed for that."""
    bare = Flask("vitrine")
    api.marketplace.mount(bare)
    return [each.removeprefix("marketplace.") for _, _, each, *_ in operations(bare, MARKETPLACE)]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Callers may ask without end."""
    return settings.model_copy(update={"address_rate": 0, "key_rate": 0})


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch, noon: datetime) -> Iterator[Flask]:
    """The application as in life: its own check of answers is off."""
    app.testing = False
    monkeypatch.setattr(schemathesis.python.wsgi, "get_client", InProcess)
    return app


def a_platform(name: str) -> User:
    """Make a platform with the rows that the examples name, as an operation needs them; one user.

    That user is signed in, sells and buys.
    """
    shop = a_shop("Alice", uid=ID)
    user = a_user(shop, uid=ID)
    UserLink.create(user=user, uid=ID, label="Hers", url="https://larch.example")
    WaitlistEntry.create(shop=shop, uid=ID, email=user.email)
    if name.startswith(SALES):
        sells(shop, user, payable=name == "contracts.settle")
    else:
        begun = a_subscription(user, lesson := a_lesson(a_teacher(shop)))
        Product.update(uid=ID).where(Product.id == lesson.id).execute()
        Subscription.update(uid=ID).where(Subscription.id == begun.id).execute()
        Contract.update(uid=ID).where(Contract.id == begun.contract_id).execute()
        if name == "subscriptions.resume":
            subscriptions.pause(shop, ID)
    event = an_event(user, "2026-07-01T09:00", "2026-07-01T10:00")
    CalendarEvent.update(uid=ID).where(CalendarEvent.id == event.id).execute()
    moved(shop, "outgoing", 9300, buyer=user, uid=ID)
    payees.open_account(user)
    return user


def known(name: str, user: User) -> dict[str, str]:
    """What requests name, so that some of them are granted."""
    found = {
        "path.platform_id": f"plat_{ID}",
        "path.user_id": f"user_{ID}",
        "path.link_id": f"link_{ID}",
        "path.entry_id": f"wlist_{ID}",
        **KNOWN,
        "path.contract_id": f"inv_{ID}",
        "path.subscription_id": f"subs_{ID}",
        "path.event_id": f"calev_{ID}",
        "path.payment_method_id": a_card(user),
    }
    if name in ("auth.verify", "auth.refresh"):
        codes.ask(user.shop, COMER)
        found |= {"body.email": COMER, "body.token": code_for(COMER)}
    if name == "auth.refresh":
        signed = sessions.sign_in(user.shop, COMER, code_for(COMER))
        found |= {"body.refreshToken": signed.refresh_token}
    if name == "wallet.add":
        found |= {"body.clientSecret": wallets.begin(user), "body.number": "4242424242424242"}
    return found


def is_beyond(failure: Failure, case: Case, response: Response) -> bool:
    """Tell whether the check asks for more than a description can say."""
    if isinstance(failure, IgnoredAuth):
        # Of two ways to come in schemathesis breaks one, and the other is good.
        return True
    if "Undocumented methods advertised" in failure.message:
        # `auth` might be a user's id, and `community` a platform's.
        return True
    if isinstance(failure, AcceptedNegativeData):
        # Parameters may be empty, of which schemathesis takes no notice; what is no id names
        # nobody, who is no member.
        address = str(response.request.url)
        nobody = case.method == "GET" and "/community/user/" in address
        return nobody or re.search(r"[?&]\w+=(&|$)", address) is not None
    if not isinstance(failure, RejectedPositiveData) or response.status_code not in (401, 402, 422):
        return False
    return any(re.search(each, response.json()["message"]) for each in BEYOND)


@pytest.mark.parametrize("name", found())
def test_the_description_holds_for(app: Flask, name: str) -> None:
    user = a_platform(name)
    # A user's own is asked for by a token, all else by a key.
    own = name in PERMITS and PERMITS[name].least == SELF
    token, key = {"bearer": a_token(user)}, {"api_key": shops.make_key(user.shop)[1]}
    schema = described(
        app,
        "/v1/openapi.json",
        PHASES,
        is_beyond,
        examples=10,
        refused=REFUSED,
        known=known(name, user),
        shown={"Token": token} if own else {"ApiKey": key},
    )
    statuses, failures = tried(schema.include(operation_id=name))
    assert not failures, "\n\n".join(failures[:5])
    assert 200 in statuses, statuses
