"""Settling with a provider that forgets keys, has nothing in its balance yet, and may go away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateways import payments
from gateways.payments.stripe_sdk import Stripe
from gateways.payments.trial import Trial
from models import clock
from models.contract import (
    OPEN,
    PAID,
    PROCESSING,
    Contract,
    ContractSeller,
    PaymentRefused,
    ProviderSilent,
)
from models.shop import Shop
from models.transaction import Transaction
from models.user import User
from tests.gateways.stripe_fake import HOOK_SECRET, KEY, StripeFake, stripe_fake
from usecases.market import wallets
from usecases.market.payees import CannotBePaid, open_account
from usecases.market.payouts import drawn
from usecases.market.settling import settle, settle_begun

from .conftest import GOOD, Market

DAY = timedelta(days=1)
CHARGES, TRANSFERS = "POST /v1/payment_intents", "POST /v1/transfers"


@pytest.fixture
def fake() -> Iterator[StripeFake]:
    with stripe_fake() as serving:
        yield serving


@pytest.fixture
def market(alice: Shop, fake: StripeFake, tmp_path: Path) -> Market:
    provider: Any = Stripe(KEY, HOOK_SECRET, fake.url)
    payments.configure(provider, test=provider)
    return Market(alice, provider)


def a_buyer(market: Market, fake: StripeFake, name: str, last4: str = "4242") -> User:
    user: User = User.create(shop=market.shop, email=f"{name}@example.com", name=name)
    wallets.begin(user)
    found: User = User.get_by_id(user.id)
    fake.add_card(found.customer_id, last4)
    return found


def a_seller(market: Market, fake: StripeFake, name: str) -> User:
    user: User = User.create(shop=market.shop, email=f"{name}@example.com", name=name)
    account = open_account(user).connect_id
    fake.made[account] |= {"charges_enabled": True, "details_submitted": True}
    return open_account(user)


def a_sale(market: Market, fake: StripeFake, amounts: tuple[int, ...] = (4_500,)) -> Contract:
    """Bea and Dan owe sellers so much each."""
    buyers = [a_buyer(market, fake, each) for each in ("bea", "dan")]
    contract = market.contract(buyers)
    for at, amount in enumerate(amounts):
        market.sell(contract, amount, a_seller(market, fake, f"seller{at}"))
    return contract


def now(contract: Contract) -> str:
    return str(Contract.get_by_id(contract.id).status)


def test_payouts_are_out_of_the_charges_though_the_balance_is_empty(
    market: Market, fake: StripeFake
) -> None:
    sale = a_sale(market, fake, (7_000, 2_000, 1_000))
    assert settle(market.shop, sale.uid).status == PAID
    charges = {each["id"]: each["amount"] for each in fake.kept("ch")}
    paid: dict[str, int] = {}
    for each in fake.kept("tr"):
        assert each["source_transaction"] in charges
        paid[each["destination"]] = paid.get(each["destination"], 0) + each["amount"]
    assert sorted(paid.values()) == [1_000, 2_000, 7_000]


@pytest.mark.parametrize(
    ("charges", "amounts", "parts"),
    [
        ([("a", 10)], [4, 5], [[("a", 4)], [("a", 5)]]),
        ([("a", 5), ("b", 5)], [7, 3], [[("a", 5), ("b", 2)], [("b", 3)]]),
        ([("a", 5), ("b", 5)], [5, 5], [[("a", 5)], [("b", 5)]]),
        ([], [2], [[(None, 2)]]),
        ([("a", 1)], [2], [[("a", 1), (None, 1)]]),
    ],
)
def test_what_is_paid_out_of_which_charge(
    charges: list[tuple[str | None, int]], amounts: list[int], parts: object
) -> None:
    assert drawn(charges, amounts) == parts


@pytest.mark.parametrize("lost", [CHARGES, TRANSFERS])
def test_what_was_done_but_not_heard_of_for_days_is_not_done_again(
    market: Market, fake: StripeFake, noon: datetime, lost: str
) -> None:
    sale = a_sale(market, fake)

    def break_after(call: str) -> None:
        # It is done, and nothing that is asked after that is answered.
        fake.broken = 1_000 if call == lost else fake.broken

    answer = fake.answer

    def losing(call: str, *words: Any) -> Any:
        told = answer(call, *words)
        return (500, {"error": {"type": "api_error"}}) if call == lost else told

    fake.done, fake.answer = break_after, losing  # type: ignore[method-assign]
    with pytest.raises(ProviderSilent):
        settle(market.shop, sale.uid)
    fake.done, fake.answer, fake.broken = lambda _call: None, answer, 0  # type: ignore[method-assign]
    fake.forget_keys()
    with clock.frozen(noon + 3 * DAY):
        settle_begun()
    assert now(sale) == PAID
    # Two buyers, and one seller who is paid out of both charges.
    assert (len(fake.kept("pi")), len(fake.kept("tr"))) == (2, 2)


def test_a_key_that_was_rolled_meanwhile_charges_nobody_twice(
    market: Market, fake: StripeFake
) -> None:
    sale = a_sale(market, fake)
    fake.done = lambda call: setattr(fake, "key", "rolled") if call == CHARGES else None
    with pytest.raises(ProviderSilent):
        settle(market.shop, sale.uid)
    assert now(sale) == PROCESSING
    fake.key, fake.done = KEY, lambda _call: None
    settle_begun()
    assert (now(sale), len(fake.kept("pi"))) == (PAID, 2)


def test_where_a_seller_cannot_be_paid_nobody_says_that_nothing_was_charged(
    market: Market, fake: StripeFake
) -> None:
    sale = a_sale(market, fake, (4_500, 2_000))
    first = User.get(User.email == "seller0@example.com")
    closed = fake.made[first.connect_id]
    fake.done = lambda call: fake.made.pop(first.connect_id, None) if call == CHARGES else None
    assert settle(market.shop, sale.uid).status == PROCESSING
    assert sum(each["amount"] for each in fake.kept("tr")) == 2_000
    fake.done = lambda _call: None
    fake.made[first.connect_id] = closed
    # What was refused is refused to the same key for a day.
    fake.forget_keys()
    settle_begun()
    assert now(sale) == PAID
    assert sum(each["amount"] for each in fake.kept("tr")) == 6_500


def test_who_would_be_added_between_the_look_and_the_beginning_is_not_sold_for(
    market: Market, fake: StripeFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    sale = a_sale(market, fake)
    late = User.create(shop=market.shop, email="late@example.com")

    def add_meanwhile(call: str) -> None:
        if (
            call == "GET /v1/accounts/*"
            and not sale.sellers.where(ContractSeller.user == late).exists()
        ):
            ContractSeller.create(contract=sale, user=late, email=late.email, by_hand=True)

    fake.done = add_meanwhile
    with pytest.raises(CannotBePaid):
        settle(market.shop, sale.uid)
    assert (now(sale), fake.kept("pi")) == (OPEN, [])


def test_a_silent_provider_is_asked_once_for_all_that_was_begun(
    market: Market, fake: StripeFake
) -> None:
    for name in ("bea", "dan", "eve"):
        contract = market.contract([a_buyer(market, fake, name)])
        market.sell(contract, 1_000)
        fake.done = lambda call: setattr(
            fake, "broken", 9 if call.endswith("/payment_methods") else fake.broken
        )
        with pytest.raises(ProviderSilent):
            settle(market.shop, contract.uid)
        fake.done, fake.broken = lambda _call: None, 0
    fake.broken = 1_000
    fake.asked.clear()
    assert settle_begun() == 3
    # The client itself asks three times.
    assert len(fake.asked) == 3
    fake.broken = 0
    settle_begun()
    assert {each.status for each in Contract.select()} == {PAID}


def test_what_one_provider_began_no_other_ends(
    market: Market, fake: StripeFake, tmp_path: Path
) -> None:
    sale = a_sale(market, fake)
    stripe: Any = market.provider
    bank = fake.add_bank(User.get(User.email == "bea@example.com").customer_id)
    User.update(pays_with=bank).where(User.email == "bea@example.com").execute()
    assert settle(market.shop, sale.uid).status == PROCESSING
    payments.configure(Trial(tmp_path / "trial.db"))
    settle_begun()
    assert now(sale) == PROCESSING
    payments.configure(stripe)
    for each in fake.kept("pi"):
        each["status"] = "succeeded"
    settle_begun()
    assert now(sale) == PAID


def test_a_customer_of_another_provider_begins_anew(
    market: Market, fake: StripeFake, tmp_path: Path
) -> None:
    stripe = market.provider
    market.provider = Trial(tmp_path / "trial.db")
    payments.configure(market.provider)
    bea, carl = market.user("bea", GOOD), market.user("carl")
    old = open_account(carl).connect_id
    payments.configure(stripe)
    assert wallets.ways_to_pay(bea) == []
    assert "_secret_" in wallets.begin(bea)
    assert User.get_by_id(bea.id).customer_id in fake.made
    found = open_account(User.get_by_id(carl.id))
    assert found.connect_id != old
    assert (found.connect_id in fake.made, found.charges_enabled) == (True, False)


def test_who_got_some_back_on_the_providers_page_gets_the_rest(
    market: Market, fake: StripeFake
) -> None:
    contract = market.contract([a_buyer(market, fake, "bea"), a_buyer(market, fake, "dan", "0002")])
    market.sell(contract, 9_000)

    def give_some_back(call: str) -> None:
        if call == CHARGES and len(fake.kept("pi")) == 1:
            fake.give_back(fake.kept("pi")[0]["id"], 500)

    fake.done = give_some_back
    with pytest.raises(PaymentRefused):
        settle(market.shop, contract.uid)
    [charge] = [each for each in fake.kept("pi") if each["status"] == "succeeded"]
    assert sum(each["amount"] for each in fake.kept("re")) == charge["amount"]
    rows = Transaction.select().where(Transaction.kind == "outgoing:refund")
    assert sorted(each.amount for each in rows) == [500, charge["amount"] - 500]
    assert now(contract) == OPEN


def test_a_long_reason_is_cut(market: Market, fake: StripeFake) -> None:
    contract = market.contract([a_buyer(market, fake, "bea")])
    market.sell(contract, 1_000)
    answer = fake.answer

    def wordy(call: str, *words: Any) -> Any:
        if call == CHARGES:
            return 402, {"error": {"type": "card_error", "message": "no " * 400}}
        return answer(call, *words)

    fake.answer = wordy  # type: ignore[method-assign]
    with pytest.raises(PaymentRefused) as refused:
        settle(market.shop, contract.uid)
    assert refused.value.message == ("no " * 400)[:500]
    assert now(contract) == OPEN


def test_what_one_provider_may_have_charged_no_other_says_it_did_not(
    market: Market, fake: StripeFake, tmp_path: Path
) -> None:
    sale = a_sale(market, fake)
    stripe: Any = market.provider
    fake.done = lambda call: setattr(fake, "key", "rolled") if call == CHARGES else None
    with pytest.raises(ProviderSilent):
        settle(market.shop, sale.uid)
    payments.configure(Trial(tmp_path / "trial.db"))
    settle_begun()
    assert now(sale) == PROCESSING
    payments.configure(stripe)
    fake.key, fake.done = KEY, lambda _call: None
    settle_begun()
    assert (now(sale), len(fake.kept("pi"))) == (PAID, 2)
