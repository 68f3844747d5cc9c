"""Rates: what the operator and a shop take of sales, and what charges cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from models.contract import Contract
from models.settlement import BANK, CARD, Rate, Rates, half_up
from models.shop import Shop

MILLION = 1_000_000


@dataclass
class _Set:
    operator: Fraction = Fraction(0)
    charges: dict[str, Rate] = field(
        default_factory=lambda: {
            CARD: Rate(Fraction(29, 1000), 30),
            BANK: Rate(Fraction(8, 1000), most=500),
        }
    )


_set = _Set()


def configure(*, operator_percent: float, charges: dict[str, Rate] | None = None) -> None:
    """Choose the operator's part, in percent of all sales, and what charges cost by their kind."""
    _set.operator = Fraction(str(operator_percent)) / 100
    _set.charges = charges or _Set().charges


def agree(contract: Contract) -> None:
    """Let what the operator and the shop take of a contract be what it is now, whatever follows."""
    contract.operator_millionths = half_up(_set.operator * MILLION)
    contract.platform_millionths = contract.shop.fee_millionths


def agreed(contract: Contract) -> Rates:
    """Give the rates of a contract: today's until it is sent."""
    operator, platform = contract.operator_millionths, contract.platform_millionths
    if operator is None or platform is None:
        return rates_of(contract.shop)
    return Rates(Fraction(operator, MILLION), Fraction(platform, MILLION), _set.charges)


def rates_of(shop: Shop | None) -> Rates:
    """Give the rates of a shop's sales; without a shop, those of one that takes nothing."""
    part = Fraction(shop.fee_millionths, MILLION) if shop else Fraction(0)
    return Rates(_set.operator, part, _set.charges)
