"""Reminders: a mail before a live starts, to who asked for it, at most once for each start.

Who has been told is written down before the mail is handed over: a worker that is killed in
between loses that mail rather than sending it twice. A live that was moved by an hour or more is
told of again, for its new time; one that is hidden, over or removed never. Addresses are kept until
a day after the show, and no longer.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import structlog
from peewee import JOIN

from gateways import mail as gateway
from gateways.mail import NotSentError, OutOfOrderError, RefusedError
from models import clock
from models.audience import Reminder
from models.content import FINISHED, LIVE, NOT_STARTED, STARTED, Content
from models.database import connected
from models.errors import Conflict, Invalid, NotFound, Problem
from models.shop import Shop
from usecases.mailboxes import read_mailbox
from usecases.passes import digest_of
from usecases.showtimes import Showtime, showtime
from usecases.time_zones import is_time_zone
from usecases.watching import watched

log = structlog.get_logger()

# What a viewer agrees to: `pages/texts.py` has the sentence of each.
WORDINGS = ("1",)
# So long before the start; who asks later is told at once, until so long after it.
BEFORE, LATE = timedelta(minutes=10), timedelta(minutes=15)
# A live moved by less than this after everybody was told is not told of again.
MOVED_BY_MS = 3_600_000
KEPT = timedelta(days=1)
# Of one live; and to one address, for all lives together.
MOST, MOST_TO_ONE = 20_000, 20
# Mails by one line, how long one job goes on, and the first pause after a failure.
BATCH, ROUND, FIRST_PAUSE = 100, timedelta(seconds=50), timedelta(minutes=1)


class NothingToAwait(Conflict):
    """The show has begun, is over, or has no time: there is nothing to be reminded of."""

    code = "nothing-to-await"


class RemindersFull(Conflict):
    """As many have asked to be reminded of this live as can be."""

    code = "reminders-full"


@dataclass(frozen=True)
class Due:
    """A mail to be written: to whom and in which language, of which show, shown by whom.

    `page` is the shop's page that shows it, None: our own. `token` takes the reminder back.
    """

    uid: str
    mail: str
    locale: str
    time_zone: str
    asked_at: datetime
    token: str
    show: Showtime
    app_id: str | None
    page: str | None


Write = Callable[[Due], EmailMessage]


def ask(
    uid: str, app_id: str | None, *, mail: str, wording: str, locale: str, time_zone: str = ""
) -> None:
    """Keep that somebody wants a mail before a live starts; asked again, nothing changes.

    `wording` is the one of WORDINGS they agreed to. What is answered never depends on whether the
    address is known. Raises `NotFound`, `Invalid`, `NothingToAwait`, `RemindersFull`.
    """
    content, shop = watched(uid, LIVE, app_id)
    address, now = read_mailbox(mail, "mail"), clock.now()
    if wording not in WORDINGS:
        raise Invalid(Problem("consent", "is a wording that is not asked here; load the page anew"))
    if content.state != NOT_STARTED or content.starts_at is None or content.starts_at <= now:
        raise NothingToAwait("this show has begun or has no time; there is nothing to await")
    mine: Any = Reminder.select()
    if mine.where(Reminder.content == content).count() >= MOST:
        raise RemindersFull("no more reminders can be taken for this show; use a calendar")
    if mine.where(Reminder.mail == address).count() >= MOST_TO_ONE:
        return
    row: Any = Reminder.insert(
        content=content,
        shop=None if shop.id == content.shop_id else shop,
        mail=address,
        locale=locale,
        time_zone=time_zone if is_time_zone(time_zone) else "",
        wording=wording,
        consented_at=now,
    )
    row.on_conflict_ignore().execute()


def remind(write: Write) -> None:
    """Send what is due, written by the edge; several at once send nothing twice."""
    ends, last = clock.now() + ROUND, 0
    with connected():
        while clock.now() <= ends and (rows := _near(last)):
            reached = _send_some(rows, write)
            if reached is None:
                return
            last = reached


def reminded_of(token: str) -> str | None:
    """Name the show that a mail's token is about, None when no reminder is left; `NotFound`."""
    row = Reminder.get_or_none(Reminder.uid == _uid_of(token))
    return str(row.content.name) if row else None


