"""`POST /v1/utils/estimate/fee`."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.marketplace.conftest import Caller, refusal

PATH = "/utils/estimate/fee"


@pytest.fixture
def larch(alice: Shop) -> Shop:
    """Alice takes two and a half percent."""
    alice.fee_millionths = 25_000
    alice.save()
    return alice


def test_fees_are_told_by_card_and_by_bank(server: Caller, larch: Shop) -> None:
    told = server.told("POST", PATH, {"amount": 9000})
    platform = {"type": "platform:base", "amount": 225, "description": "Platform fee"}
    bank = told.pop("us_bank_account")
    assert told == {
        "amount": 9000,
        "currency": "eur",
        "type": "stripe:cc",
        "fees": [
            platform,
            {"type": "stripe:cc", "amount": 307, "description": "Card payment fee"},
        ],
        "totalFees": 532,
        "buyerTotal": 9532,
        "sellerNet": 9000,
    }
    assert (bank["type"], bank["fees"][0]) == ("stripe:us_bank_account", platform)
    assert bank["buyerTotal"] == 9000 + bank["totalFees"] == 9000 + 225 + 75


def test_without_a_platform_there_is_none_that_takes_its_part(server: Caller, larch: Shop) -> None:
    told = Caller(server.client, larch).told("POST", PATH, {"amount": 9000})
    assert (told["currency"], [each["type"] for each in told["fees"]]) == ("usd", ["stripe:cc"])
    # The fee of a fee: what is left after 2.9 % and 30 of the whole is the amount.
    assert told["buyerTotal"] - round(told["buyerTotal"] * 0.029 + 30) == 9000


@pytest.mark.parametrize("amount", [0, 1, 9000, 999_999_999_999])
def test_buyers_pay_what_sellers_and_fees_come_to(server: Caller, larch: Shop, amount: int) -> None:
    told = server.told("POST", PATH, {"amount": amount})
    for each in (told, told["us_bank_account"]):
        assert each["totalFees"] == sum(fee["amount"] for fee in each["fees"])
        assert each["buyerTotal"] == each["sellerNet"] + each["totalFees"]
        assert each["sellerNet"] == amount


@pytest.mark.parametrize(
    "body", [{}, {"amount": -1}, {"amount": 1.5}, {"amount": "9.5"}, {"amount": 10**15}], ids=str
)
def test_what_is_no_amount_is_refused(server: Caller, body: dict[str, Any]) -> None:
    assert refusal(server.ask("POST", PATH, body)) == (422, "invalid")
