"""Replaying: how the auctions of a finished live went, placed on the seconds of its replay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.auction import Auction, AuctionRun, Bid
from models.content import Content, Cue
from models.product import Product
from usecases.timeline import timeline_of

# Of all bids of a live, so many are told; of more, every second, third … up to each run's last.
MOST_BIDS = 1_000


@dataclass(frozen=True)
class Rerun:
    """A run of an auction as the replay tells it; bids come with their place in milliseconds."""

    run: AuctionRun
    from_ms: int
    to_ms: int | None
    bids: tuple[tuple[Bid, int], ...]

    @property
    def product(self) -> Product:
        """What was auctioned."""
        product: Product = self.run.auction.product
        return product

    @property
    def sold(self) -> bool:
        """Whether somebody won it."""
        return self.run.bids > 0 and self.run.reset_at is None


def reruns(content: Content) -> tuple[Rerun, ...]:
    """Tell how the auctions of a live went, as far as its replay has cues of them, in order."""
    cues: Any = Cue.select().where(Cue.content == content, Cue.kind == "auction")
    places = {each.source_uid: each for each in cues.order_by(Cue.from_ms, Cue.id)}
    line = timeline_of(content)
    if not places or line is None:
        return ()
    runs = {each.uid: each for each in _runs(content) if each.uid in places}
    bids = _bids(list(runs.values()))
    return tuple(
        Rerun(
            runs[uid],
            cue.from_ms,
            cue.to_ms,
            tuple((each, line.ms(each.created_at)) for each in bids if each.run_id == runs[uid].id),
        )
        for uid, cue in places.items()
        if uid in runs
    )


def _runs(content: Content) -> list[AuctionRun]:
    runs: Any = AuctionRun.select(AuctionRun, Auction, Product).join(Auction).join(Product)
    return list(runs.where(Auction.content == content, Product.published))


def _bids(runs: list[AuctionRun]) -> list[Bid]:
    accepted = {each.id: each.bids for each in runs}
    step = sum(accepted.values()) // MOST_BIDS + 1
    bids: Any = Bid.select().where(Bid.run.in_(runs)).order_by(Bid.id)
    return [each for each in bids if (accepted[each.run_id] - each.number) % step == 0]
