"""Estimates: what fees would come to for an amount, before there is a contract."""

from __future__ import annotations

from dataclasses import dataclass

from models.settlement import BANK, CARD, OnTop, Party, Settlement, Sold, settle
from models.shop import Shop
from usecases.market.rates import rates_of


@dataclass(frozen=True)
class Estimate:
    """What an amount comes to by one kind of charge, with all fees paid on top."""

    kind: str
    sums: Settlement


def fees_of(shop: Shop | None, amount: int) -> list[Estimate]:
    """Estimate the fees for an amount in minor units, by card and by bank."""
    rates, sold = rates_of(shop), [Sold("seller", amount)]
    return [
        Estimate(
            kind,
            settle(
                sold, [Party("buyer", pays=kind)], [Party("seller")], rates=rates, on_top=OnTop()
            ),
        )
        for kind in (CARD, BANK)
    ]
