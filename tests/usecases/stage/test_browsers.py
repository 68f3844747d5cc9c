"""Streams of browsers: chunks in any order become a show; strangers and floods are refused."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Coroutine, Sequence
from functools import cache
from typing import Any

import pytest

from gateways.queue import queue
from gateways.storage import files
from models.asset import READY, Asset
from models.base import new_uid
from models.broadcast import Broadcast
from models.content import STARTED, Content
from models.errors import DomainError, Invalid, NotFound, TooLarge
from models.shop import Shop
from tests.publishing import film, running, until
from tests.usecases.stage.standing import (
    ended_takes,
    finish,
    key_of,
    manifest,
    state_of,
    takes_of,
)
from usecases import airing, spooling, staging
from usecases.airing import Occupied, WrongKey
from usecases.spooling import SPOOL, Behind, SendingEnded
from usecases.uploads import NoRoom

FILM = film(4, real_time=False)
LIVE = ["-c:a", "libopus", "-f", "matroska", "-live", "1", "pipe:1"]
H264 = (*FILM, *LIVE)
# The same pictures, coded as Firefox does.
VP8 = (*FILM[: FILM.index("-c:v")], "-c:v", "libvpx", "-deadline", "realtime", *LIVE)


@cache
def recording(*command: str) -> tuple[bytes, ...]:
    """Four seconds as a browser's recorder gives them, in chunks."""
    made = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    return tuple(made[at : at + 4000] for at in range(0, len(made), 4000))


def browsing(journey: Coroutine[Any, Any, None]) -> None:
    """Let the journey happen while the stage takes from browsers."""

    async def both() -> None:
        async with running(staging.take_from_browsers()):
            await journey

    asyncio.run(both())


def send(live: Content, session: str, chunks: Sequence[bytes], numbers: Sequence[int]) -> None:
    for number in numbers:
        spooling.put(live.uid, session, number, chunks[number])


@pytest.mark.parametrize("kind", [H264, VP8], ids=["H.264", "VP8"])
def test_what_a_browser_sends_becomes_a_show_and_its_replay(
    alice: Shop, live: Content, kind: tuple[str, ...]
) -> None:
    chunks = recording(*kind)

    async def journey() -> None:
        session = spooling.begin(live.uid, key_of(live))
        send(live, session, chunks, range(len(chunks)))
        spooling.end(live.uid, session)
        await until(lambda: ended_takes(live))
        await until(lambda: not spooling.spooled())

    browsing(journey())
    assert state_of(live) == STARTED
    assert "RESOLUTION=160x90" in manifest(live, "live")
    [take] = takes_of(live)
    assert abs(take.duration_ms - 4000) < 300
    assert take.via == "browser"
    finish(alice, live)
    queue().drain()
    asset = Asset.get(Asset.content == live)
    assert asset.state == READY
    assert abs(asset.duration_ms - 4000) < 400


def test_chunks_may_come_twice_late_and_in_any_order(live: Content) -> None:
    chunks = recording(*H264)
    numbers = list(range(len(chunks)))

    async def journey() -> None:
        session = spooling.begin(live.uid, key_of(live))
        send(live, session, chunks, [2, 1, *numbers[4:], 1])
        send(live, session, chunks, [0])
        folder = files().path(f"{SPOOL}/{takes_of(live)[0].uid}")
        await until(lambda: not (folder / "2").exists())
        assert (folder / "4").exists(), "what follows the missing chunk waits for it"
        send(live, session, chunks, [2, 0, 3])
        await until(lambda: not any(folder.glob("[0-9]*")))
        spooling.end(live.uid, session)
        await until(lambda: ended_takes(live))

    browsing(journey())
    assert abs(takes_of(live)[0].duration_ms - 4000) < 300


