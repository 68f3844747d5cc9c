"""Keeps the map between a stream's own time and the wall clock, by when its parts came in.

What comes can be late and is never early. So the earliest of a while tells how the clocks stand,
and a part that came sooner than the map says proves it wrong at once, while a burst after a
short stall does not.
"""

from collections.abc import Sequence

# The map follows a stream that fell behind once it has been behind for so long.
WHILE_MS = 10_000
# What clocks may differ by before it is worth a mark: at once, and after a while.
SUDDEN_MS, SLOW_MS = 100, 20
FIRST_MS = 1_000


class Drift:
    """The marks of one stream; `marks` = [[media ms, wall clock ms]], growing."""

    def __init__(self) -> None:
        self.marks: list[list[int]] = []
        self.reached_ms = 0
        self._since: int | None = None
        self._lowest = 0

    def hear(self, media_ms: int, wall_ms: int) -> None:
        """Note that the part of the stream at `media_ms` came at `wall_ms`."""
        offset = wall_ms - media_ms
        self.reached_ms = max(self.reached_ms, media_ms)
        if not self.marks:
            self.marks.append([0, offset])
        if offset < self._offset - SUDDEN_MS:
            self._mark(media_ms, offset)
            self._since = None
        if self._since is None:
            self._since, self._lowest = media_ms, offset
        self._lowest = min(self._lowest, offset)
        if media_ms - self._since >= WHILE_MS:
            if abs(self._lowest - self._offset) > SLOW_MS:
                self._mark(self._since, self._lowest)
            self._since = None

    def wall_ms(self, media_ms: int) -> int:
        """Tell what the wall clock showed at a moment of the stream."""
        return wall_of(self.marks, media_ms)

    @property
    def _offset(self) -> int:
        media, wall = self.marks[-1]
        return wall - media

    def _mark(self, media_ms: int, offset: int) -> None:
        # Time does not go back: what was marked at a later hour had come late.
        while self.marks and self.marks[-1][1] >= media_ms + offset:
            self.marks.pop()
        # Of the first moments no more is known than what the least late of them says.
        if not self.marks or media_ms < FIRST_MS:
            self.marks = [[0, offset]]
        else:
            self.marks.append([media_ms, media_ms + offset])


def wall_of(marks: Sequence[Sequence[int]], media_ms: int) -> int:
    """Tell what the wall clock showed at a moment of a stream with these marks, if it has any."""
    reached = [each for each in marks if each[0] <= media_ms] or marks[:1]
    media, wall = reached[-1] if reached else (0, 0)
    return wall + media_ms - media
