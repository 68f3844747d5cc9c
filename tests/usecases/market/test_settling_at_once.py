"""Settling two contracts of one shop at once: neither waits while the provider is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

import pytest

from gateways import payments
from gateways.payments.trial import Trial
from models.contract import OPEN, PAID, Contract, PaymentRefused
from models.database import database
from usecases.market.settling import settle

from .conftest import DECLINED, GOOD, Market

# Longer than any machine takes; only who waits for a lock that the other holds gets there.
SECONDS = 30


def meeting(provider: Trial, call: str) -> Trial:
    """A provider that answers a call of one only when it has a call of another as well."""
    both = threading.Barrier(2)
    plain: Callable[..., Any] = getattr(provider, call)

    @wraps(plain)
    def met(*args: Any, **facts: Any) -> Any:
        both.wait(SECONDS)
        return plain(*args, **facts)

    setattr(provider, call, met)
    return provider


def settled(market: Market, *contracts: Contract) -> list[str]:
    """Settle contracts at once, and give their statuses."""

    def act(contract: Contract) -> None:
        with database.connection_context(), suppress(PaymentRefused):
            settle(market.shop, contract.uid)

    threads = [threading.Thread(target=act, args=[each]) for each in contracts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return [Contract.get_by_id(each.id).status for each in contracts]


@pytest.mark.parametrize(
    ("call", "cards", "ends"),
    [
        ("methods", [GOOD], PAID),
        ("account", [GOOD], PAID),
        ("charge", [GOOD], PAID),
        ("transfer", [GOOD], PAID),
        ("refund", [GOOD, DECLINED], OPEN),
    ],
)
def test_both_are_at_the_provider_at_once(
    market: Market, call: str, cards: list[str], ends: str
) -> None:
    contracts = []
    for name in ("bea", "dan"):
        buyers = [market.user(f"{name}{number}", card) for number, card in enumerate(cards)]
        contracts.append(market.contract(buyers))
        market.sell(contracts[-1], 1_000, market.user(f"seller of {name}"))
    payments.configure(meeting(market.provider, call))
    assert settled(market, *contracts) == [ends, ends]
