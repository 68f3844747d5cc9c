"""Limits: how many may buy a product at all, and how many subscribe to it at a time; who has it.

They are looked at when something is put into a cart and when a contract is made of it; what decides
is the look at the beginning of settling, under the shop's lock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from models.contract import (
    PAID,
    PROCESSING,
    SUBSCRIPTION,
    Contract,
    ContractBuyer,
    ContractItem,
)
from models.product import Product
from models.product_buyer import ProductBuyer
from models.subscription import LimitReached, Subscription
from models.user import User
from usecases.market.subscriptions import cycle_of

# What is being settled has its place until it is known how that ends.
BOUGHT = (PROCESSING, PAID)
# Who goes on with a subscription has a place already.
ANEW = ContractItem.kind != SUBSCRIPTION


def check_all(contract: Contract) -> None:
    """See that there is room for a contract's buyers; raises `LimitReached`."""
    items = list(ContractItem.select().where(ContractItem.contract == contract, ANEW))
    rows = ContractBuyer.select().where(ContractBuyer.contract == contract)
    buyers = [each.user for each in rows if each.user is not None]
    lines = Counter(each.product_id for each in items if each.product_id is not None)
    for product in Product.select().where(Product.id.in_(list(lines))).order_by(Product.id):
        check(product, buyers, lines[product.id])


def note_buyers(contract: Contract) -> None:
    """Note of each product of a contract that is paid now who has bought it."""
    rows: Any = (
        ContractItem.select(ContractItem.product, ContractBuyer.email)
        .join(ContractBuyer, on=(ContractBuyer.contract == ContractItem.contract))
        .where(ContractItem.contract == contract, ContractItem.product.is_null(False))
    )
    bought: Any = ProductBuyer.insert_from(
        rows.distinct(), [ProductBuyer.product, ProductBuyer.email]
    )
    bought.on_conflict_ignore().execute()


def check(product: Product, buyers: Iterable[User], lines: int = 1) -> None:
    """See that buyers may have a product, in so many lines each; raises `LimitReached`."""
    terms, asking = product.selling or {}, {each.id for each in buyers}
    most = terms.get("buyer_limit")
    known = _buyers(product) if most is not None else asking
    # Who has bought it once may do so again.
    if most is not None and not asking <= known and len(asking | known) > most:
        raise LimitReached(f"{product.name} is sold to {most} buyers at most", product.name)
    most = terms.get("subscription_limit") if cycle_of(product) else None
    if most is not None and _subscriptions(product) + len(asking) * lines > most:
        raise LimitReached(f"{product.name} takes {most} subscriptions at a time", product.name)


def _buyers(product: Product) -> set[int]:
    """Give the ids of the users who have bought a product."""
    rows: Any = (
        ContractBuyer.select(ContractBuyer.user)
        .join(Contract)
        .join(ContractItem, on=(ContractItem.contract == Contract.id))
        .where(
            ContractItem.product == product,
            Contract.status.in_(BOUGHT),
            ContractBuyer.user.is_null(False),
        )
    )
    return {user for (user,) in rows.distinct().tuples()}


def _subscriptions(product: Product) -> int:
    """Count the subscriptions that have not ended, and those that are paid but not begun."""
    running = Subscription.select().where(
        Subscription.product == product, Subscription.ended_at.is_null()
    )
    begun = (Subscription.contract == Contract.id) & (Subscription.user == ContractBuyer.user)
    promised: Any = (
        ContractItem.select()
        .join(Contract)
        .join(ContractBuyer, on=(ContractBuyer.contract == Contract.id))
        .join(Subscription, JOIN.LEFT_OUTER, on=begun)
        .where(
            ContractItem.product == product,
            ANEW,
            Contract.status.in_(BOUGHT),
            ContractBuyer.user.is_null(False),
            Subscription.id.is_null(),
        )
    )
    return int(running.count()) + int(promised.count())
