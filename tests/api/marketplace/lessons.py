"""Lessons that Larch gives and others pay for: tests of times, wallets and money begin here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gateways.payments import payments
from models.calendar import CalendarEvent
from models.contract import PAID, Contract, ContractBuyer, ContractItem
from models.product import Product
from models.shop import Shop
from models.subscription import Subscription
from models.user import User
from tests.builders import a_product, a_seller, a_user
from usecases.market import calendars, subscriptions, wallets

GOOD = "4242424242424242"


def utc(text: str) -> datetime:
    """A moment: `2026-10-19T08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# On a Monday at ten by the clock in Paris, a week before it is put back.
WHEN = {"starts_at": utc("2026-10-19T08:00"), "ends_at": utc("2026-10-19T09:00")}


def a_teacher(shop: Shop, name: str = "Larch", zone: str = "Europe/Paris") -> User:
    """Somebody who gives lessons."""
    return a_user(shop, f"{name.lower()}@shop.example", name=name, time_zone=zone)


def a_lesson(teacher: User, cycle: str | None = "weekly", **selling: Any) -> Product:
    """A lesson for 45.00."""
    facts = {"price_amount": 4500, "discount_amount": None, "name": "Sewing lesson"}
    sold = {"cycle": cycle, **selling}
    seller = a_seller(teacher.shop, user=teacher)
    return a_product(teacher.shop, seller=seller, selling=sold, **facts)


def a_contract(buyer: User, *lessons: Product, status: str = PAID, **when: Any) -> Contract:
    """A contract about lessons, paid unless it is said otherwise."""
    made: Contract = Contract.create(shop=buyer.shop, user=buyer, status=status, currency="EUR")
    ContractBuyer.create(contract=made, user=buyer, email=buyer.email, name=buyer.name)
    for each in lessons:
        facts = {"quantity": 1, "price_amount": 4500, "total_amount": 4500, **when}
        ContractItem.create(
            contract=made,
            product=each,
            user=each.seller and each.seller.user,
            description=each.name,
            **facts,
        )
    return made


def a_subscription(buyer: User, lesson: Product, **when: Any) -> Subscription:
    """A lesson each week, begun by a paid contract."""
    [made] = subscriptions.begin(buyer.shop, buyer, a_contract(buyer, lesson, **when).uid)
    return made


def an_event(user: User, begins: str, ends: str, **facts: Any) -> CalendarEvent:
    """Something in a user's calendar."""
    when = {"begins_at": utc(begins), "ends_at": utc(ends)}
    return calendars.add_event(user.shop, user, **{"title": "Fitting", **when, **facts})


def a_card(user: User, number: str = GOOD) -> str:
    """Let a user add a card, as a page of the provider's does; give its id."""
    provider: Any = payments()
    return str(provider.confirm(wallets.begin(user), number, 12, 2031).id)
