"""`/v1/utils/estimate/fee`: what fees would come to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.marketplace.entering import guarded, known_shop
from api.marketplace.envelope import Sent, answer
from api.marketplace.money_fields import Cents, Currency, currency_of
from api.operation import Answer, Output
from usecases.market import estimates
from usecases.market.estimates import Estimate
from usecases.market.sums import WORDS

routes = Blueprint("estimates", __name__)
CENTS = Field(description="In minor units.", examples=[307])


class Asked(Sent):
    """An amount of sales."""

    amount: Cents


class FeeShare(Output):
    """A fee."""

    type: str = Field(examples=["stripe:cc"])
    amount: int = CENTS
    description: str = Field(examples=["Card payment fee"])


class FeeEstimate(Output):
    """What an amount comes to by one kind of charge, all fees on top."""

    amount: int = CENTS
    currency: Currency
    type: str = Field(examples=["stripe:cc"])
    fees: list[FeeShare]
    totalFees: int = CENTS
    buyerTotal: int = CENTS
    sellerNet: int = CENTS


class FeeEstimates(FeeEstimate):
    """By card; `us_bank_account` tells the same by bank."""

    us_bank_account: FeeEstimate


@routes.post("/fee")
@guarded("Estimate fees", body=Asked, answer=FeeEstimates)
def show(body: Asked) -> Answer:
    """Tell what fees come to for an amount, by card and by bank; a key's platform has its rates."""
    shop = known_shop()
    currency = currency_of(shop.currency if shop else "USD")
    card, bank = (
        _told(each, body.amount, currency) for each in estimates.fees_of(shop, body.amount)
    )
    return answer({**card, "us_bank_account": bank})


def _told(estimate: Estimate, amount: int, currency: str) -> dict[str, Any]:
    sums = estimate.sums
    fees = [
        {"type": each.kind, "amount": each.amount, "description": WORDS[each.kind]}
        for each in sums.fees
    ]
    return {
        "amount": amount,
        "currency": currency,
        "type": estimate.kind,
        "fees": fees,
        "totalFees": sum(each.amount for each in sums.fees),
        "buyerTotal": sums.total,
        "sellerNet": sum(each.amount for each in sums.sellers),
    }
