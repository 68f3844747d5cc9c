"""Drafts of orders: made of a basket, at today's prices until they are sent.

An order has a contract of its own: nothing that its buyer put into a cart elsewhere gets into it.
What its page tells is what is paid, so sellers bear the fees.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from models import clock
from models.contract import DRAFT, Contract, ContractBuyer, ContractItem, ContractSeller
from models.database import exclusive
from models.product import Product
from models.shop import Shop
from models.user import User
from usecases.market import contracts, recipients
from usecases.market.movements import rows_of
from usecases.market.prices import offers_of
from usecases.market.sums import sync
from usecases.rows import owned

# Longer than the address of an order opens it.
KEPT = timedelta(hours=2)


def make(shop: Shop, user: User, basket: str, numbers: Mapping[str, int]) -> Contract:
    """Make the draft of a basket, by its uid, or give the one that was made of the same numbers.

    `numbers` are how many of each product, by its uid. Raises `NotForSale`, `LimitReached`,
    `Invalid`.
    """
    with exclusive(shop):
        drafts = Contract.select().where(Contract.user == user, Contract.status == DRAFT)
        for each in list(drafts.where(Contract.basket.is_null(False))):
            if each.basket == basket and _numbers_of(each) == numbers:
                return _synced(each)
            if each.created_at <= clock.now() - KEPT:
                each.delete_instance()
        made = _empty(shop, user, basket)
        rows = Product.select().where(owned(Product, shop), Product.uid.in_([*numbers]))
        # As the cart lists them.
        for product in rows.order_by(Product.id):
            contracts.take(made, user, product, numbers[product.uid])
        sync(made)
    return made


def reprice(contract: Contract) -> None:
    """Give what is in a draft and for sale today's price; call it while holding the shop."""
    rows: Any = ContractItem.select(ContractItem, Product).join(Product)
    items = list(rows.where(ContractItem.contract == contract))
    prices = offers_of(each.product for each in items)
    for each in items:
        price = prices.get(each.product_id, each.price_amount)
        if price != each.price_amount:
            each.price_amount, each.total_amount = price, price * each.quantity
            each.save()


def let(contract: Contract, product_uid: str, quantity: int) -> bool:
    """Let there be so many of a product that is ordered; tell whether anything is left.

    Call it while holding the shop.
    """
    rows: Any = ContractItem.select().join(Product)
    rows = rows.where(ContractItem.contract == contract, Product.uid == product_uid)
    for item in list(rows):
        if quantity:
            item.quantity, item.total_amount = quantity, item.price_amount * quantity
            item.save()
        else:
            item.delete_instance()
    left = {each.user_id for each in rows_of(ContractItem, contract)}
    for seller in rows_of(ContractSeller, contract):
        if not seller.by_hand and seller.user_id not in left:
            seller.delete_instance()
    return bool(left)


def _empty(shop: Shop, user: User, basket: str) -> Contract:
    made: Contract = Contract.create(
        shop=shop,
        user=user,
        basket=basket,
        currency=shop.currency,
        charges_on_top=False,
        operator_on_top=False,
        platform_on_top=False,
    )
    last = recipients.last_of(user)
    known = {"name": last.name or None, "address": last.address or None}
    ContractBuyer.create(contract=made, user=user, email=user.email, **known)
    return made


def _synced(contract: Contract) -> Contract:
    reprice(contract)
    sync(contract)
    return contract


def _numbers_of(contract: Contract) -> dict[str, int]:
    rows: Any = ContractItem.select(ContractItem, Product).join(Product)
    return {
        each.product.uid: each.quantity for each in rows.where(ContractItem.contract == contract)
    }
