"""Rehearsing: a show tried out before it begins, seen only by who knows the live's passcode.

    not started --begin--> rehearsing --end--> not started
    not started, rehearsing --start (`usecases/airing.py`)--> started --finish--> finished

A rehearsed show begins by hand: its first picture is the rehearsal's.
"""

from __future__ import annotations

from models import clock
from models.broadcast import HAND, LiveFinished, LiveOnAir
from models.content import FINISHED, LIVE, NOT_STARTED, STARTED, Content
from models.errors import Conflict
from models.shop import Shop
from usecases import airing, lives
from usecases.screening import Live, find, holding_show


class NothingOn(Conflict):
    """Neither the show nor a rehearsal is on: there is nothing to end."""

    code = "nothing-on"


def begin(shop: Shop, uid: str, *, rehearsal: bool) -> Live:
    """Begin the rehearsal of a live, or its show, which ends the rehearsal.

    Raises `NotFound`, `SharedContent`, and `LiveOnAir` or `LiveFinished` where the show has begun.
    """
    with holding_show(shop, uid) as (content, broadcast):
        _refuse_begun(content)
        if not rehearsal:
            return airing.start(shop, uid)
        broadcast.rehearsing, broadcast.starts_by = True, HAND
        broadcast.save()
    live: Live = find(shop, uid, LIVE)
    return live


def end(shop: Shop, uid: str) -> Live:
    """End the show, or the rehearsal; raises `NotFound`, `SharedContent`, `NothingOn`."""
    with holding_show(shop, uid) as (content, broadcast):
        on_air = content.state == STARTED
        if not on_air and not (content.state == NOT_STARTED and broadcast.rehearsing):
            raise NothingOn("neither a show nor a rehearsal is on; start one first")
        broadcast.rehearsing = False
        broadcast.save()
    if on_air:
        return lives.finish(shop, uid, finished=True, ends_at=clock.now())
    live: Live = find(shop, uid, LIVE)
    return live


def _refuse_begun(content: Content) -> None:
    if content.state == STARTED:
        raise LiveOnAir("this live is on air already")
    if content.state == FINISHED:
        raise LiveFinished("this live is finished; plan another one, or restart it")
