"""Telling: contracts joined with all that is told of them, in a fixed number of queries.

By hand-written SQL: of thousands of contracts, models take most of the time of the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.contract import Contract, ContractBuyer, ContractFee, ContractItem, ContractSeller
from models.database import named, one_of, read_rows
from models.loading import Loader
from models.product import Product
from models.renewal import Renewal
from models.subscription import Subscription
from models.user import User

ITEMS: Loader[ContractItem] = Loader(ContractItem)
BUYERS: Loader[ContractBuyer] = Loader(ContractBuyer)
SELLERS: Loader[ContractSeller] = Loader(ContractSeller)
FEES: Loader[ContractFee] = Loader(ContractFee)
USERS: Loader[User] = Loader(User)
PRODUCTS: Loader[Product] = Loader(Product)


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
    items, buyers, sellers, fees = (_parts(each, ids) for each in (ITEMS, BUYERS, SELLERS, FEES))
    people = {each.user_id for each in contracts}
    people |= {each.user_id for rows in (items, buyers, sellers) for each in _flat(rows)}
    sold = {each.product_id for each in _flat(items)}
    users, products = _by_id(USERS, people), _by_id(PRODUCTS, sold)
    return Whole(items, buyers, sellers, fees, users, products, _subscriptions(ids))


def _subscriptions(ids: Sequence[int]) -> dict[int, str]:
    rows: Any = Renewal.select(Renewal.contract, Subscription.uid).join(Subscription)
    return dict(rows.where(one_of(Renewal.contract, ids)).tuples()) if ids else {}


def _parts(loader: Loader[Any], ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in _read(loader, "contract_id", ids):
        found[row.contract_id].append(row)
    return found


def _by_id(loader: Loader[Any], ids: Iterable[int | None]) -> dict[int, Any]:
    known = [each for each in ids if each is not None]
    return {each.id: each for each in _read(loader, "id", known)}


def _read(loader: Loader[Any], column: str, ids: Sequence[int]) -> list[Any]:
    condition, value = named(f"t.{column}", ids)
    sql = f"select {loader.columns('t')} from {loader.table} t where {condition} order by t.id"  # noqa: S608
    return [loader.load(each) for each in read_rows(sql, [value])] if ids else []


def _flat(rows: dict[int, list[Any]]) -> Iterable[Any]:
    return (each for some in rows.values() for each in some)
