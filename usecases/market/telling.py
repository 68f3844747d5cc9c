"""Telling: contracts joined with all that is told of them, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.contract import Contract, ContractBuyer, ContractFee, ContractItem, ContractSeller
from models.product import Product
from models.renewal import Renewal
from models.subscription import Subscription
from models.user import User


@dataclass(frozen=True)
class Whole:
    """Rows by their contract's id; users and products by their own.

    `subscriptions` are the uids of those that a contract renews.
    """

    items: dict[int, list[ContractItem]]
    buyers: dict[int, list[ContractBuyer]]
    sellers: dict[int, list[ContractSeller]]
    fees: dict[int, list[ContractFee]]
    users: dict[int, User]
    products: dict[int, Product]
    subscriptions: dict[int, str]


def whole(contracts: Sequence[Contract]) -> Whole:
    """Join contracts with their parts, and those with users and products."""
    ids = [each.id for each in contracts]
    items, buyers, sellers, fees = (
        _parts(table, ids) for table in (ContractItem, ContractBuyer, ContractSeller, ContractFee)
    )
    named = {each.user_id for each in contracts}
    named |= {each.user_id for rows in (items, buyers, sellers) for each in _flat(rows)}
    sold = {each.product_id for each in _flat(items)}
    people, products = _by_id(User, named), _by_id(Product, sold)
    return Whole(items, buyers, sellers, fees, people, products, _subscriptions(ids))


def _subscriptions(ids: Sequence[int]) -> dict[int, str]:
    rows: Any = Renewal.select(Renewal.contract, Subscription.uid).join(Subscription)
    return dict(rows.where(Renewal.contract.in_(ids)).tuples()) if ids else {}


def _parts(table: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in table.select().where(table.contract.in_(ids)).order_by(table.id) if ids else ():
        found[row.contract_id].append(row)
    return found


def _flat(rows: dict[int, list[Any]]) -> Iterable[Any]:
    return (each for some in rows.values() for each in some)


def _by_id(table: Any, ids: set[int | None]) -> dict[int, Any]:
    wanted = [each for each in ids if each is not None]
    rows = table.select().where(table.id.in_(wanted)) if wanted else ()
    return {each.id: each for each in rows}
