"""Measures contracts settled a second beside the plain statements that write the same rows.

A contract has a line, a buyer and a seller. Settling it is judged, taken from the stock, charged,
paid out and written down in five transactions; plainly, the same rows are written in as many. The
provider of payments answers at once, so that the figure is ours; with the built-in one, which keeps
what it was told in a file, it is shown as well. All in this process, without HTTP.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import structlog

from app import Settings, open_house
from bench import goods, report
from bench.auction import postgres, sqlite
from bench.market_shop import SLUG, marketplace
from gateways import payments
from gateways.payments import Account, Charge, Method
from gateways.payments.trial import Trial
from gateways.queue import waiting_queue
from models.base import new_uid
from models.contract import PAID, Contract, ContractBuyer, ContractFee, ContractItem, ContractSeller
from models.database import connected, database, on_sqlite
from models.shop import Shop
from usecases import people, shops
from usecases.market import contracts, parties, selling, settling, wallets

THREADS = 8
# Callers at once must not be in one another's way, nor what was settled before.
LEAST_OF_ONE, MOST_OF_SMALL = 0.8, 1.3
CARD, SIZES = "4242424242424242", (10_000, 1_000_000)
COLUMNS = ("", "contracts/s", "8 at once", "plainly/s", "CPU ms", "plain CPU ms", "x CPU")
PLAINLY = (
    ("update shop_user set charges_enabled = ? where id = ?",),
    (
        "insert into money_transaction (uid, created_at, updated_at, shop_id, contract_id, key,"
        " kind, status, amount, currency, attempt, buyer_id, seller_id)"
        " values (?, ?, ?, ?, ?, ?, ?, 'queued', ?, 'EUR', 1, ?, ?)",
    )
    * 3
    + (
        "update contract set status = 'processing', attempted_at = ?, attempts = 1 where id = ?",
        "update product set quantity = quantity - 1, version = version + 1 where id = ?",
    ),
    ("update money_transaction set status = 'succeeded', payment_id = ? where key = ?",),
    ("update money_transaction set status = 'succeeded', payment_id = ? where key = ?",),
    (
        "update money_transaction set status = 'succeeded' where key = ?",
        "update contract_buyer set paid_amount = due_amount where contract_id = ?",
        "update contract_seller set received_amount = owed_amount where contract_id = ?",
        "insert into product_buyer (product_id, email) values (?, ?) on conflict do nothing",
        "update contract set status = 'paid', paid_at = ?, updated_at = ? where id = ?",
    ),
)


class AtOnce(Trial):
    """A provider that says yes and keeps nothing, once somebody has a card."""

    def methods(self, customer: str) -> list[Method]:
        """List one card."""
        return [Method("pm_1", "card", "visa", "4242")]

    def account(self, account: str) -> Account:
        """Tell that it is complete."""
        return Account(account, charges_enabled=True, details_submitted=True)

    def charge(self, amount: int, currency: str, **facts: Any) -> Charge:
        """Charge."""
        return Charge(f"pi_{facts['key']}", f"ch_{facts['key']}", "succeeded")

    def transfer(self, amount: int, currency: str, **facts: Any) -> str:
        """Pay."""
        return f"tr_{facts['key']}"


@dataclass
class Way:
    """How many a second there were, and the CPU milliseconds of this process for each."""

    rate: float
    cpu: float


@dataclass
class Turn:
    """One round: settled by one caller, by several at once, and the rows written plainly."""

    one: Way
    several: Way
    plain: Way


def measure(folder: Path, long: bool) -> None:
    """Print the part of the report about settling."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    count, rounds = (200, 5) if long else (40, 3)
    report.heading(f"Contracts settled, {count} in a round, and the same rows written plainly")
    turns = {}
    for name, place, built_in in _places(folder):
        with place as url:
            if url is None:
                report.note(f"{name} is not here.")
                continue
            turns[name] = _measured(url, count, rounds, built_in)
    report.table(COLUMNS, [(name, *_told(each)) for name, each in turns.items()])
    for name in ("SQLite", "PostgreSQL"):
        if name in turns:
            kept = median(each.several.rate / each.one.rate for each in turns[name])
            report.aim(f"{name}: settled by {THREADS} at once for each by one", kept, LEAST_OF_ONE)
    small, large = (_times(turns[_among(size)]) for size in SIZES)
    text = f"x CPU {_among(SIZES[1])} / {_among(SIZES[0])}"
    report.aim(text, large / small, MOST_OF_SMALL, at_most=True)


def _told(turns: list[Turn]) -> list[str]:
    rates = [
        median(getattr(each, way).rate for each in turns) for way in ("one", "several", "plain")
    ]
    spent = [median(getattr(each, way).cpu for each in turns) for way in ("one", "plain")]
    return [report.number(each, 1) for each in (*rates, *spent, _times(turns))]


def _times(turns: list[Turn]) -> float:
    """Tell how many times the CPU of the plain statements settling takes."""
    return median(each.one.cpu / each.plain.cpu for each in turns)


