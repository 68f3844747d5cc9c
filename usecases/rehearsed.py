"""Rehearsed: what whoever knows a live's passcode sees of its rehearsal while that is on."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

from models import clock
from models.broadcast import Broadcast, Take
from models.content import NOT_STARTED, Content
from models.errors import Forbidden
from models.message import BadToken
from models.meter import Meter, TooManyRequests
from usecases.airing import is_sent
from usecases.events import spelled
from usecases.passes import digest_of, sealed, unsealed
from usecases.shows import rehearsal_url
from usecases.viewers import find_live

KIND = "vitrine rehearsal pass"
LASTS = timedelta(hours=12)
# Four digits are soon guessed by who may try often: so many wrong ones a minute, whoever tries.
WRONG_TRIES = 5
_wrong = Meter(WRONG_TRIES)


class WrongPasscode(Forbidden):
    """This is not the passcode of the live's rehearsal."""

    code = "wrong-passcode"


def is_on(content: Content) -> bool:
    """Tell whether a live is rehearsed now."""
    broadcast = Broadcast.get(Broadcast.content == content)
    return bool(broadcast.rehearsing and content.state == NOT_STARTED)


def admit(content: Content, passcode: str) -> str:
    """Give a pass to the rehearsal for its passcode.

    Raises `WrongPasscode`, and `TooManyRequests` after as many wrong ones as may be tried.
    """
    if (wait := _wrong.spent(content.uid)) is not None:
        raise TooManyRequests(f"too many wrong passcodes were tried; wait {wait} s", wait)
    known = Broadcast.get(Broadcast.content == content).passcode
    if not known or not hmac.compare_digest(known.encode(), passcode.encode("utf-8", "replace")):
        _wrong.take(content.uid)
        raise WrongPasscode("this is not the passcode")
    ends = clock.now() + LASTS
    return sealed(KIND, [content.uid, _mark(content, known), int(ends.timestamp())])


def state(uid: str, rehearsal_pass: str) -> dict[str, Any]:
    """Spell how far a rehearsal is, in the words of a show that is on air.

    Raises `NotFound`, and `BadToken` where the pass opens none or none is on.
    """
    content = find_live(uid)
    broadcast = Broadcast.get(Broadcast.content == content)
    live, mark, ends = unsealed(KIND, rehearsal_pass) or (None, None, 0)
    known = live == uid and mark == _mark(content, broadcast.passcode)
    if not known or ends <= clock.now().timestamp() or not is_on(content):
        raise BadToken("there is no rehearsal that this opens")
    take = _sent(broadcast)
    begun = take.began_at if take else None
    return {
        "state": "started",
        "interrupted": begun is None,
        "started_at": spelled(begun or clock.now()),
        "playback_url": rehearsal_url(take) if take and begun else None,
    }


def _mark(content: Content, passcode: str) -> str:
    """Know a passcode again: another one ends the passes of this one."""
    return digest_of("passcode", content.uid, passcode)[:16]


def _sent(broadcast: Broadcast) -> Take | None:
    if not is_sent(broadcast):
        return None
    takes: Any = Take.select().where(Take.content == broadcast.content_id, Take.ended_at.is_null())
    found: Take | None = takes.order_by(Take.id.desc()).first()
    return found
