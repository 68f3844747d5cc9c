"""`/hooks/payments`: what Stripe tells by itself, through the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.hooks import MOST_BYTES
from app import Settings
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_contract, a_lesson, a_teacher
from tests.builders import a_shop, a_user
from tests.gateways.stripe_fake import HOOK_SECRET, KEY, StripeFake, stripe_fake
from usecases import shops
from usecases.market import payees, wallets


@pytest.fixture
def fake() -> Iterator[StripeFake]:
    with stripe_fake() as serving:
        yield serving


@pytest.fixture
def settings(settings: Settings, fake: StripeFake) -> Settings:
    """Stripe is chosen."""
    return settings.model_copy(
        update={
            "stripe_key": KEY,
            "stripe_hook_secret": HOOK_SECRET,
            "stripe_url": fake.url,
        }
    )


@pytest.fixture
def server(client: FlaskClient) -> Caller:
    """The server of a shop that is no try."""
    shop = a_shop("Alice", mode="live")
    return Caller(client, shop, shops.make_key(shop)[1])


@pytest.fixture
def noor(server: Caller) -> User:
    return a_user(server.shop, "noor@shop.example", name="Noor Doe")


@pytest.fixture
def larch(server: Caller, fake: StripeFake) -> User:
    """Somebody who gives lessons, and can be paid."""
    opened = payees.open_account(a_teacher(server.shop))
    fake.made[opened.connect_id or ""]["charges_enabled"] = True
    return opened


def tells(client: FlaskClient, fake: StripeFake, kind: str, about: dict[str, Any]) -> TestResponse:
    """Tell of an object as Stripe does."""
    body, signature = fake.signed({"id": "evt_1", "type": kind, "data": {"object": about}})
    return client.post("/hooks/payments", data=body, headers={"Stripe-Signature": signature})


def settling(server: Caller, fake: StripeFake, noor: User, larch: User) -> tuple[str, Any]:
    """Let Noor pay by bank, which takes days; give the contract's path and the payment."""
    wallets.begin(noor)
    fake.add_bank(noor.customer_id or "")
    path = f"/contracts/inv_{a_contract(noor, a_lesson(larch), status='open').uid}"
    server.told("PUT", f"{path}/sync")
    assert server.told("PUT", f"{path}/settle")["status"] == "processing"
    [payment] = fake.kept("pi")
    return path, payment


def test_a_charge_that_took_days_pays_the_sellers_once(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User, larch: User
) -> None:
    path, payment = settling(server, fake, noor, larch)
    assert tells(client, fake, "payment_intent.processing", payment).status_code == 204
    assert server.told("GET", path)["status"] == "processing"
    payment["status"] = "succeeded"
    for _ in "12":
        assert tells(client, fake, "payment_intent.succeeded", payment).status_code == 204
    told = server.told("GET", path)
    assert (told["status"], told["sellers"][0]["amountReceived"]) == ("paid", 4500)
    assert [each["destination"] for each in fake.kept("tr")] == [larch.connect_id]
    assert len(fake.kept("pi")) == 1


def test_a_charge_that_failed_after_days_opens_the_contract_again(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User, larch: User
) -> None:
    path, payment = settling(server, fake, noor, larch)
    payment["status"] = "requires_payment_method"
    payment["last_payment_error"] = {"message": "No funds.", "code": "payment_intent_failed"}
    assert tells(client, fake, "payment_intent.payment_failed", payment).status_code == 204
    assert server.told("GET", path)["status"] == "open"
    kinds = {each["type"]: each["status"] for each in server.told("GET", "/transactions")}
    assert kinds == {"outgoing": "failed", "incoming": "canceled", "fee:stripe": "canceled"}
    assert fake.kept("tr") == []


def test_what_is_told_is_only_a_hint(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User, larch: User
) -> None:
    path, payment = settling(server, fake, noor, larch)
    # An older message that comes late: Stripe is asked, and says otherwise.
    assert tells(client, fake, "x", {**payment, "status": "succeeded"}).status_code == 204
    assert server.told("GET", path)["status"] == "processing"


