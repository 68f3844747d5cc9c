"""Parting: what becomes of what somebody sells, buys and has agreed to, once they leave.

What was paid stays as it was, for the books: contracts with names and addresses, transactions.
"""

from __future__ import annotations

from typing import Any

from gateways.payments import payments
from models.calendar import Calendar, CalendarEvent, EventAttendee
from models.contract import (
    CHANGING,
    DRAFT,
    PROCESSING,
    VOID,
    Contract,
    ContractBuyer,
    ContractItem,
    ContractSeller,
)
from models.product import Product
from models.seller import Seller
from models.subscription import Subscription
from models.user import User
from usecases import products, sellers
from usecases.market import selling, subscriptions


def is_being_settled(user: User) -> bool:
    """Tell whether a contract is being settled that a user pays or is paid by."""
    rows: Any = Contract.select().where(_theirs(user), Contract.status == PROCESSING)
    return bool(rows.exists())


def clear_shelf(user: User) -> None:
    """Show what a user sells to nobody any more; each product by itself, there may be many."""
    own = Product.seller.in_(Seller.select(Seller.id).where(Seller.user == user))
    for each in Product.select(Product.uid).where(own, Product.published):
        products.change(user.shop, each.uid, published=False)


def forget_customer(user: User) -> None:
    """Let the provider forget what a user pays with. Raises `PaymentError`."""
    if user.customer_id:
        payments(user.shop.mode).forget_customer(user.customer_id)


def part(user: User) -> None:
    """Call off what a user has not paid or been paid, and end what goes on; hold their shop."""
    # With their bills, which know by themselves how they end.
    for subscription in _subscriptions(user):
        subscriptions.end(user.shop, subscription.uid)
    rows = Contract.select().where(_theirs(user), Contract.status.in_(CHANGING))
    for contract in list(rows):
        if contract.status == DRAFT and contract.user_id == user.id:
            contract.delete_instance()
        else:
            contract.status = VOID
            contract.save()
    # In others' calendars, what was a session of theirs stays, as an event that is cancelled.
    own = Subscription.select(Subscription.id).where(Subscription.user == user)
    others = Calendar.select(Calendar.id).where(Calendar.user != user)
    kept = CalendarEvent.subscription.in_(own) & CalendarEvent.calendar.in_(others)
    CalendarEvent.update(subscription=None).where(kept).execute()
    EventAttendee.delete().where(EventAttendee.user == user).execute()
    # Who became a seller with their first product has their name there; others are the shop's.
    named = Seller.external_id == selling.seller_name(user)
    for seller in list(Seller.select().where(Seller.user == user, named)):
        sellers.remove(user.shop, seller.uid)


def _theirs(user: User) -> Any:
    """Narrow contracts to those that a user pays or is paid by."""
    pays = ContractBuyer.select(ContractBuyer.contract).where(ContractBuyer.user == user)
    paid = ContractSeller.select(ContractSeller.contract).where(ContractSeller.user == user)
    return Contract.id.in_(pays) | Contract.id.in_(paid)


def _subscriptions(user: User) -> list[Subscription]:
    """List what goes on that a user has subscribed to, or others have with them."""
    sold = ContractItem.select(ContractItem.id).where(ContractItem.user == user)
    theirs = Subscription.item.in_(sold) | (Subscription.user == user)
    rows = Subscription.select().where(theirs)
    return list(rows.where(Subscription.ended_at.is_null()))
