"""Showtimes: when a live is to be seen, as calendars ask it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.content import FINISHED, LIVE
from models.errors import NotFound
from usecases.watching import watched

# How long a show is taken to last while nobody has said.
LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Showtime:
    """A planned show: whose and what it is, from when to when; `changed_at` is its last change."""

    uid: str
    name: str
    description: str
    shop: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime


def showtime(uid: str, app_id: str | None = None) -> Showtime:
    """Tell when a live is planned, to whom it is shown; raises `NotFound` also when it is over.

    `app_id` names the shop on whose pages it is shown, when it is not the live's own.
    """
    content, shop = watched(uid, LIVE, app_id)
    starts_at, ends_at = content.starts_at, content.ends_at
    if starts_at is None or content.state == FINISHED:
        raise NotFound("this show is over; there is nothing to put into a calendar")
    if ends_at is None or ends_at <= starts_at:
        ends_at = starts_at + LASTS
    return Showtime(
        uid=content.uid,
        name=content.name,
        description=content.description or "",
        shop=shop.name,
        starts_at=starts_at,
        ends_at=ends_at,
        changed_at=content.updated_at,
    )