def test_an_account_that_was_completed_can_be_paid(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User
) -> None:
    told = server.sees_as(noor).told("POST", "/users/auth/bank_account")
    assert (told["chargesEnabled"], told["url"]) == (False, f"{fake.url}/setup/acct_0001")
    account = fake.made[told["stripeConnectId"]]
    account |= {"charges_enabled": True, "details_submitted": True}
    assert tells(client, fake, "account.updated", account).status_code == 204
    told = server.told("GET", f"/users/user_{noor.uid}")
    assert (told["chargesEnabled"], told["detailsSubmitted"]) == (True, True)


@pytest.mark.parametrize(
    "about",
    [
        {"id": "pi_none", "object": "payment_intent", "status": "succeeded"},
        {
            "id": "acct_none",
            "object": "account",
            "charges_enabled": True,
            "details_submitted": True,
        },
        {"object": "balance"},
    ],
    ids=lambda each: each["object"],
)
def test_what_is_about_nothing_of_ours_is_taken(
    client: FlaskClient, fake: StripeFake, about: dict[str, Any]
) -> None:
    assert tells(client, fake, "whatever", about).status_code == 204


def test_what_stripe_has_not_signed_is_refused(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User, larch: User
) -> None:
    path, payment = settling(server, fake, noor, larch)
    payment["status"] = "succeeded"
    event = {"id": "evt_1", "type": "x", "data": {"object": payment}}
    body, signature = fake.signed(event)
    old = fake.signed(event, at=1_700_000_000)
    for sent, mark in ((body, ""), (body, "t=1,v1=00"), (body[:-1] + b" }", signature), old):
        headers = {"Stripe-Signature": mark}
        answer = client.post("/hooks/payments", data=sent, headers=headers)
        assert answer.status_code == 401
    assert client.post("/hooks/payments", data=b"a" * (MOST_BYTES + 1)).status_code == 413
    assert client.get("/hooks/payments").status_code == 405
    assert server.told("GET", path)["status"] == "processing"


def test_shops_for_trying_ask_nothing_of_stripe(client: FlaskClient, fake: StripeFake) -> None:
    shop: Shop = a_shop("Bob", mode="test")
    user = a_user(shop)
    caller = Caller(client, shop).sees_as(user)
    caller.told("POST", "/users/auth/client_secret")
    caller.told("POST", "/users/auth/bank_account")
    assert caller.told("GET", "/users/auth/payment_methods") == []
    assert fake.asked == []


def test_ways_to_pay_are_asked_for_ones_own_account_alone(
    server: Caller, fake: StripeFake, noor: User
) -> None:
    for user in (noor, *(a_user(server.shop) for _ in range(3))):
        wallets.begin(user)
        fake.add_card(user.customer_id or "")
    fake.asked.clear()
    listed = server.told("GET", "/users")
    assert [each["paymentMethods"] for each in listed] == [[]] * 4
    assert server.told("GET", f"/users/user_{noor.uid}")["paymentMethods"] == []
    assert fake.asked == []
    [method] = server.sees_as(noor).told("GET", "/users/auth")["paymentMethods"]
    assert (method["last4"], method["isDefault"]) == ("4242", True)
    assert len([call for call, *_ in fake.asked if call.endswith("/payment_methods")]) == 1


def paid(server: Caller, fake: StripeFake, noor: User, larch: User) -> tuple[int, Any]:
    """Let Noor pay by card; give what it came to, and the payment."""
    wallets.begin(noor)
    fake.add_card(noor.customer_id or "")
    path = f"/contracts/inv_{a_contract(noor, a_lesson(larch), status='open').uid}"
    server.told("PUT", f"{path}/sync")
    told = server.told("PUT", f"{path}/settle")
    [payment] = fake.kept("pi")
    assert told["status"] == "paid"
    return told["total"], payment


