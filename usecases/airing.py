"""Airing: who may send a live's stream, when the show begins, and what a lost connection means.

    not_started --first picture, or by hand--> started --finish (`usecases/lives.py`)--> finished

Every way a stream comes in (our RTMP listener, a browser, nginx's hooks) ends here. What is sent
before a show that begins by hand is a rehearsal. A show whose sender is lost goes on: whoever
comes back within the grace continues the same recording.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from gateways.storage import files
from models import clock
from models.asset import Asset
from models.broadcast import INGEST, Broadcast, LiveFinished, NoRecording, Take, new_stream_key
from models.content import FINISHED, LIVE, NOT_STARTED, STARTED, Content
from models.database import exclusive
from models.errors import Conflict, Forbidden
from models.shop import Shop
from usecases.changes import note
from usecases.events import spelled, tell
from usecases.moderating import ask_again
from usecases.screening import Live, find, find_own, holding_show
from usecases.screens import tell_screen

log = structlog.get_logger()

# Who sends says so this often (`renew`), and counts as gone after this long without a sign.
RENEWED_EVERY, SENDS_FOR = timedelta(seconds=3), timedelta(seconds=15)


class WrongKey(Forbidden):
    """No live has this stream key."""

    code = "wrong-stream-key"


class Occupied(Conflict):
    """Somebody is sending this live's stream already."""

    code = "already-sending"


@dataclass
class _Limits:
    grace: timedelta = timedelta(minutes=10)


_limits = _Limits()


def configure(*, grace_s: int) -> None:
    """Choose after how many seconds without a stream a show is finished."""
    _limits.grace = timedelta(seconds=grace_s)


def open_take(stream_key: str, sender: str, via: str) -> Take:
    """Let `sender` (a name of their own) send the stream of the live that has this key.

    Raises `WrongKey`, `Occupied`, `LiveFinished`.
    """
    with exclusive(of_key(stream_key)):
        broadcast = of_key(stream_key)
        refuse_closed(broadcast)
        content, now = broadcast.content, clock.now()
        for left in Take.select().where(Take.content == content, Take.ended_at.is_null()):
            left.ended_at = left.updated_at
            left.save()
        take = Take(content=content, via=via)
        take.folder = f"media/lives/{content.uid}/{take.uid}"
        take.save(force_insert=True)
        broadcast.sender, broadcast.sender_due_at = sender, now + SENDS_FOR
        broadcast.save()
    log.info("a stream comes in", live=content.uid, take=take.uid, via=via)
    return take


def of_key(stream_key: str) -> Broadcast:
    """Find the broadcast that has this stream key; raises `WrongKey`."""
    digest = hashlib.sha256(stream_key.encode("utf-8", "replace")).hexdigest()
    found: Broadcast | None = Broadcast.get_or_none(Broadcast.digest == digest)
    if found is None:
        raise WrongKey("no live has this stream key")
    return found


def refuse_closed(broadcast: Broadcast) -> None:
    """Raise `LiveFinished` or `Occupied` when nobody may begin to send this live."""
    if broadcast.content.state == FINISHED:
        raise LiveFinished("this live is finished; restart it to send again")
    if is_sent(broadcast):
        raise Occupied("somebody is sending this live's stream already")


def renew(take: Take, sender: str, duration_ms: int, marks: list[list[int]]) -> bool:
    """Say that the stream goes on, how long it is by now, and what both clocks showed.

    False: the live is finished or removed, or its key was changed; the sending must end.
    """
    now = clock.now()
    mine = Broadcast.content == take.content_id, Broadcast.sender == sender
    going = Broadcast.update(sender_due_at=now + SENDS_FOR).where(*mine).execute()
    if going:
        written: Any = Take.update(duration_ms=duration_ms, marks=marks, updated_at=now)
        written.where(Take.id == take.id).execute()
    return bool(going)


def picture_came(take: Take, sender: str, at: datetime) -> None:
    """Note the take's first picture, which begins a show that begins by itself or goes on."""
    broadcast = Broadcast.get(Broadcast.content == take.content_id)
    with exclusive(broadcast):
        broadcast = Broadcast.get(Broadcast.id == broadcast.id)
        if broadcast.sender != sender:
            return
        take.began_at = at
        take.save()
        content = broadcast.content
        if content.state == NOT_STARTED and broadcast.starts_by == INGEST:
            _start(content, broadcast, at)
        elif broadcast.lost_at is not None:
            broadcast.lost_at = None
            broadcast.save()
            _tell_state(content, broadcast)


def close_take(take: Take, sender: str, duration_ms: int, marks: list[list[int]]) -> None:
    """Note that the sender has gone; a show on air waits for the next one."""
    broadcast = Broadcast.get_or_none(Broadcast.content == take.content_id)
    if broadcast is None:
        return
    with exclusive(broadcast):
        now = clock.now()
        Take.update(duration_ms=duration_ms, marks=marks, ended_at=now, updated_at=now).where(
            Take.id == take.id
        ).execute()
        broadcast = Broadcast.get(Broadcast.id == broadcast.id)
        if broadcast.sender != sender:
            return
        broadcast.sender = broadcast.sender_due_at = None
        _lose(broadcast, now)
    log.info("a stream has ended", take=take.uid, duration_ms=duration_ms)


