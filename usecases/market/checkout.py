"""Checking out: a basket becomes a contract of who proves an address, and that is paid.

An order's text names a contract and its buyer for an hour and opens nothing else: no session.
"""

from __future__ import annotations

from contextlib import suppress
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
    PriceChanged,
    WrongStatus,
)
from models.database import exclusive
from models.errors import DomainError, Expired, Invalid, NotFound, Problem
from models.product import Product
from models.session import BadCode
from models.shop import Shop
from models.user import User
from usecases import codes
from usecases.joining import joined
from usecases.market import baskets, contracts, drafts, recipients, settling, wallets
from usecases.market.baskets import Basket
from usecases.market.prices import NotForSale
from usecases.market.recipients import NoRecipient
from usecases.market.stock import Short
from usecases.market.sums import fees_on_top, sync
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
        return self.contract.status in (DRAFT, *SETTLING)

    @property
    def draft(self) -> bool:
        """Tell whether it was not sent yet: until then prices are today's."""
        return bool(self.contract.status == DRAFT)

    @property
    def payable(self) -> bool:
        """Tell whether it is to be paid."""
        return self.changeable

    @property
    def paying(self) -> bool:
        """Tell whether a payment is under way."""
        return bool(self.contract.status == PROCESSING)

    @property
    def paid(self) -> bool:
        """Tell whether it is paid."""
        return bool(self.contract.status == PAID)


def begin(basket: Basket, email: str, code: str) -> Order:
    """Let in who has the code of an address, and make an order of the basket and nothing else.

    What cannot be bought any more stays behind. A code that leads to no order is not used up.
    Raises `BadCode`, `NotForSale`, `LimitReached`, `Invalid`.
    """
    shop, numbers = basket.shop, _sellable(basket)
    if not numbers:
        raise NotForSale("there is nothing in this cart that can be bought now")
    wrong = None
    with exclusive(shop):
        try:
            user = joined(shop, codes.use(shop, email, code))
            made = drafts.make(shop, user, basket.uid, numbers)
        except BadCode as error:
            # Not raised in here: the guess is to stay counted.
            wrong = error
    if wrong is not None:
        raise wrong
    return Order(shop, user, made, clock.now() + LASTS)


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
    shop, uid = order.shop, order.contract.uid
    if quantity:
        rows = Product.select().where(owned(Product, shop), Product.uid == product_uid)
        for product in rows:
            baskets.refuse_unsellable(product, quantity)
    with contracts.changing(shop, uid) as contract:
        left = drafts.let(contract, product_uid, quantity)
        if contract.status == DRAFT:
            drafts.reprice(contract)
    if not left:
        contracts.remove(shop, uid)
        raise NotFound("there is nothing left to order")
    return replace(order, contract=contract)


def name_recipient(order: Order, name: str, address: str) -> Order:
    """Let an order go to somebody; raises what `recipients.name` does."""
    return replace(order, contract=recipients.name(order.contract, name, address))


def lines(order: Order) -> tuple[baskets.Line, ...]:
    """List what is ordered, at the prices of the order."""
    items = ContractItem.select().where(ContractItem.contract == order.contract)
    rows = list(items.order_by(ContractItem.id))
    ids = [each.product_id for each in rows if each.product_id]
    known = list(Product.select().where(Product.id.in_(ids)))
    numbers = {each.uid: 1 for each in known}
    pictures = {each.uid: each.picture_url for each in baskets.lines_of(known, numbers)}
    products = {each.id: each for each in known}
    found = []
    for each in rows:
        product = products.get(each.product_id or 0)
        left = baskets.left_of(product, each.quantity) if product and order.payable else None
        uid, number = product.uid if product else "", each.quantity
        picture = pictures.get(uid)
        line = baskets.Line(uid, each.description, number, each.price_amount, picture, left)
        found.append(line)
    return tuple(found)


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

    Raises `PriceChanged`, `NotForSale`, `Short`, `NoRecipient` and what `settling.settle` does.
    """
    if order.payable:
        _make_ready(order, amount, send=True)
    settling.settle(order.shop, order.contract.uid, most=amount)
    return find(written(order))


def pay_by_card(order: Order, amount: int, number: str, month: int, year: int) -> Order:
    """Pay with a card for trying; it is kept if a payment was begun with it that is not refused.

    Raises what `pay` does; `PaymentRefused` for another provider, which takes cards itself.
    """
    order = find(written(order))
    if not order.payable:
        return pay(order, amount)
    _make_ready(order, amount)
    known = {each.method.id for each in wallets.ways_to_pay(order.user)}
    method = wallets.take_card(order.user, number, month, year)
    wallets.prefer(order.user, method.id)
    try:
        return pay(order, amount)
    except DomainError:
        # Another click may be paying with the same card.
        if method.id not in known and find(written(order)).payable:
            with suppress(NotFound):
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


def _make_ready(order: Order, amount: int, *, send: bool = False) -> None:
    """See that an order still is what was shown, and can be paid; send it, if it is to be."""
    with exclusive(order.shop):
        contract = contracts.find(order.shop, order.contract.uid)
        if contract.status not in (DRAFT, *SETTLING):
            return  # another click was faster
        if contract.status == DRAFT:
            drafts.reprice(contract)
            sync(contract)
        refused = _refusal(replace(order, contract=contract), amount)
        if send and refused is None and contract.status == DRAFT:
            contracts.send(order.shop, contract.uid)
    # Outside, since what was written down anew is to stay.
    if refused is not None:
        raise refused


def _refusal(order: Order, amount: int) -> DomainError | None:
    """Tell why an order cannot be paid as it was shown."""
    if order.contract.total_amount != amount:
        return PriceChanged("what is ordered or what it costs has changed; look at it again")
    for each in lines(order):
        if each.left == 0:
            return NotForSale(f"{each.name} is sold out; take it out of the order")
        if each.left is not None:
            return Short(f"of {each.name} there are {each.left}, not {each.quantity}")
    if not recipients.of(order.contract).known:
        return NoRecipient("say first to whom and where this goes")
    return None
