"""The rules of an auction by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import NOON
from usecases.auctions import rules


@pytest.mark.parametrize(
    ("leading", "least"),
    [(None, 700), (700, 800), (950, 1050)],
    ids=["the first bid may be the starting price", "one more", "above what was recommended"],
)
def test_the_least_bid(leading: int | None, least: int) -> None:
    assert rules.least_amount(700, 100, leading) == least


@pytest.mark.parametrize(("bids", "number"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_rounds(bids: int, number: int) -> None:
    assert rules.round_of(bids) == number


@pytest.mark.parametrize(
    ("left_ms", "added_s"),
    [(1, 10), (1_000, 10), (9_999, 10), (10_000, 0), (60_000, 0)],
    ids=["last moment", "closing second", "just within", "just before", "long before"],
)
def test_a_bid_in_the_last_ten_seconds_adds_ten(left_ms: int, added_s: int) -> None:
    at = NOON - timedelta(milliseconds=left_ms)
    assert rules.extended(NOON, at) - NOON == timedelta(seconds=added_s)
