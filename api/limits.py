"""How often a caller may ask: so many requests a minute by a key, and from an address.

Each caller has an allowance that refills evenly. It is kept as one moment per caller (the GCRA of
ATM networks): when the allowance would be whole again. One lock makes counting exact inside
a process; several processes count apart, so together they allow as many times more.
What shops' pages ask (displayed data, players, files) is never counted.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from flask import Response, current_app, g, request

from models import clock
from models.errors import DomainError
from usecases.passes import network_of

WINDOW_S = 60
# What one request takes of an allowance, which holds as many as the rate.
STEP = WINDOW_S * 1000
# Callers remembered at once; those whose allowance is whole again need no memory.
MOST_CALLERS = 50_000
# Orders a minute from one address: more than a street of shoppers behind one makes.
PAGE_RATE = 120
# Batches a minute of what was seen: some hundred viewers behind one address.
SEEN_RATE = 1_200
# Reminders a minute from one address: each makes us write to somebody.
REMINDER_RATE = 6
HEADERS = {
    "RateLimit-Policy": "How many requests (q) a window of so many seconds (w) allows.",
    "RateLimit": "How many requests are left (r), and in how many seconds all are again (t).",
}


class TooManyRequests(DomainError):
    """More requests came than this key or address may send; wait as Retry-After says."""

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

    def _seconds(self, count: int) -> int:
        return -(-count // (1000 * self.rate))

    def _forget(self, now: int) -> None:
        self._whole_at = {name: at for name, at in self._whole_at.items() if at > now}
        while len(self._whole_at) >= MOST_CALLERS:
            del self._whole_at[next(iter(self._whole_at))]


def count_address() -> None:
    """Count a request of the address it comes from; raises `TooManyRequests`."""
    _count("address", network_of(request.remote_addr or ""))


def count_page() -> None:
    """Count what a page tells, by the address of whose it is; raises `TooManyRequests`.

    Anybody can pretend to be a page, and what pages tell is kept and passed on.
    """
    _count("page", network_of(request.remote_addr or ""))


def count_seen() -> None:
    """Count a batch of what was seen, by its page's address; raises `TooManyRequests`."""
    _count("seen", network_of(request.remote_addr or ""))


def count_key(uid: str) -> None:
    """Count a request of a key; raises `TooManyRequests`."""
    _count("key", uid)


def count_audience() -> None:
    """Count what a viewer of a live sends, by its address; raises `TooManyRequests`."""
    _count("audience", network_of(request.remote_addr or ""))


def count_reactions(viewer: str) -> None:
    """Count a viewer's sending of reactions, one a second; raises `TooManyRequests`."""
    _count("reactions", viewer)


def count_reminder() -> None:
    """Count a reminder that is asked for, by the asker's address; raises `TooManyRequests`."""
    _count("reminder", network_of(request.remote_addr or ""))


def tell_limits(response: Response) -> None:
    """Tell the caller what is left, as draft-ietf-httpapi-ratelimit-headers spells it."""
    if "allowance" in g:
        policy, meter, left = g.allowance
        response.headers["RateLimit-Policy"] = f'"{policy}";q={meter.rate};w={WINDOW_S}'
        response.headers["RateLimit"] = f'"{policy}";r={left.left};t={left.whole_s}'


def _count(policy: str, caller: str) -> None:
    meter = _meter(policy)
    if not meter.rate:
        return
    left = meter.take(caller)
    g.allowance = policy, meter, left
    if left.after_s is not None:
        raise TooManyRequests(
            f"this {policy} may send {meter.rate} requests a minute; wait {left.after_s} s",
            left.after_s,
        )


def _meter(policy: str) -> Meter:
    meters: dict[str, Meter] = current_app.extensions["vitrine.meters"]
    return meters[policy]


def mount_limits(rates: dict[str, int]) -> dict[str, Meter]:
    """Make the meters of an application."""
    # Who counts no addresses counts nothing else by them either.
    own = {"page": PAGE_RATE, "reminder": REMINDER_RATE, "seen": SEEN_RATE}
    rates = {**rates, **(own if rates["address"] else dict.fromkeys(own, 0))}
    meters = {policy: Meter(rate) for policy, rate in rates.items()}
    return {**meters, "reactions": Meter(WINDOW_S, burst=2)}
