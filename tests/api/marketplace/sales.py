"""Things to sell and contracts about them, made as clients of the marketplace API make them."""

from __future__ import annotations

from typing import Any

from gateways.payments import payments
from models.user import User
from tests.api.marketplace.conftest import Caller
from usecases.market import wallets

NOON = "2026-06-15T12:00:00Z"
GOOD, DECLINED = "4242424242424242", "4000000000000002"
# What everything has.
ROW = {"mode": "test", "created": NOON, "updated": None}


def a_lamp(server: Caller, **facts: Any) -> Any:
    """A product of 45.00."""
    return server.told("POST", "/products", {"name": "Lamp", "price": 4500, **facts})


def a_cart(buyer: Caller, product: Any, quantity: int = 1, **when: str) -> Any:
    """A cart with so much of a product in it."""
    path = f"/carts/auth/product/{product['id']}"
    return buyer.told("POST", path, {"quantity": quantity, **when})


def a_draft(server: Caller, *items: Any, **facts: Any) -> Any:
    """A contract by hand; items are products, of each one."""
    lines = [{"product_id": each["id"]} for each in items]
    return server.told("POST", "/contracts", {"items": lines, **facts})


def a_sale(server: Caller, buyer: User, card: str = GOOD, **facts: Any) -> Any:
    """A contract that was sent: a buyer, who has a card, owes a lamp and what charging costs."""
    if card:
        gives_a_card(buyer, card)
    made = a_draft(server, a_lamp(server), **facts)
    path = f"/contracts/{made['id']}"
    server.told("POST", f"{path}/buyer", {"user_id": f"user_{buyer.uid}"})
    return server.told("POST", f"{path}/send")


def gives_a_card(user: User, card: str = GOOD) -> None:
    """Let a user pay by a card, as the provider's page does."""
    provider: Any = payments()
    provider.confirm(wallets.begin(user), card, 12, 2031)


def ids(rows: Any) -> list[str]:
    """The ids of what is told."""
    return [each["id"] for each in rows]


def fee(contract: Any, kind: str) -> Any:
    """A contract's one fee of a kind."""
    [found] = [each for each in contract["fees"] if each["type"] == kind]
    return found
