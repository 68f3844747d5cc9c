"""`/v1/transactions`: money that moved, and what it adds up to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.marketplace.entering import guarded
from api.marketplace.envelope import ListQuery, Mode, Moment, answer, answer_all, moment
from api.marketplace.ids import (
    CONTRACT,
    PLATFORM,
    TRANSACTION,
    USER,
    ContractId,
    PlatformId,
    TransactionId,
    UserId,
    id_of,
    uid_of,
)
from api.marketplace.money_fields import Currency, currency_of
from api.operation import Answer, Output
from models.errors import NotFound
from models.user import User
from usecases import people
from usecases.market import earnings
from usecases.market.earnings import Total

routes = Blueprint("transactions", __name__)
CENTS = Field(description="In minor units.", examples=[9300])


class Movement(Output):
    """A transaction."""

    id: TransactionId
    mode: Mode
    created: Moment
    updated: Moment | None
    platform_id: PlatformId
    contract_id: ContractId | None
    buyer_user_id: UserId | None
    seller_user_id: UserId | None
    amount: int = CENTS
    currency: Currency
    stripeChargeId: str | None
    type: str = Field(examples=["outgoing"])
    status: str = Field(examples=["succeeded"])


class Revenue(Output):
    """What a user was paid."""

    user_id: UserId
    currency: Currency
    revenue: int = CENTS


class Spend(Output):
    """What a user has paid."""

    user_id: UserId
    currency: Currency
    spend: int = CENTS


class Turnover(Output):
    """What all of something comes to."""

    currency: Currency
    amount: int = CENTS


@routes.get("")
@guarded("List transactions", query=ListQuery, answer=list[Movement], extension=True)
def index(query: ListQuery) -> Answer:
    """List the platform's transactions, newest first."""
    after = uid_of(TRANSACTION, query.after) if query.after is not None else None
    return answer_all(earnings.movements(shop(), after=after, most=query.limit), _as_movement)


@routes.get("/user/<user_id>/revenue")
@guarded("Retrieve a user's revenue", answer=Revenue, errors=(NotFound,))
def show_revenue(user_id: str) -> Answer:
    """Tell what a user was paid, less what was taken back."""
    user = people.find(shop(), uid_of(USER, user_id))
    return answer(_of_user(earnings.revenue_of(shop(), user), user, "revenue"))


@routes.get("/user/<user_id>/spend")
@guarded("Retrieve a user's spend", answer=Spend, errors=(NotFound,))
def show_spend(user_id: str) -> Answer:
    """Tell what a user has paid, less what was given back."""
    user = people.find(shop(), uid_of(USER, user_id))
    return answer(_of_user(earnings.spend_of(shop(), user), user, "spend"))


@routes.get("/spenders")
@guarded("List the top spenders", answer=list[Spend], errors=(NotFound,), extension=True)
def index_spenders() -> Answer:
    """List who has paid most, the first first."""
    return answer([_of_user(each, each.user, "spend") for each in earnings.spenders(shop())])


@routes.get("/earners")
@guarded("List the top earners", answer=list[Revenue], errors=(NotFound,), extension=True)
def index_earners() -> Answer:
    """List who was paid most, the first first."""
    return answer([_of_user(each, each.user, "revenue") for each in earnings.earners(shop())])


@routes.get("/volume")
@guarded("Retrieve the platform's volume", answer=Turnover, errors=(NotFound,), extension=True)
def show_volume() -> Answer:
    """Tell what all buyers have paid, less what was given back."""
    return _told(earnings.volume(shop()))


@routes.get("/cart")
@guarded("Retrieve the value of all carts", answer=Turnover, errors=(NotFound,), extension=True)
def show_cart() -> Answer:
    """Tell what is in all carts, at today's prices."""
    return _told(earnings.cart_value(shop()))


@routes.get("/mrr")
@guarded("Retrieve what recurs a month", answer=Turnover, errors=(NotFound,), extension=True)
def show_month() -> Answer:
    """Tell what subscriptions that go on come to in a month."""
    return _told(earnings.recurring_a_month(shop()))


@routes.get("/arr")
@guarded("Retrieve what recurs a year", answer=Turnover, errors=(NotFound,), extension=True)
def show_year() -> Answer:
    """Tell what subscriptions that go on come to in a year."""
    return _told(earnings.recurring_a_year(shop()))


def _told(total: Total) -> Answer:
    return answer({"currency": currency_of(total.currency), "amount": total.amount})


def _of_user(total: Total, user: User | None, word: str) -> dict[str, Any]:
    named = id_of(USER, user.uid) if user else None
    return {"user_id": named, "currency": currency_of(total.currency), word: total.amount}


def _as_movement(told: earnings.Movement) -> dict[str, Any]:
    row, platform = told.transaction, shop()
    return {
        "id": id_of(TRANSACTION, row.uid),
        "mode": platform.mode,
        "created": moment(row.created_at),
        "updated": moment(row.updated_at),
        "platform_id": id_of(PLATFORM, platform.uid),
        "contract_id": id_of(CONTRACT, told.contract) if told.contract else None,
        "buyer_user_id": id_of(USER, told.buyer) if told.buyer else None,
        "seller_user_id": id_of(USER, told.seller) if told.seller else None,
        "amount": row.amount,
        "currency": currency_of(row.currency),
        "stripeChargeId": row.charge_id,
        "type": row.kind,
        "status": row.status,
    }
