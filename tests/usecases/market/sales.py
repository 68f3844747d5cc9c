"""A sale, and what a provider and the books know of it."""

from __future__ import annotations

import sqlite3

from gateways.payments.trial import Trial
from models.contract import Contract
from models.transaction import Transaction

from .conftest import GOOD, Market


def kept(provider: Trial, prefix: str) -> int:
    """How many of a kind the provider has made."""
    with sqlite3.connect(provider._file) as file:
        found = file.execute("select count(*) from kept where id like ?", (f"{prefix}_%",))
        return int(found.fetchone()[0])


def told(contract: Contract) -> list[tuple[str, str, int]]:
    """What has moved: kinds, statuses, amounts, in the order they were written down."""
    rows = Transaction.select().where(Transaction.contract == contract).order_by(Transaction.id)
    return [(each.kind, each.status, each.amount) for each in rows]


def an_open_contract(market: Market, card: str = GOOD, quantity: int | None = None) -> Contract:
    """Bea owes Carl 9,000 and the charge's fee."""
    contract = market.contract([market.user("bea", card)])
    facts = {"product": market.product(quantity)} if quantity is not None else {}
    market.sell(contract, 4_500, market.user("carl"), quantity=2, **facts)
    return contract
