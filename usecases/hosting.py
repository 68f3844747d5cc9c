"""Hosting: what the page of a live's host needs to know, and sending from that page.

Whoever has a host's link (`usecases/viewers.py`) runs one show from it: nothing here reaches
any other content of the shop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gateways.storage import files
from models.broadcast import ANNOUNCEMENT, EXTENSION, PRODUCT, Broadcast, LiveEvent, Take
from models.content import LIVE
from models.message import Message
from models.product import Product
from models.shop import Shop
from usecases import airing, audience, spooling
from usecases.auctions import arranging
from usecases.auctions.standings import Standing
from usecases.audience import Numbers
from usecases.chat import open_questions
from usecases.market.prices import in_season
from usecases.screening import Live, find, find_own
from usecases.uploads import RESERVE


@dataclass(frozen=True)
class Desk:
    """A live as its host sees it.

    `take` is what is being sent now, None: nothing; `shown` are the events on screen, a
    rehearsal's included, oldest first; `waiting` messages wait for a moderator's leave;
    `questions` are the open ones, most votes first; `auctions` stand as they do now;
    `full`: the disk has no room for a stream.
    """

    live: Live
    take: Take | None
    shown: tuple[LiveEvent, ...]
    numbers: Numbers
    waiting: int
    questions: tuple[Message, ...]
    auctions: tuple[Standing, ...]
    full: bool

    @property
    def seasons(self) -> dict[int, int]:
        """What products cost in the season that holds now, by their ids."""
        return in_season(each.product for each in self.live.products)

    @property
    def products(self) -> tuple[tuple[Product, bool], ...]:
        """The products the live carries, each with whether it is on screen."""
        shown = {each.product_id for each in self.shown if each.kind == PRODUCT}
        carried = [each.product for each in self.live.products]
        return tuple((each, each.id in shown) for each in carried)

    @property
    def words(self) -> tuple[LiveEvent, ...]:
        """What is on screen besides products: announcements and extensions."""
        return tuple(each for each in self.shown if each.kind in (ANNOUNCEMENT, EXTENSION))


def desk(shop: Shop, uid: str) -> Desk:
    """Tell all that the host of a live has before them. Raises `NotFound`, `SharedContent`."""
    content = find_own(shop, uid, LIVE)
    live: Live = find(shop, uid, LIVE)
    shown: Any = LiveEvent.select().where(LiveEvent.content == content, LiveEvent.to_at.is_null())
    waiting: Any = Message.select().where(
        Message.content == content, Message.waiting, ~Message.moderated
    )
    return Desk(
        live=live,
        take=_sent(live),
        shown=tuple(shown.order_by(LiveEvent.from_at, LiveEvent.id)),
        numbers=audience.numbers(shop, uid),
        waiting=waiting.count(),
        questions=tuple(open_questions(content)),
        auctions=tuple(arranging.listed(shop, uid)),
        full=files().free() < RESERVE,
    )


def begin_sending(shop: Shop, uid: str, *, take_over: bool = False) -> str:
    """Open a sending from the host's browser; answer the secret that its chunks carry.

    `take_over` ends what is being sent, such as from a page that was closed without a word.

    Raises `NotFound`, `SharedContent`, `Occupied`, `LiveFinished`, `NoRoom`.
    """
    content = find_own(shop, uid, LIVE)
    broadcast = Broadcast.get(Broadcast.content == content)
    if take_over and airing.is_sent(broadcast):
        airing.cut_off(broadcast)
    return spooling.begin_as_host(broadcast)


def _sent(live: Live) -> Take | None:
    if not airing.is_sent(live.broadcast):
        return None
    takes: Any = Take.select().where(Take.content == live.content, Take.ended_at.is_null())
    found: Take | None = takes.order_by(Take.id.desc()).first()
    return found
