"""The rules of an auction, without a database: the least bid, rounds, the end and its extension."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.auction import ENDED, ONGOING, READY, AuctionRun

# A bid with less time left adds as much.
CLOSING = timedelta(seconds=10)


def least_amount(starting: int, increment: int, leading: int | None) -> int:
    """Tell the least amount that is taken now: the first bid may be the starting price itself.

    `leading` is the highest bid, None before the first. The only place that knows this rule.
    """
    return starting if leading is None else leading + increment


def takes_more(least: int, maximum: int | None) -> bool:
    """Tell whether any higher bid is possible at all."""
    return maximum is None or least <= maximum


def round_of(bids: int) -> int:
    """Tell the round after so many accepted bids: the first bid does not begin a second one."""
    return max(1, bids)


def extended(ending_at: datetime, at: datetime) -> datetime:
    """Tell when an auction ends, in which a bid was accepted at a moment."""
    return ending_at + CLOSING if ending_at - at < CLOSING else ending_at


def end_of(run: AuctionRun, now: datetime) -> datetime | None:
    """Tell when a run ended, None while it is on: its time is up whether or not anybody looked."""
    over = run.ended_at is None and run.ending_at <= now
    end: datetime | None = run.ending_at if over else run.ended_at
    return end


def state_of(run: AuctionRun | None, now: datetime) -> str:
    """Tell an auction's state by its newest run, None before the first."""
    if run is None or run.reset_at is not None:
        return READY
    return ONGOING if end_of(run, now) is None else ENDED
