"""Who owes what for a contract: exact sums in whole minor units, of which none is lost or made.

Buyers pay the items and the fees on top; sellers receive their items without the fees that they
bear; whatever the flags and rates, what all buyers owe is what all sellers receive and all fees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

CARD, BANK = "stripe:cc", "stripe:us_bank_account"
OPERATOR, PLATFORM, CUSTOM = "candle:base", "platform:base", "custom"


@dataclass(frozen=True)
class Rate:
    """What a charge costs: a part of it and a fixed amount, `most` at most (None: any)."""

    part: Fraction
    fixed: int = 0
    most: int | None = None

    def of(self, charge: int) -> int:
        """Give the fee within a charge, rounded half up; it never exceeds `most`."""
        return self._capped(half_up(charge * self.part) + self.fixed) if charge else 0

    def over(self, net: int) -> int:
        """Give the fee to add to `net`, so that `net` is left of the whole charge."""
        if not net:
            return 0
        return self._capped(ceil((net + self.fixed) / (1 - self.part)) - net)

    def _capped(self, fee: int) -> int:
        return fee if self.most is None else min(fee, self.most)


@dataclass(frozen=True)
class Rates:
    """The parts that the operator and the shop take, and what charges cost by their kind."""

    operator: Fraction
    platform: Fraction
    charges: dict[str, Rate]


@dataclass(frozen=True)
class OnTop:
    """Which fees buyers pay beside the items; sellers bear the others."""

    charges: bool = True
    operator: bool = True
    platform: bool = True


@dataclass(frozen=True)
class Sold:
    """What one seller's items come to."""

    seller: str
    total: int


@dataclass(frozen=True)
class Party:
    """A buyer or a seller. `weight`: its part of the items where set by hand; else None.

    `pays` is the kind of charge of a buyer, CARD or BANK.
    """

    id: str
    weight: int | None = None
    pays: str = CARD


@dataclass(frozen=True)
class Fee:
    """A fee; `buyer`: who alone pays it, or whose charge costs it."""

    kind: str
    amount: int
    buyer: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class Share:
    """What a buyer owes or a seller receives: of the items, and with fees."""

    id: str
    base: int
    amount: int


@dataclass(frozen=True)
class Settlement:
    """The sums of a contract."""

    subtotal: int
    total: int
    fees: tuple[Fee, ...]
    buyers: tuple[Share, ...]
    sellers: tuple[Share, ...]

    @property
    def balanced(self) -> bool:
        """Tell whether all buyers owe what all sellers receive and all fees come to."""
        return _all(self.buyers) == self.total == _all(self.sellers) + _all(self.fees)

    @property
    def payable(self) -> bool:
        """Tell whether it can be settled: balanced, and nobody receives less than nothing."""
        return self.balanced and all(each.amount >= 0 for each in (*self.buyers, *self.sellers))


def settle(
    sold: Sequence[Sold],
    buyers: Sequence[Party],
    sellers: Sequence[Party],
    custom: Sequence[Fee] = (),
    *,
    rates: Rates,
    on_top: OnTop,
) -> Settlement:
    """Work out a contract's sums; buyers and sellers in the order of their ids.

    Custom fees are always paid by buyers: the one they name, or all. Without buyers or sellers,
    what they would owe or receive is nobody's, and the sums are not balanced.
    """
    subtotal = sum(each.total for each in sold)
    bases = _bases(subtotal, buyers, [1] * len(buyers))
    fees = [*_parts(subtotal, rates), *custom]
    added = [each for each in fees if each.kind == CUSTOM or _added(each, on_top)]
    nets = _with(added, buyers, bases)
    charges = _charges(buyers, nets, rates, on_top)
    fees += charges
    if on_top.charges:
        added += charges
        nets = [net + fee.amount for net, fee in zip(nets, charges, strict=True)]
    paid_on_top = _all(added)
    own = [sum(each.total for each in sold if each.seller == one.id) for one in sellers]
    owed = _bases(subtotal, sellers, own)
    taken = split(_all(fees) - paid_on_top, owed)
    return Settlement(
        subtotal=subtotal,
        total=subtotal + paid_on_top,
        fees=tuple(each for each in fees if each.amount or each.kind == CUSTOM),
        buyers=tuple(map(Share, _ids(buyers), bases, nets)),
        sellers=tuple(map(Share, _ids(sellers), owed, _less(owed, taken))),
    )


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights (alike where all are 0) into whole units that add up to it.

    What rounding leaves goes to the largest remainders, and among those alike to the first.
    """
    if not weights:
        return []
    weights = weights if any(weights) else [1] * len(weights)
    whole = sum(weights)
    shares = [divmod(amount * each, whole) for each in weights]
    parts = [quotient for quotient, _ in shares]
    by_rest = sorted(range(len(parts)), key=lambda at: -shares[at][1])
    for at in by_rest[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def half_up(number: Fraction) -> int:
    """Round to a whole number, a half upwards."""
    return floor(number + Fraction(1, 2))


def _parts(subtotal: int, rates: Rates) -> list[Fee]:
    of_all = ((OPERATOR, rates.operator), (PLATFORM, rates.platform))
    return [Fee(kind, half_up(subtotal * part)) for kind, part in of_all]


def _added(fee: Fee, on_top: OnTop) -> bool:
    return on_top.operator if fee.kind == OPERATOR else on_top.platform


def _with(added: Sequence[Fee], buyers: Sequence[Party], bases: Sequence[int]) -> list[int]:
    """Add to each buyer's part of the items the fees on top but for those of its charge."""
    nets = list(bases)
    ids = _ids(buyers)
    for fee in added:
        if fee.buyer in ids:
            nets[ids.index(fee.buyer)] += fee.amount
        else:
            nets = [net + part for net, part in zip(nets, split(fee.amount, bases), strict=True)]
    return nets


def _charges(
    buyers: Sequence[Party], nets: Sequence[int], rates: Rates, on_top: OnTop
) -> list[Fee]:
    fees = []
    for buyer, net in zip(buyers, nets, strict=True):
        rate = rates.charges[buyer.pays]
        fees.append(Fee(buyer.pays, rate.over(net) if on_top.charges else rate.of(net), buyer.id))
    return fees


def _bases(subtotal: int, parties: Sequence[Party], otherwise: Sequence[int]) -> list[int]:
    """Split the items among parties: as set by hand, the rest among the others.

    Where what was set is more than there is, or nobody is left for the rest, it counts as ratios.
    """
    weights = [each.weight or 0 for each in parties]
    others = [at for at, each in enumerate(parties) if each.weight is None]
    if not others or sum(weights) > subtotal:
        return split(subtotal, weights)
    rest = split(subtotal - sum(weights), [otherwise[at] for at in others])
    for at, part in zip(others, rest, strict=True):
        weights[at] = part
    return weights


def _less(amounts: Sequence[int], taken: Sequence[int]) -> list[int]:
    return [amount - part for amount, part in zip(amounts, taken, strict=True)]


def _ids(parties: Sequence[Party]) -> list[str]:
    return [each.id for each in parties]


def _all(parts: Sequence[Fee | Share]) -> int:
    return sum(each.amount for each in parts)
