"""Days as a shop counts them: in its own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models import clock
from models.shop import Shop


def today(shop: Shop) -> date:
    """Tell which day it is in the shop."""
    return clock.now().astimezone(_zone(shop)).date()


def midnight(shop: Shop, day: date) -> datetime:
    """Tell when a day begins in the shop."""
    return datetime(day.year, day.month, day.day, tzinfo=_zone(shop))


def _zone(shop: Shop) -> tzinfo:
    """Give the shop's time zone; a machine without tables of time zones knows UTC."""
    try:
        return ZoneInfo(shop.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