def test_a_browser_that_falls_silent_has_lost_its_connection(
    live: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("usecases.staging.BROWSER_SILENCE", 0.5)
    chunks = recording(*H264)

    async def journey() -> None:
        session = spooling.begin(live.uid, key_of(live))
        send(live, session, chunks, range(len(chunks)))
        await until(lambda: ended_takes(live))
        with pytest.raises(SendingEnded):
            send(live, session, chunks, [1])
        # And comes back into the same show.
        session = spooling.begin(live.uid, key_of(live))
        send(live, session, chunks, range(len(chunks)))
        await until(lambda: len(ended_takes(live)) == 2)

    browsing(journey())
    assert state_of(live) == STARTED
    assert Broadcast.get(Broadcast.content == live).lost_at is not None
    assert "#EXT-X-DISCONTINUITY\n" in manifest(live)


def test_what_is_no_recording_ends_the_sending(live: Content) -> None:
    async def journey() -> None:
        session = spooling.begin(live.uid, key_of(live))
        spooling.put(live.uid, session, 0, b"#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n")
        await until(lambda: ended_takes(live))

    browsing(journey())
    assert manifest(live) == ""


def test_the_end_of_the_show_ends_what_a_browser_sends(alice: Shop, live: Content) -> None:
    chunks = recording(*H264)

    async def journey() -> None:
        session = spooling.begin(live.uid, key_of(live))
        send(live, session, chunks, range(len(chunks)))
        await until(lambda: state_of(live) == STARTED)
        finish(alice, live)
        with pytest.raises(SendingEnded):
            spooling.put(live.uid, session, len(chunks), b"more")
        await until(lambda: ended_takes(live))

    browsing(journey())
    assert "ENDLIST" in manifest(live)


def test_a_browser_whose_stage_was_killed_begins_anew(live: Content) -> None:
    chunks = recording(*H264)
    session = spooling.begin(live.uid, key_of(live))
    # The stage had taken the first chunks.
    send(live, session, chunks, [3, 4])

    async def journey() -> None:
        await until(lambda: ended_takes(live))
        with pytest.raises(SendingEnded):
            send(live, session, chunks, [5])
        again = spooling.begin(live.uid, key_of(live))
        send(live, again, chunks, range(len(chunks)))
        spooling.end(live.uid, again)
        await until(lambda: len(ended_takes(live)) == 2)

    browsing(journey())
    assert state_of(live) == STARTED


def test_only_who_has_the_key_may_begin(live: Content, alice: Shop) -> None:
    with pytest.raises(WrongKey):
        spooling.begin(live.uid, "wrong")
    with pytest.raises(NotFound):
        spooling.begin(new_uid(), key_of(live))
    airing.open_take(key_of(live), "rtmp somebody", "rtmp")
    with pytest.raises(Occupied):
        spooling.begin(live.uid, key_of(live))
    assert not spooling.spooled()


@pytest.fixture
def session(live: Content) -> str:
    return spooling.begin(live.uid, key_of(live))


def test_the_secret_of_a_sending_is_kept_nowhere(live: Content, session: str) -> None:
    broadcast = Broadcast.get(Broadcast.content == live)
    [take] = takes_of(live)
    assert session not in f"{broadcast.sender} {take.uid} {take.folder}"
    assert not any(session in str(each) for each in files().path(SPOOL).rglob("*"))


@pytest.mark.parametrize(
    ("limit", "value", "chunk", "refusal"),
    [
        ("usecases.spooling.LARGEST", 3, b"four", TooLarge),
        ("usecases.spooling.MOST_FILES", 0, b"four", Behind),
        ("usecases.spooling.MOST_BYTES", 3, b"four", Behind),
        ("usecases.spooling.RESERVE", 1 << 62, b"four", NoRoom),
        ("usecases.spooling.LAST_NUMBER", 6, b"four", Invalid),
    ],
    ids=["a huge chunk", "too many waiting", "too much waiting", "a full disk", "a huge number"],
)
def test_what_cannot_be_taken_is_refused_and_may_come_again(
    live: Content,
    session: str,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
    chunk: bytes,
    refusal: type[DomainError],
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(limit, value)
        with pytest.raises(refusal):
            spooling.put(live.uid, session, 7, chunk)
    spooling.put(live.uid, session, 7, chunk)


def test_strangers_can_neither_send_nor_end(live: Content, session: str) -> None:
    for stranger in ("", "0" * 32, takes_of(live)[0].uid):
        with pytest.raises(SendingEnded):
            spooling.put(live.uid, stranger, 0, b"x")
        with pytest.raises(SendingEnded):
            spooling.end(live.uid, stranger)
    with pytest.raises(SendingEnded):
        spooling.put(new_uid(), session, 0, b"x")


def test_after_the_end_nothing_is_taken(live: Content, session: str) -> None:
    spooling.put(live.uid, session, 0, b"x")
    spooling.end(live.uid, session)
    with pytest.raises(SendingEnded):
        spooling.put(live.uid, session, 1, b"x")
