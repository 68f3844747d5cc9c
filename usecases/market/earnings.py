"""Earnings: what users have earned and spent, and what the shop turns over, per currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from models import clock
from models.cart import Cart, CartItem
from models.contract import Contract
from models.errors import Invalid, Problem
from models.money_tally import ALL, MoneyTally
from models.product import Product
from models.shop import Shop
from models.subscription import Subscription
from models.transaction import INCOMING, OUTGOING, Transaction
from models.user import User
from usecases.market.prices import prices_of
from usecases.rows import owned, refuse_sellers

# How often a year something that recurs is paid.
A_YEAR = {"hourly": 8_760, "daily": 365, "weekly": 52, "biweekly": 26, "monthly": 12, "yearly": 1}
BEST = 10


@dataclass(frozen=True)
class Total:
    """Money of one currency, in minor units; of a user's, whose."""

    amount: int
    currency: str
    user: User | None = None


def revenue_of(shop: Shop, user: User) -> Total:
    """Add up what a user was paid, less what was taken back, in the shop's currency."""
    return _total(shop, INCOMING, user.id)


def spend_of(shop: Shop, user: User) -> Total:
    """Add up what a user has paid, less what was given back, in the shop's currency."""
    return _total(shop, OUTGOING, user.id)


def volume(shop: Shop) -> Total:
    """Add up what all buyers have paid, less what was given back. Raises `NotFound` for sellers."""
    refuse_sellers(shop)
    return _total(shop, OUTGOING, ALL)


def spenders(shop: Shop) -> list[Total]:
    """List who spent most, the first first. Raises `NotFound` for sellers."""
    return _best(shop, OUTGOING)


def earners(shop: Shop) -> list[Total]:
    """List who earned most, the first first. Raises `NotFound` for sellers."""
    return _best(shop, INCOMING)


def cart_value(shop: Shop) -> Total:
    """Tell what is in all carts at today's prices, in the shop's currency.

    Raises `NotFound` for sellers.
    """
    refuse_sellers(shop)
    facts = Product.id, Product.price_amount, Product.discount_amount, Product.selling
    rows: Any = (
        Product.select(*facts, fn.sum(CartItem.quantity).alias("number"))
        .join(CartItem)
        .join(Cart)
        .where(Cart.shop == shop, Product.shop == shop, Product.currency == shop.currency)
        .group_by(Product.id)
    )
    collected = list(rows)
    prices = prices_of(collected)
    worth = sum(prices[each.id] * int(each.number) for each in collected if each.id in prices)
    return Total(worth, shop.currency)


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


def _total(shop: Shop, kind: str, user_id: int) -> Total:
    mine = (MoneyTally.shop_id == shop.id) & (MoneyTally.kind == kind)
    mine &= (MoneyTally.currency == shop.currency) & (MoneyTally.user_id == user_id)
    return Total(MoneyTally.select(MoneyTally.amount).where(mine).scalar() or 0, shop.currency)


def _best(shop: Shop, kind: str) -> list[Total]:
    refuse_sellers(shop)
    mine = (MoneyTally.shop_id == shop.id) & (MoneyTally.kind == kind)
    mine &= (MoneyTally.currency == shop.currency) & (MoneyTally.user_id != ALL)
    rows: Any = MoneyTally.select(MoneyTally.user_id, MoneyTally.amount).where(mine)
    best = list(rows.order_by(MoneyTally.amount.desc(), MoneyTally.user_id).limit(BEST).tuples())
    users = {each.id: each for each in User.select().where(User.id.in_([uid for uid, _ in best]))}
    return [Total(amount, shop.currency, users[user_id]) for user_id, amount in best]
