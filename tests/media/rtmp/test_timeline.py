"""A stream's clock, whatever the encoder's does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rtmp.timeline import AHEAD_MS, Timeline

A, V = 8, 9
FULL = 1 << 32

# Kind, the encoder's time, the second it came; and where it belongs.
STORIES: dict[str, tuple[list[tuple[int, int, float]], list[int]]] = {
    "it begins with 0": ([(V, 5000, 0), (V, 5040, 0)], [0, 40]),
    "sound and picture share a clock": ([(V, 100, 0), (A, 120, 0), (V, 140, 0)], [0, 20, 40]),
    "what is older than the first comes with it": ([(V, 100, 0), (A, 80, 0)], [0, 0]),
    "one kind may lag behind the other": ([(V, 0, 0), (V, 900, 0), (A, 30, 0)], [0, 900, 30]),
    "one kind never goes back": (
        [(V, 0, 0), (V, 80, 0), (V, 40, 0), (V, 120, 0)],
        [0, 80, 80, 120],
    ),
    "beyond three bytes": ([(V, 0xFFFFF0, 0), (V, 0x1000010, 0)], [0, 0x20]),
    "past the end of its clock": ([(V, FULL - 10, 0), (V, 30, 0), (A, FULL - 5, 0)], [0, 40, 5]),
    "a pause": ([(V, 0, 0), (V, 20_000, 20)], [0, 20_000]),
    "set back: what passed here counts": (
        [(V, 90_000, 0), (V, 91_000, 1), (V, 0, 1.5), (A, 0, 1.5), (V, 40, 1.5)],
        [0, 1000, 1500, 1500, 1540],
    ),
    "set ahead by days": ([(V, 0, 0), (V, 1000, 1), (V, 900_000_000, 1.04)], [0, 1000, 1040]),
    "set while our own clock was set back": ([(V, 90_000, 5), (V, 0, 0)], [0, 1]),
    "set while our own clock was set ahead": ([(V, 90_000, 0), (V, 0, 1e9)], [0, AHEAD_MS]),
}


@pytest.mark.parametrize(("told", "placed"), STORIES.values(), ids=STORIES)
def test_a_story_of_two_clocks(told: list[tuple[int, int, float]], placed: list[int]) -> None:
    timeline = Timeline()
    assert [timeline.place(*each) for each in told] == placed


@given(
    st.lists(
        st.tuples(st.sampled_from([A, V]), st.integers(0, FULL - 1), st.floats(0, 2e9)), max_size=30
    )
)
def test_no_kind_ever_goes_back_or_leaps(told: list[tuple[int, int, float]]) -> None:
    timeline = Timeline()
    last = {A: 0, V: 0}
    newest = 0
    for kind, timestamp, arrived in told:
        placed = timeline.place(kind, timestamp, arrived)
        assert last[kind] <= placed <= newest + AHEAD_MS
        last[kind], newest = placed, max(newest, placed)