def take_back(token: str) -> None:
    """Forget a reminder by the token of its mail, also one that is gone; raises `NotFound`."""
    Reminder.delete().where(Reminder.uid == _uid_of(token)).execute()


def forget_reminders() -> None:
    """Remove the addresses of shows that were a day ago, and the mails that nobody fetched."""
    old = clock.now() - KEPT
    with connected():
        past: Any = Content.select(Content.id).where(
            Content.starts_at.is_null()
            | (Content.starts_at <= old)
            | ((Content.state == FINISHED) & (Content.ends_at <= old))
        )
        Reminder.delete().where(Reminder.content.in_(past)).execute()
    gateway.forget_written(old)


def _near(after: int) -> list[Reminder]:
    """List reminders, after one of this id, of shows that are about to start or just have."""
    now = clock.now()
    soon = (Content.starts_at <= now + BEFORE) | (Content.state == STARTED)
    untold = Reminder.told_for.is_null() | (Reminder.told_for <= Content.starts_at - MOVED_BY_MS)
    query: Any = Reminder.select(Reminder, Content, Shop).join(Content)
    query = query.switch(Reminder).join(Shop, JOIN.LEFT_OUTER)
    query = query.where(
        Reminder.id > after,
        Content.state != FINISHED,
        Content.starts_at > now - LATE,
        Reminder.due_at.is_null() | (Reminder.due_at <= now),
        soon,
        untold,
    )
    return list(query.order_by(Reminder.id).limit(BATCH))


def _due(row: Reminder) -> Due | None:
    """Gather what a mail says; None: the show is not to be seen there any more."""
    app_id = row.shop.app_id if row.shop else None
    try:
        show = showtime(row.content.uid, app_id)
    except NotFound:
        return None
    pages = [] if app_id else [each for each in row.content.urls if _is_page(each)]
    return Due(
        uid=row.uid,
        mail=row.mail,
        locale=row.locale,
        time_zone=row.time_zone or row.content.shop.time_zone,
        asked_at=row.consented_at,
        token=row.uid + _mark(row.uid),
        show=show,
        app_id=app_id,
        page=next(iter(pages), None),
    )


def _is_page(pattern: str) -> bool:
    return "*" not in pattern and pattern.startswith(("https://", "http://"))


def _send_some(rows: list[Reminder], write: Write) -> int | None:
    """Send these by one line; tell the id to go on after, None when the server takes nothing."""
    due = [(row, made) for row in rows if (made := _due(row))]
    if not due:
        return int(rows[-1].id)
    reached = None
    try:
        with gateway.outgoing() as send:
            for row, made in due:
                _send(row, made.show.starts_at, write(made), send)
                reached = int(row.id)
    except OutOfOrderError as error:
        # After some mails, servers hang up; the next line takes the rest.
        log.warning("the mail server takes no more for now", reason=str(error))
    return reached


def _send(row: Reminder, starts_at: datetime, message: EmailMessage, send: gateway.Send) -> None:
    before: Any = Reminder.told_for
    same = before.is_null() if row.told_for is None else before == row.told_for
    mine: Any = Reminder.update(told_for=starts_at, due_at=None)
    if not mine.where(Reminder.id == row.id, same).execute():
        return  # another worker's, or taken back meanwhile
    try:
        send(message)
    except RefusedError as error:
        log.info("a reminder is refused for good", reminder=row.uid, reason=str(error))
        Reminder.delete().where(Reminder.id == row.id).execute()
    except NotSentError as error:
        log.info("a reminder is not taken yet", reminder=row.uid, reason=str(error))
        pause = FIRST_PAUSE * 2 ** min(row.tries, 6)
        facts = {"told_for": row.told_for, "due_at": clock.now() + pause, "tries": row.tries + 1}
        Reminder.update(**facts).where(Reminder.id == row.id).execute()
        if isinstance(error, OutOfOrderError):
            raise


def _mark(uid: str) -> str:
    return digest_of("reminder", uid)[:32]


def _uid_of(token: str) -> str:
    uid, mark = token[:32], token[32:]
    if not hmac.compare_digest(mark.encode("utf-8", "replace"), _mark(uid).encode()):
        raise NotFound("this link is not whole; copy it from the mail again")
    return uid
