"""What happens in a live: events, answered questions and auctions, as moments of its picture."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from models.auction import Auction, AuctionRun, Bid
from models.broadcast import LiveEvent
from models.content import Content, Cue
from models.message import Message, seen
from models.money import text_of
from models.product import Product
from usecases.timeline import Timeline, timeline_of


def happened(content: Content) -> list[Cue]:
    """Tell the events of a live in the order of time, as cues that are not stored.

    What was still on screen when the show began is told from 0; what else was before it, such as
    a question answered in a rehearsal, has no moment.
    """
    line = timeline_of(content)
    if line is None:
        return []
    cues = [_of_event(content, each, line) for each in _events(content)]
    answered: Any = Message.select().where(
        Message.content == content, Message.answered_at >= line.begun, seen()
    )
    cues += [_of_question(content, each, line) for each in answered]
    cues += [_of_auction(content, each, line) for each in _runs(content)]
    lasting = [each for each in cues if each.to_ms is None or each.to_ms > each.from_ms]
    return sorted(lasting, key=lambda each: each.from_ms)


def write_cues(content: Content) -> None:
    """Put what happened in a live, if anything did, in the place of its replay's cues."""
    cues = happened(content)
    if cues:
        Cue.delete().where(Cue.content == content).execute()
    for cue in cues:
        cue.save(force_insert=True)


def _events(content: Content) -> list[LiveEvent]:
    events: Any = LiveEvent.select(LiveEvent, Product).join(Product, JOIN.LEFT_OUTER)
    return list(events.where(LiveEvent.content == content).order_by(LiveEvent.id))


def _of_event(content: Content, event: LiveEvent, line: Timeline) -> Cue:
    return Cue(
        uid=event.uid,
        content=content,
        kind=event.kind,
        product=event.product,
        text=_words(event),
        from_ms=line.ms(event.from_at),
        to_ms=None if event.to_at is None else line.ms(event.to_at),
        source_uid=None if event.product else event.uid,
    )


def _words(event: LiveEvent) -> str | None:
    """Join title and text, a line each; products have neither."""
    return "\n".join(filter(None, (event.title, event.text))) or None


def _of_question(content: Content, message: Message, line: Timeline) -> Cue:
    return Cue(
        uid=message.uid,
        content=content,
        kind="question",
        text=message.text,
        from_ms=line.ms(message.answered_at),
        source_uid=message.uid,
    )


def _runs(content: Content) -> list[AuctionRun]:
    runs: Any = AuctionRun.select(AuctionRun, Auction, Product).join(Auction).join(Product)
    return list(runs.where(Auction.content == content).order_by(AuctionRun.id))


def _of_auction(content: Content, run: AuctionRun, line: Timeline) -> Cue:
    """Make a cue of a run: the product's name and, where it was sold, the price below it."""
    return Cue(
        uid=run.uid,
        content=content,
        kind="auction",
        text="\n".join(filter(None, (run.auction.product.name, _price(run)))),
        from_ms=line.ms(run.started_at),
        to_ms=None if run.ended_at is None else line.ms(run.ended_at),
        source_uid=run.uid,
    )


def _price(run: AuctionRun) -> str | None:
    """Tell the price that a product was sold at, if it was: `9.00 EUR`."""
    if run.ended_at is None or run.reset_at is not None:
        return None
    sold, currency = Bid.get_or_none(Bid.run == run, Bid.number == run.bids), run.auction.currency
    return None if sold is None else f"{text_of(sold.amount, currency)} {currency}"
