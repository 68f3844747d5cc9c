"""A contract's rows follow its items, parties and fees."""

from __future__ import annotations

from models.contract import Contract, ContractBuyer, ContractFee, ContractSeller
from usecases.market.sums import sync

from .conftest import Market


def fees_of(contract: Contract) -> list[tuple[str, str, int]]:
    rows = ContractFee.select().where(ContractFee.contract == contract).order_by(ContractFee.id)
    return [(each.uid, each.kind, each.amount) for each in rows]


def test_rows_are_brought_to_what_the_items_come_to(market: Market) -> None:
    market.shop.fee_millionths = 25_000
    market.shop.save()
    bea, carl = market.user("bea"), market.user("carl")
    contract = market.contract([bea])
    market.sell(contract, 4_500, carl, quantity=2)
    sync(contract)
    assert (contract.subtotal_amount, contract.total_amount) == (9_000, 9_532)
    buyer, seller = contract.buyers.get(), contract.sellers.get()
    assert (buyer.base_amount, buyer.due_amount) == (9_000, 9_532)
    assert (seller.user, seller.email) == (carl, "carl@example.com")
    assert (seller.base_amount, seller.owed_amount) == (9_000, 9_000)
    assert [each[1:] for each in fees_of(contract)] == [("platform:base", 225), ("stripe:cc", 307)]


def test_again_it_changes_nothing(market: Market) -> None:
    contract = market.contract([market.user("bea"), market.user("dan")])
    market.sell(contract, 999, market.user("carl"))
    market.sell(contract, 500)
    market.fee(contract, 101)
    first = sync(contract)
    rows = fees_of(contract)
    updated = [each.updated_at for each in contract.buyers]
    assert sync(contract) == first
    assert fees_of(contract) == rows
    assert [each.updated_at for each in contract.buyers] == updated
    assert contract.sellers.count() == 2


def test_fees_that_are_no_more_go_and_those_that_stay_keep_their_ids(market: Market) -> None:
    contract = market.contract([market.user("bea")])
    item = market.sell(contract, 999)
    market.fee(contract, 10)
    sync(contract)
    custom, card = fees_of(contract)
    item.total_amount = 0
    item.save()
    ContractFee.update(amount=0).execute()
    sync(contract)
    assert fees_of(contract) == [(custom[0], "custom", 0)]
    item.total_amount = 999
    item.save()
    sync(contract)
    assert [each[1] for each in fees_of(contract)] == ["custom", card[1]]


def test_what_the_shop_itself_sells_is_its_own(market: Market) -> None:
    contract = market.contract([market.user("bea")])
    market.sell(contract, 700)
    sync(contract)
    seller = ContractSeller.get(ContractSeller.contract == contract)
    assert (seller.user, seller.email, seller.name) == (None, None, market.shop.name)
    assert seller.owed_amount == 700


def test_parts_set_by_hand_are_kept_and_the_rest_is_the_others(market: Market) -> None:
    contract = market.contract([market.user("bea"), market.user("dan")], charges_on_top=False)
    market.sell(contract, 900)
    ContractBuyer.update(by_hand=True, base_amount=600).where(
        ContractBuyer.email == "bea@example.com"
    ).execute()
    sync(contract)
    rows = contract.buyers.order_by(ContractBuyer.id)
    assert [each.due_amount for each in rows] == [600, 300]
