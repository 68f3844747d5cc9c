"""Settling: everybody is charged and paid once, whatever breaks off in between."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from gateways import payments
from gateways.payments import Account, Charge, PaymentError
from gateways.payments.trial import Trial
from models.contract import (
    DRAFT,
    OPEN,
    PAID,
    PROCESSING,
    VOID,
    Contract,
    PaymentRefused,
    Unbalanced,
    WrongStatus,
)
from models.database import database
from models.errors import NotFound
from models.product import Product
from models.shop import Shop
from models.transaction import Transaction
from usecases.market import earnings
from usecases.market.payees import CannotBePaid
from usecases.market.settling import NoWayToPay, settle, settle_begun
from usecases.market.stock import Short

from .conftest import DECLINED, GOOD, SLOW, SLOW_DECLINED, Market
from .sales import an_open_contract, kept, told


def test_buyers_are_charged_and_sellers_paid(market: Market) -> None:
    contract = settle(market.shop, an_open_contract(market).uid)
    assert contract.status == PAID
    assert contract.paid_at == contract.attempted_at or contract.paid_at > contract.attempted_at
    buyer, seller = contract.buyers.get(), contract.sellers.get()
    assert (buyer.paid_amount, seller.received_amount) == (9_300, 9_000)
    assert told(contract) == [
        ("outgoing", "succeeded", 9_300),
        ("incoming", "succeeded", 9_000),
        ("fee:stripe", "succeeded", 300),
    ]
    charge, payout, _ = contract.transactions.order_by(Transaction.id)
    assert charge.payment_id.startswith("pi_")
    assert charge.charge_id.startswith("ch_")
    assert payout.payment_id.startswith("tr_")


def test_settling_again_changes_nothing(market: Market) -> None:
    contract = settle(market.shop, an_open_contract(market, quantity=5).uid)
    before = told(contract)
    assert settle(market.shop, contract.uid).status == PAID
    assert (told(contract), kept(market.provider, "pi")) == (before, 1)
    assert Product.get().quantity == 3


@pytest.mark.parametrize("status", [DRAFT, VOID])
def test_only_what_was_sent_is_settled(market: Market, status: str) -> None:
    contract = an_open_contract(market)
    contract.status = status
    contract.save()
    with pytest.raises(WrongStatus):
        settle(market.shop, contract.uid)


def test_another_shop_finds_nothing(market: Market, charlie: Shop) -> None:
    with pytest.raises(NotFound):
        settle(charlie, an_open_contract(market).uid)


def test_a_declined_card_opens_it_again_and_says_why(market: Market) -> None:
    contract = an_open_contract(market, DECLINED, quantity=2)
    with pytest.raises(PaymentRefused) as refused:
        settle(market.shop, contract.uid)
    assert (refused.value.source, refused.value.provider_code) == ("trial", "card_declined")
    assert refused.value.decline_code == "generic_decline"
    assert Contract.get_by_id(contract.id).status == OPEN
    assert Product.get().quantity == 2
    assert told(contract) == [
        ("outgoing", "failed", 9_300),
        ("incoming", "canceled", 9_000),
        ("fee:stripe", "canceled", 300),
    ]


def test_after_another_card_it_is_settled(market: Market) -> None:
    contract = an_open_contract(market, DECLINED)
    with pytest.raises(PaymentRefused):
        settle(market.shop, contract.uid)
    bea = contract.buyers.get().user
    secret = market.provider.begin_method(bea.customer_id)
    bea.pays_with = market.provider.confirm(secret, GOOD, 1, 2030).id
    bea.save()
    assert settle(market.shop, contract.uid).status == PAID


def test_who_has_paid_gets_it_back_when_another_is_declined(market: Market) -> None:
    contract = market.contract([market.user("bea", GOOD), market.user("dan", DECLINED)])
    market.sell(contract, 1_000)
    with pytest.raises(PaymentRefused):
        settle(market.shop, contract.uid)
    assert kept(market.provider, "re") == 1
    paid, declined, *_, back = told(contract)
    assert (paid[1], declined[1]) == ("succeeded", "failed")
    assert back == ("outgoing:refund", "succeeded", paid[2])


def test_a_slow_charge_is_gone_on_with_later(market: Market) -> None:
    contract = settle(market.shop, an_open_contract(market, SLOW).uid)
    assert contract.status == PROCESSING
    assert contract.sellers.get().received_amount == 0
    assert settle_begun() == 1
    assert Contract.get_by_id(contract.id).status == PAID
    assert settle_begun() == 0


def test_a_slow_charge_that_fails_opens_it_again(market: Market) -> None:
    contract = settle(market.shop, an_open_contract(market, SLOW_DECLINED, quantity=2).uid)
    assert Product.get().quantity == 0
    settle_begun()
    assert Contract.get_by_id(contract.id).status == OPEN
    assert Product.get().quantity == 2


def test_what_is_not_there_is_not_sold(market: Market) -> None:
    contract = an_open_contract(market, quantity=1)
    with pytest.raises(Short):
        settle(market.shop, contract.uid)
    assert (told(contract), Product.get().quantity) == ([], 1)


def test_who_has_no_way_to_pay_is_not_settled(market: Market) -> None:
    contract = market.contract([market.user("bea")])
    market.sell(contract, 100)
    with pytest.raises(NoWayToPay):
        settle(market.shop, contract.uid)


def test_fees_above_the_sales_are_not_settled(market: Market) -> None:
    contract = market.contract([market.user("bea", GOOD)], charges_on_top=False)
    market.sell(contract, 10)
    with pytest.raises(Unbalanced):
        settle(market.shop, contract.uid)


def test_who_buys_from_themselves_pays_the_fees(market: Market) -> None:
    bea = market.user("bea", GOOD)
    contract = market.contract([bea])
    market.sell(contract, 4_500, bea)
    settle(market.shop, contract.uid)
    assert earnings.spend_of(market.shop, bea).amount == 4_666
    assert earnings.revenue_of(market.shop, bea).amount == 4_500


def test_nothing_to_pay_is_paid_at_once(market: Market) -> None:
    contract = market.contract([market.user("bea")])
    market.sell(contract, 0)
    assert settle(market.shop, contract.uid).status == PAID
    assert told(contract) == []


class Incomplete(Trial):
    """A provider where accounts are not complete yet."""

    def account(self, account: str) -> Account:
        return Account(account, charges_enabled=False, details_submitted=False)


def test_nobody_is_charged_when_a_seller_cannot_be_paid(market: Market) -> None:
    payments.configure(Incomplete(market.provider._file))
    with pytest.raises(CannotBePaid):
        settle(market.shop, an_open_contract(market).uid)
    assert kept(market.provider, "pi") == 0


def test_a_way_to_pay_that_is_gone_is_a_refusal(market: Market) -> None:
    contract = an_open_contract(market)
    bea = contract.buyers.get().user

    class Forgetting(Trial):
        def charge(self, *args: Any, **facts: Any) -> Charge:
            raise PaymentError("No such method.", source="trial", status=404, code="gone")

    payments.configure(Forgetting(market.provider._file))
    with pytest.raises(PaymentRefused) as refused:
        settle(market.shop, contract.uid)
    assert (refused.value.provider_code, bea.customer_id is not None) == ("gone", True)
    assert Contract.get_by_id(contract.id).status == OPEN


def test_what_is_called_off_since_the_look_is_not_settled(market: Market) -> None:
    contract = an_open_contract(market)

    class Meanwhile(Trial):
        def methods(self, customer: str) -> Any:
            Contract.update(status=VOID).where(Contract.id == contract.id).execute()
            return super().methods(customer)

    payments.configure(Meanwhile(market.provider._file))
    with pytest.raises(WrongStatus):
        settle(market.shop, contract.uid)
    assert (told(contract), kept(market.provider, "pi")) == ([], 0)


def test_two_at_once_settle_once(market: Market) -> None:
    contract = an_open_contract(market, quantity=10)
    ended: list[str] = []

    def act() -> None:
        with database.connection_context():
            ended.append(settle(market.shop, contract.uid).status)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    settle_begun()
    assert len(ended) == 4
    assert set(ended) <= {PAID, PROCESSING}
    assert len(told(contract)) == 3
    assert Product.get().quantity == 8
    assert [kept(market.provider, each) for each in ("pi", "tr")] == [1, 1]


def test_sellers_are_noted_while_others_write(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = an_open_contract(market)
    for name in ("dora", "eve"):
        market.sell(contract, 500, market.user(name))
    opened = market.provider.account

    def slowly(name: str) -> Account:
        def write() -> None:
            with database.connection_context():
                Shop.update(name=name).where(Shop.id == market.shop.id).execute()

        other = threading.Thread(target=write)
        other.start()
        other.join()
        return opened(name)

    monkeypatch.setattr(market.provider, "account", slowly)
    assert settle(market.shop, contract.uid).status == PAID
