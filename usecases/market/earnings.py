"""Earnings: what users have earned and spent, and what the shop turns over, per currency."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from peewee import fn

from models import clock
from models.cart import Cart, CartItem
from models.database import read_rows
from models.errors import Invalid, Problem
from models.loading import Loader
from models.money_tally import ALL, MoneyTally
from models.product import Product
from models.quantity import PER_ONE, total_of
from models.shop import Shop
from models.subscription import Subscription
from models.transaction import INCOMING, OUTGOING, Transaction
from models.user import User
from usecases.market.prices import prices_of
from usecases.rows import owned, refuse_sellers

# How often a year something that recurs is paid.
A_YEAR = {"daily": 365, "weekly": 52, "biweekly": 26, "monthly": 12, "yearly": 1}
BEST = 10
# No id is above it.
LAST = (1 << 31) - 1
TRANSACTIONS: Loader[Transaction] = Loader(Transaction)
# By hand: of ten thousand a query of the models takes most of the time of the answer.
MOVED = (
    f"select {TRANSACTIONS.columns('t')}, c.uid, b.uid, s.uid from money_transaction t"  # noqa: S608
    " left join contract c on c.id = t.contract_id"
    " left join shop_user b on b.id = t.buyer_id left join shop_user s on s.id = t.seller_id"
    " where t.shop_id = ? and t.id <= ? order by t.id desc limit ?"
)


@dataclass(frozen=True)
class Total:
    """Money of one currency, in minor units; of a user's, whose."""

    amount: int
    currency: str
    user: User | None = None


class Movement(NamedTuple):
    """A transaction with the uids of its contract, of who paid, and of who was paid."""

    transaction: Transaction
    contract: str | None
    buyer: str | None
    seller: str | None


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
    worth = sum(
        total_of(prices[each.id], Fraction(int(each.number), PER_ONE))
        for each in collected
        if each.id in prices
    )
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


def movements(shop: Shop, *, after: str | None, most: int) -> list[Movement]:
    """List transactions with whom they concern, newest first; those older than one of this uid.

    Raises `Invalid`.
    """
    last = LAST
    if after is not None:
        found = Transaction.get_or_none(Transaction.uid == after, owned(Transaction, shop))
        if found is None:
            raise Invalid(Problem("after", "this shop has no transaction with this id"))
        last = found.id - 1
    if shop.only_seller_id is not None:
        return []
    rows = read_rows(MOVED, (shop.id, last, most))
    return [Movement(TRANSACTIONS.load(each), *each[TRANSACTIONS.width :]) for each in rows]


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
