"""How often a caller may ask: so many requests a minute by a key, and from an address.

What shops' pages ask (displayed data, players, files) is never counted.
"""

from __future__ import annotations

from flask import Response, current_app, g, request

from models.meter import WINDOW_S, Meter, TooManyRequests
from usecases.passes import network_of

# Orders a minute from one address: more than a street of shoppers behind one makes.
PAGE_RATE = 120
# Batches a minute of what was seen: some hundred viewers behind one address.
SEEN_RATE = 1_200
# Reminders a minute from one address: each makes us write to somebody.
REMINDER_RATE = 6
# Requests a minute of the streams API, as published: by shop, and the state's by address.
STREAM_RATES = {"streams": 20, "mini-player": 60, "online": 30, "quick-state": 120}
HEADERS = {
    "RateLimit-Policy": "How many requests (q) a window of so many seconds (w) allows.",
    "RateLimit": "How many requests are left (r), and in how many seconds all are again (t).",
}


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


def count_application(policy: str, slug: str) -> None:
    """Count a request of the streams API by its shop; raises `TooManyRequests`."""
    _count(policy, slug, who="application")


def count_quick_state() -> None:
    """Count asking for a stream's state, by the asker's address; raises `TooManyRequests`."""
    _count("quick-state", network_of(request.remote_addr or ""), who="address")


def tell_limits(response: Response) -> None:
    """Tell the caller what is left, as draft-ietf-httpapi-ratelimit-headers spells it."""
    if "allowance" in g:
        policy, meter, left = g.allowance
        response.headers["RateLimit-Policy"] = f'"{policy}";q={meter.rate};w={WINDOW_S}'
        response.headers["RateLimit"] = f'"{policy}";r={left.left};t={left.whole_s}'


def _count(policy: str, caller: str, who: str = "") -> None:
    meter = _meter(policy)
    if not meter.rate:
        return
    left = meter.take(caller)
    g.allowance = policy, meter, left
    if left.after_s is not None:
        raise TooManyRequests(
            f"this {who or policy} may send {meter.rate} requests a minute; wait {left.after_s} s",
            left.after_s,
        )


def _meter(policy: str) -> Meter:
    meters: dict[str, Meter] = current_app.extensions["vitrine.meters"]
    return meters[policy]


def mount_limits(rates: dict[str, int]) -> dict[str, Meter]:
    """Make the meters of an application."""
    # Who counts no addresses counts nothing else by them either.
    own = {"page": PAGE_RATE, "reminder": REMINDER_RATE, "seen": SEEN_RATE, **STREAM_RATES}
    rates = {**rates, **(own if rates["address"] else dict.fromkeys(own, 0))}
    meters = {policy: Meter(rate) for policy, rate in rates.items()}
    return {**meters, "reactions": Meter(WINDOW_S, burst=2)}
