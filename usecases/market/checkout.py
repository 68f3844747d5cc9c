"""Checking out: a basket becomes the cart of who proves an address, a contract, and a payment.

An order's text names a contract and its buyer for an hour and opens nothing else: no session.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from models import clock
from models.contract import (
    DRAFT,
    PAID,
    PROCESSING,
    SETTLING,
    Contract,
    ContractFee,
    ContractItem,
    ContractSeller,
    PaymentRefused,
    PriceChanged,
    WrongStatus,
)
from models.database import exclusive
from models.errors import Expired, Invalid, NotFound, Problem
from models.product import Product
from models.shop import Shop
from models.user import User
from usecases import codes
from usecases.joining import joined
from usecases.market import baskets, carts, contracts, settling, stock, wallets
from usecases.market.baskets import Basket
from usecases.market.movements import rows_of
from usecases.market.sums import fees_on_top
from usecases.market.wallets import Kept
from usecases.passes import sealed, unsealed
from usecases.rows import owned

KIND = "vitrine order"
LASTS = timedelta(hours=1)


class OrderExpired(Expired):
    """The address of an order opens it for an hour."""

    code = "order-expired"


@dataclass(frozen=True)
class Order:
    """What one user buys in one contract; its text opens it until `ends_at`."""

    shop: Shop
    user: User
    contract: Contract
    ends_at: datetime

    @property
    def changeable(self) -> bool:
        """Tell whether numbers may still change, after a declined card as well."""
        return self.draft or bool(self.contract.of_cart and self.contract.status in SETTLING)

    @property
    def draft(self) -> bool:
        """Tell whether it was not sent yet: it is made anew of the cart until then."""
        return bool(self.contract.status == DRAFT)

    @property
    def payable(self) -> bool:
        """Tell whether it is to be paid."""
        return self.contract.status in (DRAFT, *SETTLING)

    @property
    def paying(self) -> bool:
        """Tell whether a payment is under way."""
        return bool(self.contract.status == PROCESSING)

    @property
    def paid(self) -> bool:
        """Tell whether it is paid."""
        return bool(self.contract.status == PAID)


def begin(basket: Basket, email: str, code: str) -> Order:
    """Let in who has the code of an address, and make an order of the basket.

    What it holds of a product counts, whatever the user's cart held of that before. What cannot be
    bought any more stays behind. Raises `BadCode`, `Invalid`.
    """
    shop, numbers = basket.shop, _sellable(basket)
    if not numbers:
        raise Invalid(Problem("basket", "there is nothing in this cart that can be bought now"))
    user = joined(shop, codes.use(shop, email, code))
    carts.hold(shop, user, numbers)
    return Order(shop, user, _drafted(shop, user), clock.now() + LASTS)


def written(order: Order) -> str:
    """Write the text that opens an order until it ends, however often it is used."""
    ends = round(order.ends_at.timestamp() * 1000)
    return sealed(KIND, [order.contract.uid, order.user.uid, ends])


def find(text: str) -> Order:
    """Find the order that a text opens; raises `NotFound`, `OrderExpired`."""
    said = unsealed(KIND, text)
    if said is None:
        raise NotFound("there is no order at this address")
    contract_uid, user_uid, ends = said
    ends_at = datetime.fromtimestamp(ends / 1000, UTC)
    if ends_at <= clock.now():
        raise OrderExpired("this address opened the order for an hour; begin again in the player")
    rows: Any = Contract.select(Contract, Shop).join(Shop).where(Contract.uid == contract_uid)
    contract: Contract | None = rows.first()
    user = User.get_or_none(User.uid == user_uid)
    if contract is None or user is None or not contract.shop.checking_out:
        raise NotFound("there is no order at this address any more")
    return Order(contract.shop, user, contract, ends_at)


def change(order: Order, product_uid: str, quantity: int) -> Order:
    """Let there be so many of a product, 0: none. What is left of nothing is no order.

    Raises `NotFound`, `WrongStatus`, `NotForSale`, `Short`, `Invalid`.
    """
    if not 0 <= quantity <= baskets.MOST_OF_ONE:
        raise Invalid(Problem("quantity", f"must be at most {baskets.MOST_OF_ONE}"))
    if not order.changeable:
        raise WrongStatus("this order is being paid, or over, and changes no more")
    shop, user = order.shop, order.user
    if quantity:
        rows = Product.select().where(owned(Product, shop), Product.uid == product_uid)
        for product in rows:
            baskets.refuse_unsellable(product, quantity)
    if not order.draft:
        return replace(order, contract=_changed_when_sent(order, product_uid, quantity))
    if not carts.hold(shop, user, {product_uid: quantity}).lines:
        contracts.remove(shop, order.contract.uid)
        raise NotFound("there is nothing left to order")
    return replace(order, contract=_drafted(shop, user))


def lines(order: Order) -> tuple[baskets.Line, ...]:
    """List what is ordered, at the prices of the order."""
    items = ContractItem.select().where(ContractItem.contract == order.contract)
    rows = list(items.order_by(ContractItem.id))
    ids = [each.product_id for each in rows if each.product_id]
    known = list(Product.select().where(Product.id.in_(ids)))
    numbers = {each.uid: 1 for each in known}
    pictures = {each.uid: each.picture_url for each in baskets.lines_of(known, numbers)}
    names = {each.id: each.uid for each in known}
    return tuple(
        baskets.Line(
            uid := names.get(each.product_id or 0, ""),
            each.description,
            each.quantity,
            each.price_amount,
            pictures.get(uid),
        )
        for each in rows
    )


def fees(order: Order) -> list[ContractFee]:
    """List the fees that the buyer pays beside what is ordered."""
    return fees_on_top(order.contract)


def way_to_pay(order: Order) -> Kept | None:
    """Give what the buyer pays with unless they name another; None: they have nothing yet.

    Raises `PaymentRefused`, `ProviderSilent`.
    """
    return next((each for each in wallets.ways_to_pay(order.user) if each.default), None)


def pay(order: Order, amount: int) -> Order:
    """Pay what was shown to cost `amount` by what the buyer pays with; again, it is looked at.

    Raises `PriceChanged` and what `settling.settle` does.
    """
    if order.draft:
        _send(order, amount)
    elif order.payable and order.contract.total_amount != amount:
        raise _changed()
    settling.settle(order.shop, order.contract.uid, most=amount)
    return find(written(order))


def pay_by_card(order: Order, amount: int, number: str, month: int, year: int) -> Order:
    """Pay with a card for trying; one that is refused is not kept.

    Raises what `pay` does; `PaymentRefused` for another provider, which takes cards itself.
    """
    order = find(written(order))
    if not order.payable:
        return pay(order, amount)
    method = wallets.take_card(order.user, number, month, year)
    wallets.prefer(order.user, method.id)
    try:
        return pay(order, amount)
    except PaymentRefused:
        wallets.forget(order.user, method.id)
        raise


def _sellable(basket: Basket) -> dict[str, int]:
    """Give what can be bought of a basket; less where there is less."""
    found = {}
    rows = Product.select().where(owned(Product, basket.shop), Product.uid.in_([*basket.numbers]))
    # As the cart lists them.
    for each in rows.order_by(Product.id):
        if baskets.is_sellable(each):
            wanted = basket.numbers[each.uid]
            found[each.uid] = min(wanted, wanted if each.quantity is None else each.quantity)
    return found


def _drafted(shop: Shop, user: User) -> Contract:
    """Make the draft of what is in a user's cart now; what has gone from the shelf leaves it."""
    for each in carts.of(shop, user).lines:
        product = each.item.product
        if each.price is None or not product.published or product.available is False:
            carts.take_out(shop, user, each.item.uid)
    return contracts.from_cart(shop, user, carts.of(shop, user).cart.uid, None)