def _places(folder: Path) -> Iterator[tuple[str, AbstractContextManager[str | None], bool]]:
    yield "SQLite", sqlite(), False
    yield "PostgreSQL", postgres(), False
    yield "SQLite, built-in provider", sqlite(), True
    for size in SIZES:
        yield _among(size), _copy(folder, size), False


def _among(size: int) -> str:
    return f"among {size:,} transactions"


@contextmanager
def _copy(folder: Path, size: int) -> Iterator[str]:
    kept = marketplace(folder, size)
    with tempfile.TemporaryDirectory() as work:
        goods.copy(kept.home / "vitrine.db", Path(work) / "vitrine.db")
        yield f"sqlite:///{work}/vitrine.db"


def _measured(url: str, count: int, rounds: int, built_in: bool) -> list[Turn]:
    with tempfile.TemporaryDirectory() as data:
        open_house(Settings(data=Path(data), database_url=url), waiting_queue())
        if not built_in:
            payments.configure(AtOnce(Path(data) / "payments.db"))
        with connected():
            template = _a_contract()
            shop, number = template.shop, (rounds + 1) * count
            ours = iter([_again(template).uid for _ in range(2 * number)])
            others = iter([_rows(_again(template)) for _ in range(number)])
        turns = [
            Turn(
                _way(lambda uid: settling.settle(shop, uid), islice(ours, count), 1),
                _way(lambda uid: settling.settle(shop, uid), islice(ours, count), THREADS),
                _way(_plainly, islice(others, count), 1),
            )
            for _ in range(rounds + 1)
        ]
        with connected():
            paid = (Contract.currency == "EUR") & (Contract.updated_at >= template.created_at)
            paid &= Contract.status == PAID
            assert Contract.select().where(paid).count() == 3 * number
        database.close_all()
    return turns[1:]  # the first was to warm up


def _way(act: Callable[[Any], Any], what: Iterable[Any], threads: int) -> Way:
    asked = list(what)
    left = iter(asked)

    def work(_: int) -> None:
        with connected():
            for each in left:
                act(each)

    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    took, spent = time.perf_counter() - wall, time.process_time() - cpu
    return Way(len(asked) / took, spent / len(asked) * 1000)


def _a_contract() -> Contract:
    """Make a contract that was sent, in the shop of the marketplace or a new one."""
    shop = Shop.get_or_none(Shop.slug == SLUG)
    shop = shop or shops.open_shop("Bench", slug=SLUG, origins=["https://shop.example"])
    buyer, seller = (people.add(shop, email=f"{each}@bench.example") for each in ("bea", "carl"))
    provider: Any = payments.payments()
    provider.confirm(wallets.begin(buyer), CARD, 12, 2031)
    lamp = selling.add(shop, name="Lamp", price=4500, quantity=1_000_000, user=seller.uid)
    made = parties.make(shop, None, [{"product": lamp.uid, "quantity": 1}])
    parties.add_buyer(shop, made.uid, user=buyer.uid)
    return contracts.send(shop, made.uid)


def _again(template: Contract) -> Contract:
    """Make the same contract once more."""
    made = Contract.create(**_facts(template))
    buyer = None
    for table in (ContractItem, ContractBuyer, ContractSeller, ContractFee):
        for each in table.select().where(table.contract == template):
            facts = {**_facts(each), "contract": made}
            row = table.create(**facts, **({"buyer": buyer} if table is ContractFee else {}))
            buyer = row if table is ContractBuyer else buyer
    return made


def _facts(row: Any) -> dict[str, Any]:
    return {name: each for name, each in row.__data__.items() if name not in ("id", "uid", "buyer")}


def _rows(contract: Contract) -> tuple[Any, ...]:
    """Give a contract with its buyer, seller and line."""
    parts = (ContractBuyer, ContractSeller, ContractItem)
    return contract, *(each.get(each.contract == contract) for each in parts)


def _plainly(rows: tuple[Any, ...]) -> None:
    """Write down by hand what settling a contract writes down."""
    contract, buyer, seller, item = rows
    now = round(time.time() * 1000)
    keys = [f"{contract.uid}:1:{each}" for each in range(3)]
    moved = (
        ("outgoing", buyer.due_amount, buyer.user_id, None),
        ("incoming", seller.owed_amount, None, seller.user_id),
        ("fee:stripe", buyer.due_amount - buyer.base_amount, buyer.user_id, None),
    )
    begun = [
        (new_uid(), now, now, contract.shop_id, contract.id, key, *each)
        for key, each in zip(keys, moved, strict=True)
    ]
    bought, ended = (item.product_id, buyer.email), (now, now, contract.id)
    values: list[list[tuple[Any, ...]]] = [
        [(True, seller.user_id)],
        [*begun, (now, contract.id), (item.product_id,)],
        [("pi_1", keys[0])],
        [("tr_1", keys[1])],
        [(keys[2],), (contract.id,), (contract.id,), bought, ended],
    ]
    for statements, facts in zip(PLAINLY, values, strict=True):
        with database.atomic():
            for sql, each in zip(statements, facts, strict=True):
                database.execute_sql(sql if on_sqlite() else sql.replace("?", "%s"), each)
