"""Whatever is sent, no more happens than that a connection ends, and everybody is let go."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.flv import tags
from media.rtmp import Limits, Listener, Stamp
from tests.media.conftest import H264, picture, sound
from tests.media.rtmp.cast import (
    CONNECT,
    CREATE,
    Client,
    House,
    on_air,
    publish,
)
from tests.media.rtmp.test_publishers import Encoder

# What is being tried is never left waiting: the client says that it has finished.
LIMITS = replace(Limits(), message_bytes=100_000)
MANY = settings(max_examples=150, suppress_health_check=list(HealthCheck))
GREETING = b"\x03" + bytes(1536) + bytes(1536)


class Stage:
    """A listener that stays while one attempt after another is made on it."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self._runner = runner
        self.house = House()
        self._air = on_air(self.house, LIMITS)
        self.listener: Listener = runner.run(self._air.__aenter__())

    def close(self) -> None:
        self._runner.run(self._air.__aexit__(None, None, None))

    def attempt(self, data: bytes) -> None:
        """Send bytes; nothing goes wrong inside, and whoever was let in is let go once."""
        self._runner.run(asyncio.wait_for(self._attempt(data), 60))
        for sink in self.house.sinks:
            assert len(sink.endings) == 1
            stamps = [stamp for piece in sink.pieces for stamp in piece.stamps]
            assert well_formed(sink.flv, stamps)
            assert max(map(len, (each.flv for each in sink.pieces)), default=0) < 1_000_000
        self.house.sinks.clear()
        assert self.house.faults == []

    async def _attempt(self, data: bytes) -> None:
        client = await Client.call(self.listener)
        client.say(data)
        try:
            client.finish()
        except OSError:
            return
        await client.hear_rest()
        client.hang_up()
        # Those who left in a hurry may not have been let go yet.
        await asyncio.gather(*(each.ending() for each in self.house.sinks))


def well_formed(flv: bytes, stamps: list[Stamp]) -> bool:
    """Tell whether bytes are nothing, or an FLV file whose frames are as many as the stamps."""
    if not flv:
        return not stamps
    frames = [body for kind, _, body in tags(flv[13:]) if kind in (8, 9) and body[1]]
    return flv.startswith(b"FLV\x01") and len(frames) == len(stamps)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The stage for all of this page."""
    with asyncio.Runner() as runner:
        stage = Stage(runner)
        yield stage
        stage.close()


@pytest.fixture(scope="module")
def recorded(wheel: str) -> bytes:
    """All that an ffmpeg has said in a short show."""

    async def record() -> bytes:
        house, said = House(), bytearray()
        async with on_air(house) as listener:
            between = await asyncio.start_server(overhear(listener, said), "127.0.0.1", 0)
            listener.port = between.sockets[0].getsockname()[1]
            show = [*picture("64x64", 0.4), *sound(0.4), *H264]
            assert await (await Encoder.start(wheel, show, listener)).end() == (0, "")
            between.close()
            await between.wait_closed()
        return bytes(said)

    return asyncio.run(record())


def overhear(listener: Listener, said: bytearray):  # type: ignore[no-untyped-def]
    """Return what leads a client on to the listener and notes what it says."""
    port = listener.port

    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection("127.0.0.1", port)

        async def forward() -> None:
            while data := await reader.read(65536):
                said.extend(data)
                outer.write(data)
            outer.write_eof()

        async def back() -> None:
            while data := await inner.read(65536):
                writer.write(data)

        await asyncio.gather(forward(), back(), return_exceptions=True)
        outer.transport.abort()
        writer.transport.abort()

    return lead


def test_a_recorded_show_is_taken_as_it_is(stage: Stage, recorded: bytes) -> None:
    stage.attempt(recorded)
    assert stage.house.asked


@MANY
@given(data=st.binary(max_size=4000))
def test_any_bytes_end_a_connection_and_no_more(stage: Stage, data: bytes) -> None:
    stage.attempt(data)


@MANY
@given(data=st.binary(max_size=600))
def test_any_bytes_after_a_handshake_end_a_connection_and_no_more(
    stage: Stage, data: bytes
) -> None:
    stage.attempt(GREETING + data)


@MANY
@given(data=st.binary(max_size=600))
def test_any_bytes_from_a_publisher_end_a_connection_and_no_more(stage: Stage, data: bytes) -> None:
    stage.attempt(GREETING + CONNECT + CREATE + publish() + data)


# Commands stand in the first thousand bytes after the handshake, headers of frames anywhere.
PLACES = st.integers(3073, 4200) | st.floats(0, 1)
CHANGES = st.lists(
    st.tuples(PLACES, st.sampled_from(["put", "cut", "set", "twice"]), st.binary(max_size=6)),
    min_size=1,
    max_size=5,
)


@MANY
@given(changes=CHANGES)
def test_a_show_with_errors_in_it_ends_a_connection_and_no_more(
    stage: Stage, recorded: bytes, changes: list[tuple[int | float, str, bytes]]
) -> None:
    data = recorded
    for place, how, some in changes:
        at = int(place * len(data)) if isinstance(place, float) else place
        before, after = data[:at], data[at:]
        match how:
            case "put":
                data = before + some + after
            case "cut":
                data = before + after[len(some) :]
            case "set":
                data = before + some + after[len(some) :]
            case "twice":
                data = before + after[:300] + after
    stage.attempt(data)


def test_the_listener_is_as_good_as_new_after_all_that(stage: Stage, recorded: bytes) -> None:
    asked = len(stage.house.asked)
    stage.attempt(recorded)
    assert len(stage.house.asked) == asked + 1
