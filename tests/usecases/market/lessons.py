"""A lesson of Carl's that Bea has subscribed to: tests of renewals begin here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from models import clock
from models.contract import PAID, Contract
from models.product import Product
from models.renewal import Renewal
from models.subscription import Subscription
from models.user import User
from usecases.market import subscriptions
from usecases.market.renewing import renew_due

from .conftest import GOOD, Market
from .test_contracts import carls_lamp


def at(text: str) -> datetime:
    """A moment in UTC: `2026-01-31T11:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def subscribed(
    market: Market, start: str, cycle: str = "monthly", card: str | None = GOOD, **facts: Any
) -> Subscription:
    """Bea pays Carl 45.00 again and again, by the clock in Paris.

    `selling`: more terms of the lesson; what else is told is of the first contract's line.
    """
    lesson = carls_lamp(market, selling={"cycle": cycle, **facts.pop("selling", {})})
    return subscribed_to(market, market.user("bea", card), lesson, start, **facts)


def subscribed_to(
    market: Market, buyer: User, lesson: Product, start: str, **facts: Any
) -> Subscription:
    """Somebody pays Carl for a lesson again and again."""
    carl = User.get(User.name == "carl")
    User.update(time_zone="Europe/Paris").where(User.id == carl.id).execute()
    terms = {name: facts.pop(name) for name in list(facts) if name in Contract._meta.fields}
    contract = market.contract([buyer], PAID, **terms)
    market.sell(contract, 4_500, carl, product=lesson, **facts)
    with clock.frozen(at(start)):
        [begun] = subscriptions.begin(market.shop, buyer, contract.uid)
    return begun


def renew(moment: str) -> int:
    """Do what the worker does at a moment; tell how many were billed."""
    with clock.frozen(at(moment)):
        return renew_due()


def now(subscription: Subscription) -> Subscription:
    """How it stands."""
    return Subscription.get_by_id(subscription.id)


def bills(subscription: Subscription) -> list[Contract]:
    """The contracts of its renewals, oldest first."""
    rows = Renewal.select().where(Renewal.subscription == subscription)
    return [each.contract for each in rows.order_by(Renewal.number)]


def begun(subscription: Subscription) -> list[datetime]:
    """When the periods that were billed began."""
    rows = Renewal.select().where(Renewal.subscription == subscription)
    return [each.begins_at for each in rows.order_by(Renewal.number)]


def another_card(market: Market, user: User, card: str = GOOD) -> None:
    """Let somebody pay by another card from now on."""
    user = User.get_by_id(user.id)
    secret = market.provider.begin_method(user.customer_id or "")
    user.pays_with = market.provider.confirm(secret, card, 1, 2035).id
    user.save()
