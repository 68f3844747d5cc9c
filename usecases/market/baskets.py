"""Baskets: what somebody whom nobody knows yet means to buy, kept in a signed text alone.

The text goes from the player to the page and back. It says which products and how many; prices are
always today's. So a visitor who buys nothing leaves nothing behind. Orders say of which basket they
were made; what is being paid or was is in it no more, whoever still holds its text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models import clock
from models.base import UID, new_uid
from models.contract import PAID, PROCESSING, Contract, ContractItem
from models.errors import Conflict, Invalid, NotFound, Problem
from models.product import Product
from models.shop import Shop
from usecases.market.prices import NotForSale, price_of, prices_of
from usecases.market.stock import Short
from usecases.market.wares import wares_of
from usecases.passes import digest_of, sealed, unsealed
from usecases.rows import owned

KIND = "vitrine cart"
# More of one thing, or of things, than a viewer takes along from a show.
MOST_PRODUCTS, MOST_OF_ONE = 20, 99


class BasketFull(Conflict):
    """No more goes into a basket."""

    code = "basket-full"


class SoldElsewhere(Conflict):
    """The product has choices, no open price, or recurs: it is bought on its own page."""

    code = "sold-elsewhere"


@dataclass(frozen=True)
class Basket:
    """How many of each product, by its uid.

    `uid` stays through all changes; `changed_ms` is when the last was made, in milliseconds since
    1970. `ordered`: some of what its text says was ordered since, and is not in it.
    """

    shop: Shop
    numbers: Mapping[str, int] = field(default_factory=dict)
    uid: str = field(default_factory=new_uid)
    changed_ms: int = 0
    ordered: bool = False

    def holding(self, numbers: Mapping[str, int]) -> Basket:
        """Give it as it is with other numbers, from now on."""
        changed_ms = round(clock.now().timestamp() * 1000)
        return replace(self, numbers=dict(numbers), changed_ms=changed_ms)


@dataclass(frozen=True)
class Line:
    """So many of a product; `price` in minor units, None: it cannot be bought now.

    `left`: how many can be bought where that is fewer.
    """

    uid: str
    name: str
    quantity: int
    price: int | None
    picture_url: str | None
    left: int | None = None

    @property
    def amount(self) -> int:
        """What they cost together."""
        return (self.price or 0) * self.quantity


@dataclass(frozen=True)
class Laid:
    """What is in a basket, and what it costs together in the shop's currency."""

    lines: tuple[Line, ...]
    count: int
    amount: int
    currency: str


def read(text: str) -> Basket:
    """Read a basket; raises `NotFound` for one that was not made here."""
    said = unsealed(KIND, text)
    shop = Shop.get_or_none(Shop.uid == said[0]) if said else None
    if said is None or shop is None or not shop.checking_out:
        raise NotFound("there is no cart at this address")
    _, numbers, uid, changed_ms = said
    return _not_ordered(Basket(shop, dict(numbers), uid, changed_ms))


def written(basket: Basket) -> str:
    """Write a basket."""
    numbers = sorted(basket.numbers.items())
    return sealed(KIND, [basket.shop.uid, numbers, basket.uid, basket.changed_ms])


def of_shop(shop: Shop, text: str) -> Basket:
    """Read a shop's basket, or begin an empty one where there is none of its own.

    Raises `NotFound` where the shop's players have no cart of ours.
    """
    if not shop.checking_out:
        raise NotFound("this shop's players have no cart here")
    try:
        found = read(text)
    except NotFound:
        return Basket(shop)
    return found if found.shop.id == shop.id else Basket(shop)


def put(basket: Basket, uid: str, quantity: int, ref: str = "") -> Basket:
    """Put so many more of a product in; `ref` names the variant that was chosen of it, if any.

    Raises `NotFound`, `NotForSale`, `Short`, `SoldElsewhere`, `BasketFull`, `Invalid`.
    """
    product = _found(basket.shop, uid, ref)
    return change(basket, product.uid, basket.numbers.get(product.uid, 0) + quantity)


