"""Changes: what viewers of a live are told, in one order, so that nobody misses or repeats any.

Each is a row written in the transaction of what it tells of, numbered without gaps per live. The
push process and the state document both read these rows (decision 0021); a viewer who knows
number 41 asks for what came after it, from whichever process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from models import clock
from models.broadcast import Broadcast, LiveChange
from models.content import Content
from models.database import connected, database

# What the player understands. `state`: how far the show is; `screen`: all that is on screen now;
# `message`: a new or changed message; `gone`: one that is not to be seen any more; `pinned`: the
# pinned one, or null; `chat`: the chat's settings; `auction`: how one stands, null where it is not
# shown (`usecases/auctions/standings.py`).
KINDS = ("state", "screen", "message", "gone", "pinned", "chat", "auction")
# Longer than a viewer is away and comes back; who knows less than the oldest asks for it all.
KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class Change:
    """One change: `body` is JSON text, as it goes to viewers."""

    number: int
    kind: str
    body: str


def note(content: Content, kind: str, body: Any) -> int:
    """Tell viewers of a live something, and answer its number.

    Call it in the transaction of what it tells of: taking the number locks the live's broadcast,
    so call it last, too.
    """
    with database.atomic():
        mine = Broadcast.content == content
        Broadcast.update(number=Broadcast.number + 1).where(mine).execute()
        number: int = Broadcast.select(Broadcast.number).where(mine).scalar()
        LiveChange.create(
            content=content,
            number=number,
            at=clock.now(),
            kind=kind,
            body=orjson.dumps(body).decode(),
        )
    return number


def since(content_id: int, number: int, most: int = 500) -> list[Change]:
    """Give the changes of a live after a number, oldest first."""
    query: Any = (
        LiveChange.select(LiveChange.number, LiveChange.kind, LiveChange.body)
        .where(LiveChange.content == content_id, LiveChange.number > number)
        .order_by(LiveChange.number)
        .limit(most)
    )
    return [Change(*row) for row in query.tuples()]


def latest(content_id: int) -> int:
    """Tell the number of a live's newest change; 0 before the first."""
    found = Broadcast.select(Broadcast.number).where(Broadcast.content == content_id).scalar()
    return found or 0


def forget_changes() -> None:
    """Remove changes that are too old to be asked for."""
    with connected():
        LiveChange.delete().where(LiveChange.at <= _kept_since()).execute()


def _kept_since() -> datetime:
    return clock.now() - KEPT
