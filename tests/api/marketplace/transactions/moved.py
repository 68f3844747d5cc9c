"""Money that has moved at Alice's: what tests of transactions begin with."""

from __future__ import annotations

from itertools import count
from typing import Any

from models.shop import Shop
from models.transaction import Transaction
from models.user import User

_numbers = count(1)


def moved(shop: Shop, kind: str, amount: int, **facts: Any) -> Transaction:
    """A movement in the shop's currency, which has succeeded unless it is said otherwise."""
    plain = {"status": "succeeded", "currency": shop.currency}
    made: Transaction = Transaction.create(
        shop=shop, kind=kind, amount=amount, key=f"moved:{next(_numbers)}", **{**plain, **facts}
    )
    return made


def moved_all(buyer: User, seller: User) -> None:
    """What a buyer paid, got back and failed to pay; what a seller was paid and gave back."""
    shop = buyer.shop
    moved(shop, "outgoing", 9_300, buyer=buyer)
    moved(shop, "outgoing", 700, buyer=buyer)
    moved(shop, "outgoing:refund", 700, buyer=buyer)
    for status in ("queued", "ready", "processing", "failed", "canceled", "disputed", "unknown"):
        moved(shop, "outgoing", 50_000, buyer=buyer, status=status)
        moved(shop, "incoming", 50_000, seller=seller, status=status)
    moved(shop, "outgoing", 8_000, buyer=buyer, currency="USD")
    moved(shop, "fee:stripe", 300, buyer=buyer)
    moved(shop, "incoming", 9_000, seller=seller)
    moved(shop, "incoming:refund", 500, seller=seller)
