"""Telling: the shop's server hears by its webhooks when an auction starts, ends or is reset.

The event has the result in it: by the time it arrives the auction may have been reset.
"""

from __future__ import annotations

from typing import Any

from models.auction import Auction, AuctionRun
from models.money import text_of
from usecases.auctions import rules
from usecases.auctions.standings import highest_bid
from usecases.events import spelled, tell

STARTED, ENDED, RESET = "started", "ended", "reset"


def tell_shop(auction: Auction, verb: str, run: AuctionRun) -> None:
    """Write down for webhooks that a run was started, ended or reset.

    Call it last in the transaction of the change.
    """
    tell(
        auction,
        verb,
        live_id=auction.content.uid,
        product_id=auction.product.uid,
        product_ref=auction.product.ref,
        run=run.number,
        currency=auction.currency,
        starting_price=text_of(run.starting_amount, auction.currency),
        bids=run.bids,
        round=rules.round_of(run.bids),
        **(_result(auction, run) if verb == ENDED else {}),
        started_at=spelled(run.started_at),
        ending_at=spelled(run.ending_at),
        ended_at=run.ended_at and spelled(run.ended_at),
    )


def _result(auction: Auction, run: AuctionRun) -> dict[str, Any]:
    best = highest_bid(run)
    if best is None:
        return {"winning_price": None, "winner": None}
    winner = {"user": best.user_ref, "name": best.author or None, "viewer_id": best.viewer}
    return {"winning_price": text_of(best.amount, auction.currency), "winner": winner}
