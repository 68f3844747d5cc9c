"""Earnings: what users have earned and spent, and what the shop turns over, per currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from models import clock
from models.cart import Cart, CartItem
from models.contract import Contract
from models.errors import Invalid, Problem
from models.product import Product
from models.shop import Shop
from models.subscription import Subscription
from models.transaction import INCOMING, OUTGOING, REFUND, SUCCEEDED, Transaction
from models.user import User
from usecases.market.prices import prices_of
from usecases.rows import owned, refuse_sellers

# How often a year something that recurs is paid.
A_YEAR = {"daily": 365, "weekly": 52, "biweekly": 26, "monthly": 12, "yearly": 1}
BEST = 10


@dataclass(frozen=True)
class Total:
    """Money of one currency, in minor units; of a user's, whose."""

    amount: int
    currency: str
    user: User | None = None


def revenue_of(shop: Shop, user: User) -> Total:
    """Add up what a user was paid, less what was taken back, in the shop's currency."""
    return _total(shop, Transaction.seller == user, INCOMING)


def spend_of(shop: Shop, user: User) -> Total:
    """Add up what a user has paid, less what was given back, in the shop's currency."""
    return _total(shop, Transaction.buyer == user, OUTGOING)


def volume(shop: Shop) -> Total:
    """Add up what all buyers have paid, less what was given back. Raises `NotFound` for sellers."""
    refuse_sellers(shop)
    return _total(shop, Transaction.shop == shop, OUTGOING)


def spenders(shop: Shop) -> list[Total]:
    """List who spent most, the first first. Raises `NotFound` for sellers."""
    return _best(shop, Transaction.buyer, OUTGOING)


def earners(shop: Shop) -> list[Total]:
    """List who earned most, the first first. Raises `NotFound` for sellers."""
    return _best(shop, Transaction.seller, INCOMING)


def cart_value(shop: Shop) -> Total:
    """Tell what is in all carts at today's prices, in the shop's currency.

    Raises `NotFound` for sellers.
    """
    refuse_sellers(shop)
    rows: Any = (
        CartItem.select(CartItem.product, fn.sum(CartItem.quantity).alias("number"))
        .join(Cart)
        .where(Cart.shop == shop)
        .group_by(CartItem.product)
    )
    numbers = {each.product_id: int(each.number) for each in rows}
    own = (Product.shop == shop) & (Product.currency == shop.currency)
    in_carts = Product.id.in_(CartItem.select(CartItem.product).join(Cart).where(Cart.shop == shop))
    prices = prices_of(Product.select().where(own, in_carts))
    return Total(sum(prices[each] * numbers.get(each, 0) for each in prices), shop.currency)


def recurring_a_year(shop: Shop) -> Total:
    """Tell what subscriptions that are neither paused nor ended come to in a year.

    Raises `NotFound` for sellers.
    """
    refuse_sellers(shop)
    now = clock.now()
    going = (
        Subscription.select(Subscription.cycle, fn.sum(Subscription.amount))
        .where(
            Subscription.shop == shop,
            Subscription.currency == shop.currency,
            Subscription.cycle.in_(list(A_YEAR)),
            Subscription.ended_at.is_null() | (Subscription.ended_at > now),
            ~Subscription.paused,
        )
        .group_by(Subscription.cycle)
    )
    rows: Any = going.tuples()
    return Total(sum(A_YEAR[cycle] * int(amount) for cycle, amount in rows), shop.currency)


def recurring_a_month(shop: Shop) -> Total:
    """Tell a twelfth of `recurring_a_year`, rounded down."""
    return Total(recurring_a_year(shop).amount // 12, shop.currency)


def movements(shop: Shop, *, after: str | None, most: int) -> list[Transaction]:
    """List transactions with who they concern, newest first; those older than one of this uid.

    Raises `Invalid`.
    """
    buyer, seller = User.alias(), User.alias()
    rows: Any = (
        Transaction.select(Transaction, Contract, buyer, seller)
        .join(Contract, JOIN.LEFT_OUTER)
        .switch(Transaction)
        .join(buyer, JOIN.LEFT_OUTER, on=Transaction.buyer)
        .switch(Transaction)
        .join(seller, JOIN.LEFT_OUTER, on=Transaction.seller)
        .where(owned(Transaction, shop))
    )
    if after is not None:
        last = Transaction.get_or_none(Transaction.uid == after, owned(Transaction, shop))
        if last is None:
            raise Invalid(Problem("after", "this shop has no transaction with this id"))
        rows = rows.where(Transaction.id < last.id)
    return list(rows.order_by(Transaction.id.desc()).limit(most))


def _total(shop: Shop, whose: Any, kind: str) -> Total:
    rows = _sums(shop, whose, kind).group_by(Transaction.kind)
    sums = {each: int(amount) for each, amount in rows.tuples()}
    return Total(sums.get(kind, 0) - sums.get(f"{kind}{REFUND}", 0), shop.currency)


def _sums(shop: Shop, whose: Any, kind: str) -> Any:
    return Transaction.select(Transaction.kind, fn.sum(Transaction.amount)).where(
        whose,
        Transaction.shop == shop,
        Transaction.kind.in_([kind, f"{kind}{REFUND}"]),
        Transaction.status == SUCCEEDED,
        Transaction.currency == shop.currency,
    )


def _best(shop: Shop, who: Any, kind: str) -> list[Total]:
    refuse_sellers(shop)
    rows = (
        Transaction.select(who, Transaction.kind, fn.sum(Transaction.amount))
        .where(
            Transaction.shop == shop,
            Transaction.kind.in_([kind, f"{kind}{REFUND}"]),
            Transaction.status == SUCCEEDED,
            Transaction.currency == shop.currency,
            who.is_null(False),
        )
        .group_by(who, Transaction.kind)
    )
    sums: dict[int, int] = {}
    told: Any = rows.tuples()
    for user_id, each, amount in told:
        sums[user_id] = sums.get(user_id, 0) + (int(amount) if each == kind else -int(amount))
    best = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:BEST]
    users = {each.id: each for each in User.select().where(User.id.in_([uid for uid, _ in best]))}
    return [Total(amount, shop.currency, users[user_id]) for user_id, amount in best]
