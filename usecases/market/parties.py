"""Parties: the items, buyers, sellers and custom fees of a contract, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from models.base import UID, Table
from models.contract import (
    MOST_AMOUNT,
    PRODUCT,
    Contract,
    ContractBuyer,
    ContractFee,
    ContractItem,
    ContractSeller,
)
from models.database import exclusive
from models.errors import Conflict, Invalid, NotFound, Problem
from models.product import Product
from models.quantity import total_of
from models.settlement import CUSTOM
from models.shop import Shop
from models.user import User
from usecases.market import contracts
from usecases.market.contracts import changing
from usecases.market.prices import check_for_sale, check_quantity, price_of
from usecases.market.sums import sells
from usecases.rows import find_one_named

MOST_ROWS = 500
Row = TypeVar("Row", bound=Table)


class OnIt(Conflict):
    """This user is on the contract already, or stays as long as what they sell."""

    code = "on-it"


def make(shop: Shop, user: User | None, items: Sequence[dict[str, Any]], **facts: Any) -> Contract:
    """Make a draft (`contracts.add`) with items (`add_item`), all of them or nothing."""
    with exclusive(shop):
        made = contracts.add(shop, user, **facts)
        for each in items:
            add_item(shop, made.uid, **each)
        return contracts.find(shop, made.uid)


def add_item(shop: Shop, uid: str, **facts: Any) -> Contract:
    """Add `quantity` of a `product` (uid) at `price` (today's unless sent), `starts_at`, `ends_at`.

    Raises `NotFound`, `WrongStatus`, `Invalid`, `NotForSale`.
    """
    with changing(shop, uid) as contract:
        _within(contract, ContractItem)
        product = find_one_named(Product, shop, facts["product"], "product")
        if product is None:
            raise Invalid(Problem("product", "is required"))
        if product.currency != contract.currency:
            raise Invalid(Problem("product", f"is sold in {product.currency}"))
        check_for_sale(product)
        price = price_of(product) if facts.get("price") is None else facts["price"]
        quantity = facts["quantity"]
        check_quantity(product, quantity)
        ContractItem.create(
            contract=contract,
            kind=facts.get("kind", PRODUCT),
            user=product.seller.user if product.seller else None,
            product=product,
            description=product.name,
            quantity=quantity,
            price_amount=_bounded(price, MOST_AMOUNT, "price"),
            total_amount=_bounded(total_of(price, quantity), MOST_AMOUNT, "price"),
            starts_at=facts.get("starts_at"),
            ends_at=facts.get("ends_at"),
        )
    return contract


def remove_item(shop: Shop, uid: str, item_uid: str) -> Contract:
    """Take a line out, and with its last line a seller. Raises `NotFound`, `WrongStatus`."""
    with changing(shop, uid) as contract:
        item = _find(ContractItem, contract, item_uid, "item")
        item.delete_instance()
        left = {each.user_id for each in _all(ContractItem, contract)}
        for seller in _all(ContractSeller, contract):
            if seller.user_id == item.user_id and seller.user_id not in left and not seller.by_hand:
                seller.delete_instance()
    return contract


def add_buyer(shop: Shop, uid: str, **who: Any) -> Contract:
    """Add a buyer: a `user` (uid), or `email` and `name`. Raises `OnIt` and as `add_item`."""
    return _add(shop, uid, ContractBuyer, who)


def add_seller(shop: Shop, uid: str, **who: Any) -> Contract:
    """Add a seller, as `add_buyer`."""
    return _add(shop, uid, ContractSeller, who)


def change_due(shop: Shop, uid: str, buyer_uid: str, amount: int) -> Contract:
    """Say what a buyer owes of the items, at most all of them.

    Raises `NotFound`, `WrongStatus`, `Invalid`.
    """
    return _change_part(shop, uid, ContractBuyer, buyer_uid, amount)


def change_owed(shop: Shop, uid: str, seller_uid: str, amount: int) -> Contract:
    """Say what a seller receives for the items, as `change_due`."""
    return _change_part(shop, uid, ContractSeller, seller_uid, amount)


def remove_buyer(shop: Shop, uid: str, buyer_uid: str) -> Contract:
    """Take a buyer off, with fees that they alone would pay; the others pay the items.

    Raises `NotFound`, `WrongStatus`.
    """
    with changing(shop, uid) as contract:
        buyer = _find(ContractBuyer, contract, buyer_uid, "buyer")
        ContractFee.delete().where(ContractFee.buyer == buyer).execute()
        buyer.delete_instance()
    return contract


def remove_seller(shop: Shop, uid: str, seller_uid: str) -> Contract:
    """Take a seller off who sells none of the items. Raises `NotFound`, `WrongStatus`, `OnIt`."""
    with changing(shop, uid) as contract:
        seller = _find(ContractSeller, contract, seller_uid, "seller")
        items = _all(ContractItem, contract)
        if sells(seller) and any(each.user_id == seller.user_id for each in items):
            raise OnIt("this seller sells an item of the contract; take the item out first")
        seller.delete_instance()
    return contract


def add_fee(shop: Shop, uid: str, **facts: Any) -> Contract:
    """Add a custom fee: `amount`, `description`, and who pays it: `buyer` (uid of the row) or

    `buyer_user` (uid of the user); None: all do.

    Raises `NotFound`, `WrongStatus`, `Invalid`.
    """
    with changing(shop, uid) as contract:
        _within(contract, ContractFee)
        fee = ContractFee(contract=contract, kind=CUSTOM)
        _write_fee(fee, {"buyer": None, "description": "", **facts})
    return contract


def change_fee(shop: Shop, uid: str, fee_uid: str, **facts: Any) -> Contract:
    """Change what is sent of a custom fee, as `add_fee`."""
    with changing(shop, uid) as contract:
        _write_fee(_find_fee(contract, fee_uid), facts)
    return contract


def remove_fee(shop: Shop, uid: str, fee_uid: str) -> Contract:
    """Take a custom fee off. Raises `NotFound`, `WrongStatus`."""
    with changing(shop, uid) as contract:
        _find_fee(contract, fee_uid).delete_instance()
    return contract


def recognise(user: User) -> None:
    """Let a new user be who was named by their address in the shop's contracts."""
    contracts_here = Contract.select(Contract.id).where(Contract.shop == user.shop_id)
    for table in (ContractBuyer, ContractSeller):
        rows: Any = table.update(user=user).where(
            table.email == user.email, table.user.is_null(), table.contract.in_(contracts_here)
        )
        rows.execute()


def _write_fee(fee: ContractFee, facts: dict[str, Any]) -> None:
    if "amount" in facts:
        fee.amount = _bounded(facts["amount"], MOST_AMOUNT, "amount")
    if "description" in facts:
        fee.description = facts["description"]
    if facts.keys() & {"buyer", "buyer_user"}:
        fee.buyer = _payer(fee.contract, facts)
    fee.save()


def _payer(contract: Contract, facts: dict[str, Any]) -> ContractBuyer | None:
    """Find who alone pays a fee, by the row or by the user; raises `Invalid`."""
    row, user = facts.get("buyer"), facts.get("buyer_user")
    if row is None and user is None:
        return None
    for each in _all(ContractBuyer, contract):
        if each.uid == row or (each.user is not None and each.user.uid == user):
            return each  # type: ignore[no-any-return]
    raise Invalid(Problem("buyer" if row else "buyer_user", "is no buyer of this contract"))


def _find_fee(contract: Contract, uid: str) -> ContractFee:
    fee = _find(ContractFee, contract, uid, "custom fee")
    if fee.kind != CUSTOM:
        raise NotFound("this contract has no custom fee with this id; others follow from its sums")
    return fee


def _add(shop: Shop, uid: str, table: Any, who: dict[str, Any]) -> Contract:
    with changing(shop, uid) as contract:
        _within(contract, table)
        user = find_one_named(User, shop, who.get("user"), "user")
        email = user.email if user else who.get("email")
        if not email:
            raise Invalid(Problem("user", "name a user, or send an e-mail address"))
        user = user or User.get_or_none(User.shop == shop, User.email == email)
        if any(each.email == email for each in _all(table, contract)):
            raise OnIt(f"{email} is on this contract already")
        name = user.called if user else who.get("name")
        by_hand = {"by_hand": True} if table is ContractSeller else {}
        table.create(contract=contract, user=user, email=email, name=name, **by_hand)
    return contract


def _change_part(shop: Shop, uid: str, table: Any, row_uid: str, amount: int) -> Contract:
    with changing(shop, uid) as contract:
        row = _find(table, contract, row_uid, "buyer" if table is ContractBuyer else "seller")
        row.by_hand, row.base_amount = True, _bounded(amount, contract.subtotal_amount, "amount")
        row.save()
    return contract


def _within(contract: Contract, table: Any) -> None:
    if len(_all(table, contract)) >= MOST_ROWS:
        raise Invalid(Problem("", f"a contract has at most {MOST_ROWS} of these"))


def _bounded(number: int, most: int, where: str) -> int:
    if not 0 <= number <= most:
        raise Invalid(Problem(where, f"must be from 0 to {most:,}"))
    return number


def _find(table: type[Row], contract: Contract, uid: str, what: str) -> Row:
    own: Any = table
    found = (
        own.get_or_none(own.contract == contract, own.uid == uid) if UID.fullmatch(uid) else None
    )
    if found is None:
        raise NotFound(f"this contract has no {what} with this id")
    return found  # type: ignore[no-any-return]


def _all(table: Any, contract: Contract) -> list[Any]:
    return list(table.select().where(table.contract == contract).order_by(table.id))
