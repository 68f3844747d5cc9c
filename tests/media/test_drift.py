"""The map between a stream's time and the wall clock: what moves it, and what must not."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from media.drift import Drift

WALL = 1_781_524_800_000


def heard(parts: Iterable[tuple[int, int]]) -> Drift:
    """A stream whose parts (media ms) came so many ms after they would have come at best."""
    drift = Drift()
    for media_ms, late_ms in parts:
        drift.hear(media_ms, WALL + media_ms + late_ms)
    return drift


def steady(start: int, end: int, late: int = 0) -> list[tuple[int, int]]:
    return [(at, late) for at in range(start, end, 40)]


def test_a_steady_stream_needs_one_mark() -> None:
    assert heard(steady(0, 60_000)).marks == [[0, WALL]]


def test_a_stall_and_its_burst_move_nothing() -> None:
    # For three seconds nothing comes, then all of it at once.
    stalled = [(at, 23_000 - at) for at in range(20_000, 23_000, 40)]
    drift = heard([*steady(0, 20_000), *stalled, *steady(23_000, 60_000)])
    assert drift.marks == [[0, WALL]]


def test_a_stream_that_stays_behind_is_followed_from_where_it_fell_behind() -> None:
    drift = heard([*steady(0, 20_000), *steady(20_000, 60_000, late=2000)])
    [first, second] = drift.marks
    assert first == [0, WALL]
    assert 20_000 <= second[0] <= 30_100
    assert second[1] - second[0] == WALL + 2000


def test_what_comes_early_proves_the_map_wrong_at_once() -> None:
    drift = heard([*steady(0, 5000), *steady(5000, 6000, late=-500)])
    assert drift.marks == [[0, WALL], [5000, WALL + 4500]]


def test_a_late_beginning_is_corrected_by_what_follows() -> None:
    drift = heard([(0, 4000), (40, 3960), *steady(80, 1000)])
    assert drift.marks == [[0, WALL]]


def test_time_never_goes_back_in_the_marks() -> None:
    drift = heard([*((at, 4000) for at in range(0, 2000, 40)), *steady(2000, 3000)])
    walls = [wall for _, wall in drift.marks]
    assert walls == sorted(set(walls))
    assert drift.wall_ms(500) == WALL + 500


@pytest.mark.parametrize("drift_per_mille", [1, -1], ids=["slow", "fast"])
def test_a_clock_that_goes_wrong_slowly_is_followed(drift_per_mille: int) -> None:
    drift = heard((at, at * drift_per_mille // 1000) for at in range(0, 600_000, 40))
    for at in range(0, 590_000, 10_000):
        assert abs(drift.wall_ms(at) - (WALL + at + at * drift_per_mille // 1000)) <= 130
    assert len(drift.marks) < 70


def test_the_length_is_the_furthest_moment_heard_of() -> None:
    assert heard([(0, 0), (900, 0), (880, 0)]).reached_ms == 900


def test_before_anything_was_heard_there_is_no_map() -> None:
    assert (Drift().marks, Drift().wall_ms(5)) == ([], 5)
