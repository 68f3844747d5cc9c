"""Ways to pay are asked of whom the shop's mode names: a shop for trying asks no real provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateways import payments
from gateways.payments import PaymentError
from gateways.payments.trial import Trial
from models.shop import Shop
from tests.builders import a_shop, a_user
from usecases.market import wallets


class Elsewhere(Trial):
    """A provider on whose own page cards are typed in."""

    takes_numbers = False

    def method_page(self, customer: str, back: str) -> str:
        return f"https://pay.example/{customer}"


@pytest.fixture
def real(alice: Shop, tmp_path: Path) -> Shop:
    """A shop of mode live, where live and test have a provider each."""
    provider = Elsewhere(tmp_path / "live.db")
    payments.configure(provider, test=Trial(tmp_path / "test.db"))
    return a_shop("Larch", mode="live")


def test_numbers_of_cards_are_typed_into_pages_of_ours_only_to_try(real: Shop, alice: Shop) -> None:
    assert wallets.takes_numbers(alice)
    assert not wallets.takes_numbers(real)


def test_a_card_is_added_where_the_shops_provider_is(real: Shop, alice: Shop) -> None:
    user = a_user(real)
    page = wallets.card_page(user, "https://shop.example")
    assert page == f"https://pay.example/{user.customer_id}"
    with pytest.raises(PaymentError):
        payments.payments("test").methods(user.customer_id or "")
    tries = a_user(alice)
    method = wallets.take_card(tries, "4242424242424242", 12, 2031)
    assert [each.method for each in wallets.ways_to_pay(tries)] == [method]
    with pytest.raises(PaymentError):
        payments.payments("live").methods(tries.customer_id or "")
