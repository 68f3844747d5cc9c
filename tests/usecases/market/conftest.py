"""A marketplace: people who buy and sell in Alice's shop, and a provider that moves no money."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gateways import payments
from gateways.payments.trial import Trial
from models.contract import OPEN, Contract, ContractBuyer, ContractFee, ContractItem
from models.product import Product
from models.shop import Shop
from models.user import User
from tests import builders

GOOD, DECLINED, SLOW = "4242424242424242", "4000000000000002", "4000000000000077"
SLOW_DECLINED = "4000000000000259"


@pytest.fixture
def trial(app: Any, tmp_path: Path) -> Trial:
    """The provider that moves no money."""
    provider = Trial(tmp_path / "payments.db")
    payments.configure(provider)
    return provider


@dataclass
class Market:
    """Makers of people, contracts and their parts in one shop."""

    shop: Shop
    provider: Trial

    def user(self, name: str, card: str | None = None) -> User:
        """A user, with a card if one is named."""
        made: User = User.create(shop=self.shop, email=f"{name}@example.com", name=name)
        if card:
            made.customer_id = self.provider.open_customer(made.email, name, key=made.uid)
            secret = self.provider.begin_method(made.customer_id)
            made.pays_with = self.provider.confirm(secret, card, 12, 2031).id
            made.save()
        return made

    def product(self, quantity: int | None = None) -> Product:
        """A product, of which there are so many."""
        return builders.a_product(self.shop, quantity=quantity)

    def contract(self, buyers: list[User], status: str = OPEN, **facts: Any) -> Contract:
        """A contract with its buyers, and nothing in it yet."""
        made: Contract = Contract.create(
            shop=self.shop, user=buyers[0], status=status, currency="EUR", **facts
        )
        for each in buyers:
            ContractBuyer.create(contract=made, user=each, email=each.email, name=each.name)
        return made

    def sell(
        self, contract: Contract, amount: int, seller: User | None = None, **facts: Any
    ) -> ContractItem:
        """Something in a contract."""
        number = facts.pop("quantity", 1)
        made: ContractItem = ContractItem.create(
            contract=contract,
            user=seller,
            description="A lamp",
            quantity=number,
            price_amount=amount,
            total_amount=amount * number,
            **facts,
        )
        return made

    def fee(self, contract: Contract, amount: int, buyer: ContractBuyer | None = None) -> None:
        """A custom fee."""
        facts = {"kind": "custom", "description": "Delivery", "buyer": buyer}
        ContractFee.create(contract=contract, amount=amount, **facts)


@pytest.fixture
def market(alice: Shop, trial: Trial) -> Market:
    """The marketplace in Alice's shop."""
    return Market(alice, trial)
