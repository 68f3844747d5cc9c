"""Seasons that begin and end: viewers of a live who see the product are told its price anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import orjson

from models import clock
from models.broadcast import LiveChange
from models.content import NOT_STARTED, Content
from models.database import connected, exclusive
from models.season import SeasonalPrice
from usecases.changes import note
from usecases.screens import shows_of, tell_screen, told_screen

# How long after its turn a season is looked at: a worker may be late, and changes are kept longer.
LATE = timedelta(minutes=5)


def tell_screens(products: Iterable[int]) -> None:
    """Tell viewers of lives what products (by their ids) on screen cost now; call it last."""
    for each in shows_of(products):
        tell_screen(each)


def tell_turned() -> int:
    """Tell viewers of lives the prices of seasons that have just begun or ended; a job.

    Tell how many lives were told.
    """
    with connected():
        turned = _turned()
        return sum(map(_tell, shows_of(turned))) if turned else 0


def _turned() -> list[int]:
    since, now = clock.now() - LATE, clock.now()
    rows: Any = SeasonalPrice.select(SeasonalPrice.product).where(
        SeasonalPrice.begins_at.between(since, now) | SeasonalPrice.ends_at.between(since, now)
    )
    return [product for (product,) in rows.distinct().tuples()]


def _tell(content: Content) -> bool:
    """Tell what is on screen now, unless that is what viewers were told last."""
    with exclusive(content.shop):
        content = Content.get_by_id(content.id)
        if content.state == NOT_STARTED:
            return False
        screen = told_screen(content.shop, content)
        last = LiveChange.select(LiveChange.body).where(
            LiveChange.content == content, LiveChange.kind == "screen"
        )
        told = last.order_by(LiveChange.number.desc()).limit(1).scalar()
        if told is not None and orjson.loads(told) == screen:
            return False
        note(content, "screen", screen)
    return True
