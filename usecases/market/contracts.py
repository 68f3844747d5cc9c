"""Contracts: made by hand or from a cart, sent, changed, called off; always with right sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from models import clock
from models.cart import Cart, CartItem
from models.contract import (
    CHANGING,
    DRAFT,
    MOST_AMOUNT,
    NEXT,
    OPEN,
    REQUEST,
    VOID,
    Contract,
    ContractBuyer,
    ContractItem,
    ContractSeller,
    WrongStatus,
)
from models.database import exclusive
from models.errors import Invalid, NotFound, Problem
from models.product import Product
from models.quantity import Quantity, total_of
from models.shop import Shop
from models.user import User
from usecases.market import carts, limits
from usecases.market.prices import check_quantity, price_of
from usecases.market.rates import agree
from usecases.market.sums import sync
from usecases.rows import find_row, only_sent, refuse_sellers

FLAGS = ("charges_on_top", "operator_on_top", "platform_on_top")
FACTS = ("notes", "due_at", *FLAGS)


def find(shop: Shop, uid: str) -> Contract:
    """Find a contract, or raise `NotFound`."""
    return find_row(Contract, shop, uid, "contract")


def add(shop: Shop, user: User | None, **facts: Any) -> Contract:
    """Make an empty draft: `notes`, `due_at`, the flags."""
    refuse_sellers(shop)
    with exclusive(shop):
        made: Contract = Contract.create(
            shop=shop, user=user, currency=shop.currency, **only_sent(facts, FACTS)
        )
        sync(made)
    return made


def from_cart(shop: Shop, user: User, cart_uid: str, notes: str | None) -> Contract:
    """Make a draft of what is in a user's own cart; again, the same draft is made anew.

    Raises `NotFound`, `Invalid` for an empty cart, `NotForSale`, `LimitReached`.
    """
    filled = carts.of(shop, user)
    if filled.cart.uid != cart_uid:
        raise NotFound("this user has no cart with this id")
    with exclusive(shop):
        items = _held(filled.cart)
        if not items:
            raise Invalid(Problem("cart_id", "there is nothing in this cart"))
        contract = _draft_of(shop, user)
        contract.notes = notes
        contract.save()
        _fill(contract, items)
        sync(contract)
    return contract


def take(
    contract: Contract,
    user: User,
    product: Product,
    quantity: Quantity,
    **facts: Any,
) -> None:
    """Write so much of a product into a draft, at today's price, for a user.

    Raises `NotForSale`, `LimitReached`, `Invalid`.
    """
    price = price_of(product)
    limits.check(product, [user])
    if product.currency != contract.currency:
        raise Invalid(Problem("cart_id", f"{product.name} is sold in {product.currency}"))
    check_quantity(product, quantity, "cart_id")
    total = total_of(price, quantity)
    if total > MOST_AMOUNT:
        raise Invalid(Problem("cart_id", f"{quantity} of {product.name} are too much to pay"))
    ContractItem.create(
        contract=contract,
        user=product.seller.user if product.seller else None,
        product=product,
        description=product.name,
        quantity=quantity,
        price_amount=price,
        total_amount=total,
        **facts,
    )


def send(shop: Shop, uid: str) -> Contract:
    """Send a contract to its buyers and sellers; one of a cart asks the sellers first.

    It has what is in the cart then that it was made of, which is emptied. Sent again, only the
    moment changes. Raises `NotFound`, `WrongStatus`, `Invalid` for an empty one; of a cart,
    `NotForSale` and `LimitReached`.
    """
    with changing(shop, uid) as contract:
        if contract.status == DRAFT and contract.of_cart and contract.user is not None:
            _fill(contract, _held(carts.of(shop, contract.user).cart))
        if contract.status == DRAFT and not _has_items(contract):
            raise Invalid(Problem("items", "there is nothing in this contract yet"))
        now = clock.now()
        if contract.status == DRAFT:
            contract.status = REQUEST if contract.of_cart else OPEN
            contract.sent_at = now
            agree(contract)
            if contract.of_cart and contract.user is not None:
                carts.empty(shop, contract.user)
        contract.last_sent_at = now
    return contract


def change(shop: Shop, uid: str, **facts: Any) -> Contract:
    """Change `notes`, `due_at`, the flags, or the `status` to one that may follow.

    Raises `NotFound`, `WrongStatus`.
    """
    with changing(shop, uid) as contract:
        status = facts.get("status", contract.status)
        if status != contract.status:
            if status not in NEXT.get(contract.status, ()) or contract.status == DRAFT:
                raise WrongStatus(f"a contract that is {contract.status} does not become {status}")
            contract.status = status
        for name, value in only_sent(facts, FACTS).items():
            setattr(contract, name, value)
    return contract


def work_out(shop: Shop, uid: str) -> Contract:
    """Work a contract out anew, by what the operator and the shop take now; again, it stays.

    Raises `NotFound`, `WrongStatus`.
    """
    with changing(shop, uid) as contract:
        if contract.status != DRAFT:
            agree(contract)
    return contract


def remove(shop: Shop, uid: str) -> Contract:
    """Remove a draft; call off what was sent. Raises `NotFound`, `WrongStatus`."""
    with exclusive(shop):
        contract = find(shop, uid)
        if contract.status == DRAFT:
            contract.delete_instance()
        elif contract.status in CHANGING:
            contract.status = VOID
            contract.save()
        else:
            raise WrongStatus(f"a contract that is {contract.status} cannot be removed")
    return contract


@contextmanager
def changing(shop: Shop, uid: str) -> Iterator[Contract]:
    """Hold a contract that may still change; its sums are right when the block ends.

    Raises `NotFound`, `WrongStatus`.
    """
    with exclusive(shop):
        contract = find(shop, uid)
        if contract.status not in CHANGING:
            raise WrongStatus(f"a contract that is {contract.status} changes no more")
        yield contract
        contract.save()
        sync(contract)


def _draft_of(shop: Shop, user: User) -> Contract:
    """Give the draft that was made of the user's cart before, or a new one."""
    mine = (Contract.shop == shop) & (Contract.user == user)
    rows = Contract.select().where(mine, Contract.of_cart, Contract.status == DRAFT)
    found: Contract | None = rows.order_by(Contract.id.desc()).first()
    if found is not None:
        return found
    made: Contract = Contract.create(shop=shop, user=user, of_cart=True, currency=shop.currency)
    ContractBuyer.create(contract=made, user=user, email=user.email, name=user.called)
    return made


def _held(cart: Cart) -> list[CartItem]:
    return list(CartItem.select().where(CartItem.cart == cart).order_by(CartItem.id))


def _fill(contract: Contract, items: Sequence[CartItem]) -> None:
    """Let a draft have what is in its cart now; what was put into it or set by hand stays."""
    mine: Any = ContractItem.contract == contract
    ContractItem.delete().where(mine, ContractItem.of_cart).execute()
    for each in items:
        when = {"starts_at": each.starts_at, "ends_at": each.ends_at}
        take(contract, each.cart.user, each.product, each.quantity, of_cart=True, **when)
    left = {each.user_id for each in ContractItem.select().where(mine)}
    for seller in ContractSeller.select().where(ContractSeller.contract == contract):
        if seller.user_id not in left and not seller.by_hand:
            seller.delete_instance()


def _has_items(contract: Contract) -> bool:
    found: bool = ContractItem.select().where(ContractItem.contract == contract).exists()
    return found