def change(basket: Basket, uid: str, quantity: int) -> Basket:
    """Let there be so many of a product, 0: none; raises what `put` does."""
    if not 0 <= quantity <= MOST_OF_ONE:
        raise Invalid(Problem("quantity", f"must be at most {MOST_OF_ONE}"))
    others = {name: number for name, number in basket.numbers.items() if name != uid}
    if not quantity:
        return basket.holding(others)
    if len(others) >= MOST_PRODUCTS:
        raise BasketFull(f"a cart holds {MOST_PRODUCTS} products; take one out first")
    refuse_unsellable(_found(basket.shop, uid), quantity)
    return basket.holding({**others, uid: quantity})


def laid(basket: Basket) -> Laid:
    """Tell what is in a basket, at today's prices; what has gone from the shelf is left out."""
    rows = _rows(basket.shop, basket.numbers)
    lines = lines_of(rows, basket.numbers)
    return Laid(
        lines,
        sum(each.quantity for each in lines),
        sum(each.amount for each in lines),
        basket.shop.currency,
    )


def lines_of(rows: list[Product], numbers: Mapping[str, int]) -> tuple[Line, ...]:
    """Join products with how many there are to be of each, by their uid."""
    prices = prices_of(rows)
    found = []
    for each in wares_of(rows):
        product, number = each.product, numbers[each.product.uid]
        left = left_of(product, number)
        price = None if left == 0 else prices.get(product.id)
        found.append(Line(product.uid, product.name, number, price, each.picture_url, left))
    return tuple(found)


def is_sellable(product: Product) -> bool:
    """Tell whether a product can be bought here now."""
    try:
        refuse_unsellable(product, 1)
    except (NotForSale, Short, SoldElsewhere):
        return False
    return True


def left_of(product: Product, quantity: int) -> int | None:
    """Tell how many of a product can be bought here now, where that is fewer than so many."""
    try:
        refuse_unsellable(product, quantity)
    except Short:
        return max(product.quantity or 0, 0)
    except (NotForSale, SoldElsewhere):
        return 0
    return None


def refuse_unsellable(product: Product, quantity: int) -> None:
    """Raise `NotForSale`, `Short` or `SoldElsewhere` where so many cannot be bought here now."""
    price_of(product)
    if product.currency != product.shop.currency:
        raise NotForSale(f"{product.name} is sold in {product.currency}")
    again_and_again = (product.selling or {}).get("cycle") is not None
    if product.choices or again_and_again or not product.price_shown:
        raise SoldElsewhere(f"{product.name} is bought on its own page")
    if product.quantity is not None and product.quantity < max(quantity, 1):
        raise Short(f"of {product.name} there are {max(product.quantity, 0)}, not {quantity}")


def _not_ordered(basket: Basket) -> Basket:
    """Leave out what orders of a basket have in them that are being paid or were."""
    rows: Any = ContractItem.select(ContractItem, Contract, Product)
    rows = rows.join(Contract).switch(ContractItem).join(Product)
    rows = list(rows.where(Contract.basket == basket.uid, Contract.status.in_((PROCESSING, PAID))))
    if not rows:
        return basket
    ordered = Counter[str]()
    for each in rows:
        ordered[each.product.uid] += each.quantity
    left = {uid: number - ordered[uid] for uid, number in basket.numbers.items()}
    # The same name for the same rest, so that it is one basket wherever it is read.
    uid = digest_of("rest", basket.uid, *sorted({each.contract.uid for each in rows}))[:32]
    rest = {uid: number for uid, number in left.items() if number > 0}
    return replace(basket, numbers=rest, uid=uid, ordered=True)


def _found(shop: Shop, uid: str, ref: str = "") -> Product:
    """Find a product; a variant is one that has its own row, by its reference."""
    named = Product.ref == ref if ref else Product.uid == uid
    rows = Product.select().where(owned(Product, shop), named)
    found: Product | None = rows.first() if UID.fullmatch(uid) and len(ref) <= 255 else None
    if found is None and ref:
        raise SoldElsewhere("this variant is bought on the product's own page")
    if found is None:
        raise NotFound("this shop has no such product")
    return found


def _rows(shop: Shop, uids: Iterable[str]) -> list[Product]:
    rows = Product.select().where(owned(Product, shop), Product.uid.in_(list(uids)))
    return list(rows.order_by(Product.id))