def start(shop: Shop, uid: str) -> Live:
    """Begin a show by hand; one that is on air stays so.

    Raises `NotFound`, `SharedContent`, `LiveFinished`, `NoRecording`.
    """
    with holding_show(shop, uid) as (content, broadcast):
        if content.state == FINISHED:
            raise LiveFinished("this live is finished; restart it instead")
        if broadcast.rerun and broadcast.rerun_of_id is None:
            raise NoRecording("the live whose recording this one plays has been removed")
        if content.state == NOT_STARTED:
            _start(content, broadcast, clock.now())
    found: Live = find(shop, uid, LIVE)
    return found


def change_start(shop: Shop, uid: str, starts_by: str) -> None:
    """Say whether the first picture begins the show (INGEST) or somebody does (HAND)."""
    content = find_own(shop, uid, LIVE)
    Broadcast.update(starts_by=starts_by).where(Broadcast.content == content).execute()


def rotate_key(shop: Shop, uid: str) -> Live:
    """Give a live a new stream key; who sends by the old one is cut off.

    Raises `NotFound`, `SharedContent`.
    """
    with holding_show(shop, uid) as (_, broadcast):
        for name, value in new_stream_key().items():
            setattr(broadcast, name, value)
        end_sending(broadcast)
    found: Live = find(shop, uid, LIVE)
    return found


def end_sending(broadcast: Broadcast) -> None:
    """Cut off whoever sends: their next `renew` tells them. Call it under the row's lock."""
    was = broadcast.sender
    broadcast.sender = broadcast.sender_due_at = None
    broadcast.save()
    if was:
        _lose(broadcast, clock.now())


def cut_off(found: Broadcast) -> None:
    """End a sending whose process is known to be gone."""
    with exclusive(found):
        broadcast = Broadcast.get_or_none(Broadcast.id == found.id)
        if broadcast and broadcast.sender == found.sender:
            end_sending(broadcast)


def settle(content: Content, broadcast: Broadcast) -> None:
    """Follow a live that was finished or restarted: nobody sends a finished one.

    Call it in the transaction of the change, once the content is saved.
    """
    broadcast.sender = broadcast.sender_due_at = broadcast.lost_at = None
    if content.state == STARTED and Take.select().where(Take.content == content).exists():
        broadcast.lost_at = clock.now()
    broadcast.save()
    _tell_state(content, broadcast)


def note_dead_senders() -> None:
    """Notice those who send no more and died without a word."""
    now = clock.now()
    for found in Broadcast.select().where(Broadcast.sender_due_at <= now):
        with exclusive(found):
            broadcast = Broadcast.get_or_none(Broadcast.id == found.id)
            if broadcast and broadcast.sender_due_at and broadcast.sender_due_at <= now:
                end_sending(broadcast)


def given_up() -> list[Broadcast]:
    """Find the shows that nobody has sent for longer than the grace."""
    query: Any = Broadcast.select(Broadcast, Content).join(Content, on=Broadcast.content)
    query = query.where(Broadcast.lost_at <= clock.now() - _limits.grace, Content.state == STARTED)
    return list(query)


def is_sent(broadcast: Broadcast) -> bool:
    """Tell whether somebody sends the live's stream now."""
    due_at = broadcast.sender_due_at
    return broadcast.sender is not None and due_at is not None and due_at > clock.now()


def tell_state(content: Content) -> None:
    """Tell viewers how far a show is, when something else about it has changed.

    Call it last in the transaction of the change, such as a new time.
    """
    _tell_state(content, Broadcast.get(Broadcast.content == content))


def state_of(content: Content, broadcast: Broadcast) -> dict[str, Any]:
    """Spell for viewers how far a show is and what plays; a rehearsal is nothing to them."""
    return {
        "state": content.state,
        "interrupted": broadcast.lost_at is not None,
        "starts_at": content.starts_at and spelled(content.starts_at),
        "started_at": broadcast.started_at and spelled(broadcast.started_at),
        "playback_url": _playback_url(content),
    }


def _playback_url(content: Content) -> str | None:
    if content.state == STARTED:
        return files().url(f"media/lives/{content.uid}/live.m3u8")
    if content.state != FINISHED or not content.replayable:
        return None
    replay = Asset.get_or_none(Asset.content == content, Asset.playing)
    if replay is None or not replay.files.get("hls"):
        return None
    return files().url(f"{replay.folder}/{replay.files['hls']}")


def _start(content: Content, broadcast: Broadcast, at: datetime) -> None:
    content.state = STARTED
    content.save()
    broadcast.started_at, broadcast.rehearsing = at, False
    takes = list(Take.select().where(Take.content == content))
    # A show without any stream is somebody else's to end.
    broadcast.lost_at = at if takes and not is_sent(broadcast) else None
    broadcast.save()
    take = next((each for each in takes if each.ended_at is None), None)
    if take is not None and take.began_at is not None:
        passed = (at - take.began_at).total_seconds()
        take.kept_from_ms = max(round(passed * 1000), 0)
        take.save()
    rehearsed_from = min((each.began_at for each in takes if each.began_at), default=at)
    ask_again(content, rehearsed_from)
    tell(content, "started")
    # What was put on the screen in the rehearsal and is still there is seen from now on.
    tell_screen(content)
    _tell_state(content, broadcast)


def _lose(broadcast: Broadcast, at: datetime) -> None:
    content = Content.get(Content.id == broadcast.content_id)
    if content.state == STARTED and broadcast.lost_at is None:
        broadcast.lost_at = at
    broadcast.save()
    _tell_state(content, broadcast)


def _tell_state(content: Content, broadcast: Broadcast) -> None:
    note(content, "state", state_of(content, broadcast))
