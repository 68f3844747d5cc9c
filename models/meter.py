"""The meter: how often somebody may do a thing, so many times a minute.

Each caller has an allowance that refills evenly. It is kept as one moment per caller (the GCRA of
ATM networks): when the allowance would be whole again. One lock makes counting exact inside
a process; several processes count apart, so together they allow as many times more.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from models import clock
from models.errors import DomainError

WINDOW_S = 60
# What one request takes of an allowance, which holds as many as the rate.
STEP = WINDOW_S * 1000
# Callers remembered at once; those whose allowance is whole again need no memory.
MOST_CALLERS = 50_000


class TooManyRequests(DomainError):
    """More was asked than this caller may ask; wait as Retry-After says."""

    code = "too-many-requests"

    def __init__(self, message: str, after_s: int) -> None:
        super().__init__(message)
        self.after_s = after_s


@dataclass(frozen=True)
class Allowance:
    """What is left after a request: `left` requests, all again in `whole_s` seconds.

    `after_s` is None when the request is allowed, else the seconds until the next one is.
    """

    left: int
    whole_s: int
    after_s: int | None = None


class Meter:
    """Counts the requests of callers, `rate` of them a minute each, at most `burst` at once.

    Without `burst` the minute's requests may all come at once.
    """

    def __init__(self, rate: int, burst: int = 0) -> None:
        self.rate = rate
        # Moments are counted in milliseconds times the rate: whole numbers, so nothing is rounded.
        self._window = STEP * (burst or rate)
        self._whole_at: dict[str, int] = {}
        self._lock = threading.Lock()

    def take(self, caller: str) -> Allowance:
        """Count one request of a caller; a refused one costs nothing."""
        now = round(clock.now().timestamp() * 1000) * self.rate
        with self._lock:
            # A clock that was set back must not lock anybody out for longer than a window.
            whole = min(max(self._whole_at.get(caller, now), now), now + self._window)
            after = whole + STEP
            wait = after - now - self._window
            if wait > 0:
                return Allowance(0, self._seconds(whole - now), self._seconds(wait))
            if len(self._whole_at) >= MOST_CALLERS:
                self._forget(now)
            self._whole_at[caller] = after
        return Allowance((now + self._window - after) // STEP, self._seconds(after - now))

    def spent(self, caller: str) -> int | None:
        """Tell, without counting, the seconds until a caller's next request is allowed."""
        now = round(clock.now().timestamp() * 1000) * self.rate
        with self._lock:
            whole = min(max(self._whole_at.get(caller, now), now), now + self._window)
        wait = whole + STEP - now - self._window
        return self._seconds(wait) if wait > 0 else None

    def _seconds(self, count: int) -> int:
        return -(-count // (1000 * self.rate))

    def _forget(self, now: int) -> None:
        self._whole_at = {name: at for name, at in self._whole_at.items() if at > now}
        while len(self._whole_at) >= MOST_CALLERS:
            del self._whole_at[next(iter(self._whole_at))]
