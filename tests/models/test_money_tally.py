"""The sums of money are always those of the transactions, whoever changes them and however."""

from __future__ import annotations

import random
from collections import Counter
from itertools import count

from models.contract import PAID, Contract, ContractBuyer, ContractItem
from models.database import migrate
from models.money_tally import ALL, MoneyTally
from models.product_buyer import ProductBuyer
from models.shop import Shop
from models.transaction import SUCCEEDED, Transaction
from models.user import User
from tests.builders import a_product, a_user
from tests.models.test_migrations import runner

ADDED = "0033_market_figures"
KINDS = ("outgoing", "outgoing:refund", "incoming", "incoming:refund", "fee:stripe")
Sums = dict[tuple[int, str, str, int], int]
_numbers = count(1)


def moved(shop: Shop, chance: random.Random, users: list[User]) -> Transaction:
    """A movement of any kind."""
    made: Transaction = Transaction.create(
        shop=shop, key=f"{next(_numbers)}", **facts(chance, users)
    )
    return made


def facts(chance: random.Random, users: list[User]) -> dict[str, object]:
    """What may be said of a movement."""
    return {
        "buyer": chance.choice([None, *users]),
        "seller": chance.choice([None, *users]),
        "kind": chance.choice(KINDS),
        "status": chance.choice([SUCCEEDED, SUCCEEDED, "queued"]),
        "currency": chance.choice(["EUR", "USD"]),
        "amount": chance.randint(1, 3) * 100,
    }


def kept() -> Sums:
    """Read the sums that are kept."""
    rows = MoneyTally.select()
    return {(each.shop_id, each.kind, each.currency, each.user_id): each.amount for each in rows}


def added_up() -> Sums:
    """Add the transactions up anew."""
    sums: Counter[tuple[int, str, str, int]] = Counter()
    for each in Transaction.select().where(Transaction.status == SUCCEEDED):
        kind, _, refund = each.kind.partition(":")
        whose = {"outgoing": each.buyer, "incoming": each.seller}
        if kind not in whose:
            continue
        for user in (ALL, *([whose[kind].id] if whose[kind] else [])):
            sums[each.shop_id, kind, each.currency, user] += -each.amount if refund else each.amount
    return {key: amount for key, amount in sums.items() if amount}


def test_the_sums_are_those_of_the_transactions_after_any_changes(
    alice: Shop, charlie: Shop
) -> None:
    chance = random.Random(5)
    users = [a_user(alice) for _ in range(3)]
    for _ in range(30):
        moved(chance.choice((alice, charlie)), chance, users)
    assert kept() == added_up()
    for _ in range(60):
        each = chance.choice(list(Transaction.select()))
        if chance.random() < 0.2:
            each.delete_instance()
        else:
            changed = Transaction.update(**facts(chance, users))
            changed.where(Transaction.id == each.id).execute()
        assert kept() == added_up()
    assert len(kept()) > 8


def test_what_a_user_paid_who_has_left_is_still_the_shops(alice: Shop) -> None:
    noor = a_user(alice)
    for kind in ("outgoing", "incoming"):
        whose = {"buyer": noor, "seller": noor, "status": SUCCEEDED, "currency": "EUR"}
        Transaction.create(shop=alice, key=kind, kind=kind, amount=900, **whose)
    noor.delete_instance()
    assert kept() == {(alice.id, kind, "EUR", ALL): 900 for kind in ("outgoing", "incoming")}


def test_a_removed_shop_leaves_nothing(alice: Shop) -> None:
    chance = random.Random(5)
    for _ in range(20):
        moved(alice, chance, [a_user(alice)])
    assert kept()
    alice.delete_instance()
    assert kept() == {}


def test_an_upgrade_adds_up_what_there_is(alice: Shop) -> None:
    chance, users = random.Random(5), [a_user(alice) for _ in range(3)]
    for _ in range(30):
        moved(alice, chance, users)
    lamp, sums = a_product(alice), kept()
    for status in (PAID, PAID, "open"):
        contract = Contract.create(shop=alice, currency="EUR", status=status)
        for email in ("noor@shop.example", f"{status}@shop.example"):
            ContractBuyer.create(contract=contract, email=email)
        line = {"description": "Lamp", "quantity": 1, "price_amount": 1, "total_amount": 1}
        for product in (lamp, lamp, None):
            ContractItem.create(contract=contract, product=product, **line)
    runner().down(ADDED)
    migrate()
    assert kept() == sums
    bought = {(each.product_id, each.email) for each in ProductBuyer.select()}
    assert bought == {(lamp.id, each) for each in ("noor@shop.example", "paid@shop.example")}
