"""Sums of a contract: exact for any items, parties, fees and flags."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.quantity import total_of
from models.settlement import (
    BANK,
    CARD,
    CUSTOM,
    OPERATOR,
    PLATFORM,
    Fee,
    OnTop,
    Party,
    Rate,
    Rates,
    Share,
    Sold,
    settle,
    split,
)

CHARGES = {CARD: Rate(Fraction(29, 1000), 30), BANK: Rate(Fraction(8, 1000), most=500)}
RATES = Rates(operator=Fraction(0), platform=Fraction(25, 1000), charges=CHARGES)
FREE = Rates(Fraction(0), Fraction(0), dict.fromkeys(CHARGES, Rate(Fraction(0))))
SELLERS_BEAR = OnTop(charges=False, operator=False, platform=False)

amounts = some.integers(0, 10**12)
# Of whole things, and of hours to the hundredth.
hundredths = some.integers(1, 10_000_000).map(lambda each: Decimal(each) / 100)
totals = amounts | some.builds(total_of, some.integers(0, 10**6), hundredths)
parts = some.fractions(0, Fraction(1, 2), max_denominator=10_000)
rates = some.builds(Rate, parts, some.integers(0, 500), some.none() | some.integers(0, 10_000))
all_rates = some.builds(Rates, parts, parts, some.fixed_dictionaries({CARD: rates, BANK: rates}))
flags = some.builds(OnTop, some.booleans(), some.booleans(), some.booleans())
weights = some.none() | amounts


@some.composite
def contracts(draw: some.DrawFn) -> dict[str, object]:
    """Any items, buyers and sellers, and custom fees of which some name a buyer."""
    sellers = [f"s{at}" for at in range(draw(some.integers(1, 5)))]
    buyers = [f"b{at}" for at in range(draw(some.integers(1, 5)))]
    kinds = some.sampled_from([CARD, BANK])
    custom = some.builds(Fee, some.just(CUSTOM), amounts, some.none() | some.sampled_from(buyers))
    return {
        "sold": draw(some.lists(some.builds(Sold, some.sampled_from(sellers), totals), max_size=8)),
        "buyers": [Party(each, draw(weights), draw(kinds)) for each in buyers],
        "sellers": [Party(each, draw(weights)) for each in sellers],
        "custom": draw(some.lists(custom, max_size=4)),
        "rates": draw(all_rates),
        "on_top": draw(flags),
    }


@given(contracts())
def test_what_buyers_owe_is_what_sellers_receive_and_fees(contract: dict[str, object]) -> None:
    sums = settle(**contract)  # type: ignore[arg-type]
    assert sums.balanced
    assert sum(each.base for each in sums.buyers) == sums.subtotal
    assert sum(each.base for each in sums.sellers) == sums.subtotal


@given(contracts())
def test_working_it_out_again_from_its_own_parts_changes_nothing(
    contract: dict[str, object],
) -> None:
    sums = settle(**contract)  # type: ignore[arg-type]
    again = {
        **contract,
        "buyers": [
            Party(each.id, share.base if each.weight is not None else None, each.pays)
            for each, share in zip(contract["buyers"], sums.buyers, strict=True)  # type: ignore[call-overload]
        ],
        "sellers": [
            Party(each.id, share.base if each.weight is not None else None)
            for each, share in zip(contract["sellers"], sums.sellers, strict=True)  # type: ignore[call-overload]
        ],
    }
    assert settle(**again) == sums  # type: ignore[arg-type]


@given(amounts, some.lists(amounts, min_size=1, max_size=9))
def test_a_split_loses_and_makes_no_unit(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    whole = sum(weights) or len(weights)
    for part, weight in zip(parts, weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(part - Fraction(amount * weight, whole)) < 1


@given(amounts, rates)
def test_a_fee_on_top_leaves_the_net_amount_and_less_than_a_unit_more_than_it_must(
    net: int, rate: Rate
) -> None:
    charge = net + rate.over(net)
    assert charge - rate.of(charge) >= net
    if rate.most is None and net:
        assert (charge - 1) * (1 - rate.part) - rate.fixed < net


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        pytest.param(100, [1, 1, 1], [34, 33, 33], id="what is left goes to the first"),
        pytest.param(100, [1, 2, 3], [17, 33, 50], id="to the largest remainder"),
        pytest.param(5, [0, 0], [3, 2], id="without weights alike"),
        pytest.param(7, [], [], id="among nobody"),
    ],
)
def test_splits(amount: int, weights: list[int], parts: list[int]) -> None:
    assert split(amount, weights) == parts


def test_buyers_pay_all_fees_that_are_included() -> None:
    sums = settle(
        [Sold("carl", 9_000)], [Party("bea")], [Party("carl")], rates=RATES, on_top=OnTop()
    )
    # 9,000 and 225 for the shop; of 9,532 a card takes 277 and 30.
    assert sums.fees == (Fee(PLATFORM, 225), Fee(CARD, 307, "bea"))
    assert (sums.subtotal, sums.total) == (9_000, 9_532)
    assert sums.buyers == (Share("bea", 9_000, 9_532),)
    assert sums.sellers == (Share("carl", 9_000, 9_000),)


def test_sellers_bear_fees_that_are_not_included_by_what_they_sold() -> None:
    sums = settle(
        [Sold("ann", 6_000), Sold("carl", 3_000)],
        [Party("bea", pays=BANK)],
        [Party("ann"), Party("carl")],
        rates=RATES,
        on_top=SELLERS_BEAR,
    )
    assert sums.fees == (Fee(PLATFORM, 225), Fee(BANK, 72, "bea"))
    assert sums.total == 9_000
    assert sums.sellers == (Share("ann", 6_000, 5_802), Share("carl", 3_000, 2_901))


def test_each_class_of_fees_has_a_flag_of_its_own() -> None:
    rates = Rates(Fraction(1, 100), Fraction(2, 100), CHARGES)
    sums = settle(
        [Sold("carl", 10_000)],
        [Party("bea")],
        [Party("carl")],
        rates=rates,
        on_top=OnTop(charges=False, operator=True, platform=False),
    )
    assert sums.fees == (Fee(OPERATOR, 100), Fee(PLATFORM, 200), Fee(CARD, 323, "bea"))
    assert sums.total == 10_100
    assert sums.sellers == (Share("carl", 10_000, 9_477),)


def test_a_custom_fee_is_paid_by_the_buyer_it_names_or_by_all() -> None:
    sums = settle(
        [Sold("carl", 1_000)],
        [Party("ann"), Party("bea")],
        [Party("carl")],
        [Fee(CUSTOM, 51), Fee(CUSTOM, 200, "bea")],
        rates=FREE,
        on_top=SELLERS_BEAR,
    )
    assert sums.buyers == (Share("ann", 500, 526), Share("bea", 500, 725))
    assert sums.sellers == (Share("carl", 1_000, 1_000),)


def test_what_a_buyer_owes_by_hand_leaves_the_rest_to_the_others() -> None:
    parties = [Party("ann", 600), Party("bea"), Party("dan")]
    sums = settle([Sold("carl", 901)], parties, [Party("carl")], rates=FREE, on_top=OnTop())
    assert [each.amount for each in sums.buyers] == [600, 151, 150]


def test_more_by_hand_than_there_is_counts_as_a_ratio() -> None:
    parties = [Party("ann", 600), Party("bea", 300)]
    sums = settle([Sold("carl", 90)], parties, [Party("carl")], rates=FREE, on_top=OnTop())
    assert [each.amount for each in sums.buyers] == [60, 30]


def test_nothing_costs_nothing() -> None:
    sums = settle([], [Party("bea")], [Party("carl")], rates=RATES, on_top=OnTop())
    assert (sums.total, sums.fees) == (0, ())
    assert sums.payable


@pytest.mark.parametrize(("buyers", "sellers"), [((), ("carl",)), (("bea",), ())])
def test_without_buyers_or_sellers_nothing_can_be_settled(
    buyers: tuple[str, ...], sellers: tuple[str, ...]
) -> None:
    sums = settle(
        [Sold("carl", 900)],
        list(map(Party, buyers)),
        list(map(Party, sellers)),
        rates=RATES,
        on_top=OnTop(),
    )
    assert not sums.payable


def test_fees_above_what_a_seller_sold_cannot_be_settled() -> None:
    sums = settle(
        [Sold("carl", 10)], [Party("bea")], [Party("carl")], rates=RATES, on_top=SELLERS_BEAR
    )
    assert sums.balanced
    assert not sums.payable
