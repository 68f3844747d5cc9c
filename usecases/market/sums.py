"""Sums: a contract's rows brought to what its items, parties and fees come to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.contract import Contract, ContractBuyer, ContractFee, ContractItem, ContractSeller
from models.settlement import (
    BANK,
    CARD,
    CUSTOM,
    OPERATOR,
    PLATFORM,
    Fee,
    OnTop,
    Party,
    Settlement,
    Sold,
    settle,
)
from models.user import User
from usecases.market.rates import agreed

WORDS = {
    OPERATOR: "Service fee",
    PLATFORM: "Platform fee",
    CARD: "Card payment fee",
    BANK: "Bank payment fee",
}


def sync(contract: Contract, kinds: dict[str, str] | None = None) -> Settlement:
    """Work out a contract anew and write it down; again, it changes nothing.

    `kinds` are those of the buyers' ways to pay by the uid of the buyer's row, cards unless told.
    Call it in a transaction that holds the contract.
    """
    items = _rows(ContractItem, contract)
    sellers, buyers = _sellers(contract, items), _rows(ContractBuyer, contract)
    fees = _rows(ContractFee, contract)
    own = {each.user_id: each.uid for each in sellers if sells(each)}
    known = {each.uid: each for each in buyers}
    names = {each.id: each.uid for each in buyers}
    sums = settle(
        [Sold(own[each.user_id], each.total_amount) for each in items],
        [
            Party(
                each.uid,
                each.base_amount if each.by_hand else None,
                (kinds or {}).get(each.uid, CARD),
            )
            for each in buyers
        ],
        [Party(each.uid, each.base_amount if each.by_hand else None) for each in sellers],
        [
            Fee(CUSTOM, each.amount, names.get(each.buyer_id or 0), each.uid)
            for each in fees
            if each.kind == CUSTOM
        ],
        rates=agreed(contract),
        on_top=OnTop(contract.charges_on_top, contract.operator_on_top, contract.platform_on_top),
    )
    for buyer, share in zip(buyers, sums.buyers, strict=True):
        _write(buyer, base_amount=share.base, due_amount=share.amount)
    for seller, share in zip(sellers, sums.sellers, strict=True):
        _write(seller, base_amount=share.base, owed_amount=share.amount)
    _write_fees(contract, fees, sums.fees, known)
    _write(contract, subtotal_amount=sums.subtotal, total_amount=sums.total)
    return sums


def fees_on_top(contract: Contract) -> list[ContractFee]:
    """List the fees that buyers pay beside the items."""
    on_top = {OPERATOR: contract.operator_on_top, PLATFORM: contract.platform_on_top}
    charges = contract.charges_on_top
    return [
        each
        for each in _rows(ContractFee, contract)
        if each.amount and (on_top.get(each.kind, charges) or each.kind == CUSTOM)
    ]


def _rows(table: Any, contract: Contract) -> list[Any]:
    return list(table.select().where(table.contract == contract).order_by(table.id))


def _sellers(contract: Contract, items: Iterable[ContractItem]) -> list[ContractSeller]:
    """Give the contract's sellers; who sells an item is one of them."""
    sellers: list[ContractSeller] = _rows(ContractSeller, contract)
    known = {each.user_id for each in sellers if sells(each)}
    for user_id in dict.fromkeys(each.user_id for each in items):
        if user_id not in known:
            sellers.append(_new_seller(contract, user_id))
    return sellers


def _new_seller(contract: Contract, user_id: int | None) -> ContractSeller:
    user = User.get_by_id(user_id) if user_id else None
    facts = {"email": user.email, "name": user.called} if user else {"name": contract.shop.name}
    made: ContractSeller = ContractSeller.create(contract=contract, user=user, **facts)
    return made


def sells(seller: ContractSeller) -> bool:
    """Tell whether items may be this seller's: of a user, or the shop's own, not a stranger's."""
    return seller.user_id is not None or seller.email is None


def _write_fees(
    contract: Contract,
    kept: list[ContractFee],
    fees: Iterable[Fee],
    buyers: dict[str, ContractBuyer],
) -> None:
    """Keep the rows of fees that stay, so that their ids do."""
    old = {(each.kind, each.buyer_id): each for each in kept if each.kind != CUSTOM}
    for fee in fees:
        if fee.kind == CUSTOM:
            continue
        buyer = buyers[fee.buyer] if fee.buyer else None
        row = old.pop((fee.kind, buyer.id if buyer else None), None)
        if row is not None:
            _write(row, amount=fee.amount)
            continue
        facts = {"kind": fee.kind, "amount": fee.amount, "description": WORDS[fee.kind]}
        ContractFee.create(contract=contract, buyer=buyer, **facts)
    for row in old.values():
        row.delete_instance()


def _write(row: Any, **facts: Any) -> None:
    if any(getattr(row, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()