def _changed_when_sent(order: Order, product_uid: str, quantity: int) -> Contract:
    """Change what was sent and could not be paid; its cart is empty, and its prices stay."""
    shop, uid = order.shop, order.contract.uid
    with contracts.changing(shop, uid) as contract:
        rows: Any = ContractItem.select().join(Product)
        rows = rows.where(ContractItem.contract == contract, Product.uid == product_uid)
        for item in rows:
            if quantity:
                item.quantity, item.total_amount = quantity, item.price_amount * quantity
                item.save()
            else:
                item.delete_instance()
        left = {each.user_id for each in rows_of(ContractItem, contract)}
        for seller in rows_of(ContractSeller, contract):
            if not seller.by_hand and seller.user_id not in left:
                seller.delete_instance()
    if not left:
        contracts.remove(shop, uid)
        raise NotFound("there is nothing left to order")
    return contract


def _send(order: Order, amount: int) -> None:
    """Send the order if it still is what was shown."""
    with exclusive(order.shop):
        contract = contracts.find(order.shop, order.contract.uid)
        if contract.status != DRAFT:
            return
        now = _drafted(order.shop, order.user)
        same = now.id == contract.id and now.total_amount == amount
        if same:
            # Before its sellers are told of it.
            stock.refuse_short(ContractItem.select().where(ContractItem.contract == now))
            contracts.send(order.shop, contract.uid)
    # Outside, since what was written down anew is to stay.
    if not same:
        raise _changed()


def _changed() -> PriceChanged:
    return PriceChanged("what is ordered or what it costs has changed; look at it again")
