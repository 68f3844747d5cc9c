"""Turns a publisher's clock into a stream's: it begins with 0, never goes back, never leaps.

RTMP counts milliseconds from anywhere, modulo 2**32 (6.1.1). Encoders start with large numbers,
count past the end, and set their clock anew in the middle of a stream.
"""

# Sound and picture may be so far apart in the stream, and both may be silent for so long.
BACK_MS = 5_000
AHEAD_MS = 60_000
_HALF, _FULL = 1 << 31, 1 << 32


class Timeline:
    """Places what comes; all kinds share one clock, and each kind of its own never goes back."""

    def __init__(self) -> None:
        self._newest: tuple[int, int, float] | None = None
        self._last: dict[int, int] = {}

    def place(self, kind: int, timestamp: int, arrived: float) -> int:
        """Return the place in the stream, in milliseconds, of what arrived (Unix seconds)."""
        if self._newest is None:
            self._newest = (timestamp, 0, arrived)
        theirs, ours, before = self._newest
        step = (timestamp - theirs + _HALF) % _FULL - _HALF
        leaps = not -BACK_MS <= step <= AHEAD_MS
        if leaps:  # their clock was set: ours says how much later it is
            step = min(max(int((arrived - before) * 1000), 1), AHEAD_MS)
        if leaps or step >= 0:
            self._newest = (timestamp, ours + step, arrived)
        placed = max(ours + step, self.reached(kind))
        self._last[kind] = placed
        return placed

    def reached(self, kind: int) -> int:
        """Return the last place of this kind."""
        return self._last.get(kind, 0)