def sums(server: Caller, user: User, seller: User) -> list[int]:
    """What a user has spent, a seller earned, and the shop turned over."""
    paths = (f"user/user_{user.uid}/spend", f"user/user_{seller.uid}/revenue", "volume")
    names = ("spend", "revenue", "amount")
    told = [server.told("GET", f"/transactions/{each}") for each in paths]
    return [each[name] for each, name in zip(told, names, strict=True)]


def moved(server: Caller) -> list[tuple[str, str, int]]:
    """What went from and to the buyer."""
    rows = server.told("GET", "/transactions")
    return [
        (each["type"], each["status"], each["amount"])
        for each in rows
        if each["type"].startswith("outgoing")
    ]


def test_what_was_given_back_on_stripes_page_is_written_down_once(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User, larch: User
) -> None:
    total, payment = paid(server, fake, noor, larch)
    charge = {**payment["latest_charge"], "payment_intent": payment["id"]}
    fake.give_back(payment["id"], 1_000)
    for _ in "12":
        assert tells(client, fake, "charge.refunded", charge).status_code == 204
    assert moved(server) == [
        ("outgoing:refund", "succeeded", 1_000),
        ("outgoing", "succeeded", total),
    ]
    assert sums(server, noor, larch) == [total - 1_000, 4_500, total - 1_000]
    fake.give_back(payment["id"], 500)
    tells(client, fake, "charge.refunded", charge)
    assert sums(server, noor, larch) == [total - 1_500, 4_500, total - 1_500]


def test_a_refund_that_fails_later_does_not_count(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User, larch: User
) -> None:
    total, payment = paid(server, fake, noor, larch)
    _, refund = fake.give_back(payment["id"], 1_000)
    for status in ("pending", "failed"):
        refund["status"] = status
        assert tells(client, fake, "refund.updated", refund).status_code == 204
    assert moved(server)[0] == ("outgoing:refund", "failed", 1_000)
    assert sums(server, noor, larch) == [total, 4_500, total]


@pytest.mark.parametrize(("verdict", "counts"), [("won", True), ("lost", False)])
def test_a_dispute_is_noted_until_it_is_won(
    client: FlaskClient,
    server: Caller,
    fake: StripeFake,
    noor: User,
    larch: User,
    verdict: str,
    counts: bool,
) -> None:
    total, payment = paid(server, fake, noor, larch)
    fake.give_back(payment["id"], 1_000)
    fake.dispute(payment["id"], "needs_response")
    [dispute] = fake.kept("dp")
    assert tells(client, fake, "charge.dispute.created", dispute).status_code == 204
    assert {status for _, status, _ in moved(server)} == {"disputed"}
    assert sums(server, noor, larch) == [0, 4_500, 0]
    fake.dispute(payment["id"], verdict)
    # An older message that comes late changes nothing: Stripe is asked.
    for kind in ("charge.dispute.closed", "charge.dispute.created"):
        assert tells(client, fake, kind, {**dispute, "status": "needs_response"}).status_code == 204
    left = total - 1_000 if counts else 0
    assert sums(server, noor, larch) == [left, 4_500, left]
    assert {status for _, status, _ in moved(server)} == {"succeeded" if counts else "disputed"}


def test_where_stripe_does_not_say_what_became_it_tells_again(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User, larch: User
) -> None:
    _, payment = paid(server, fake, noor, larch)
    fake.dispute(payment["id"], "needs_response")
    fake.broken = 9
    [dispute] = fake.kept("dp")
    assert tells(client, fake, "charge.dispute.created", dispute).status_code == 503
    fake.broken = 0
    assert tells(client, fake, "charge.dispute.created", dispute).status_code == 204
    assert moved(server)[0][1] == "disputed"


def test_what_an_account_is_said_to_be_is_asked(
    client: FlaskClient, server: Caller, fake: StripeFake, noor: User
) -> None:
    told = server.sees_as(noor).told("POST", "/users/auth/bank_account")
    said = {**fake.made[told["stripeConnectId"]], "charges_enabled": True}
    assert tells(client, fake, "account.updated", said).status_code == 204
    assert server.told("GET", f"/users/user_{noor.uid}")["chargesEnabled"] is False
