"""Who may wait how long, how many may come, and that everybody let in is let go, once."""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from media.chunks import USER_CONTROL, VIDEO
from media.flv import tags
from media.rtmp import Asked, Ending, Limits, Piece, Refusal
from media.rtmp.listener import neighbourhood, plain_address, stay_alive
from tests.media.rtmp.cast import (
    CONNECT,
    CREATE,
    VIDEO_HEADER,
    Client,
    House,
    Sink,
    chunk,
    command,
    described,
    live,
    on_air,
    picture,
    publish,
)

SOON = 0.05
PATIENT = Limits(*(3600.0,) * 3)
FRAMES = chunk(4, 0, VIDEO, VIDEO_HEADER, 1) + chunk(4, 0, VIDEO, picture(key=True), 1)


@pytest.mark.parametrize(
    "said",
    [b"", b"\x03", b"\x03" + bytes(1535), b"\x03" + bytes(1536 + 1535)],
    ids=["not a byte", "a version", "almost a greeting", "almost an echo"],
)
@live
async def test_who_does_not_finish_the_handshake_is_sent_away(said: bytes) -> None:
    async with on_air(House(), replace(PATIENT, handshake_seconds=SOON)) as listener:
        client = await Client.call(listener)
        client.say(said)
        await client.hear_rest()


@pytest.mark.parametrize(
    "said",
    [[], [CONNECT], [CONNECT, CREATE], [publish()[:9]]],
    ids=["silence", "connect", "a stream", "half a command"],
)
@live
async def test_who_does_not_publish_in_time_is_sent_away(said: list[bytes]) -> None:
    house = House()
    async with on_air(house, replace(PATIENT, publish_seconds=SOON)) as listener:
        client = await Client.greet(listener)
        client.say(*said)
        assert "in time" in described(await client.hear("onStatus", "NetStream.Publish.Failed"))
        client.finish()
        await client.hear_end()
    assert house.asked == []


@live
async def test_who_does_not_publish_again_after_a_goodbye_is_sent_away() -> None:
    house = House()
    async with on_air(house, replace(PATIENT, publish_seconds=0.3)) as listener:
        goodbye = command("closeStream", 0, None, stream=1)
        client = await Client.greet(listener, CONNECT, CREATE, publish(), goodbye)
        assert "in time" in described(await client.hear("onStatus", "NetStream.Publish.Failed"))
    assert await house.sinks[0].ending() is Ending.UNPUBLISHED


@pytest.mark.parametrize(
    "said",
    [
        b"",
        20 * chunk(2, 0, USER_CONTROL, bytes.fromhex("000600000000")),
        chunk(4, 0, VIDEO, VIDEO_HEADER, 1),
        chunk(4, 0, VIDEO, picture(), 1),
    ],
    ids=["silence", "pings", "a header", "frames that nobody could decode"],
)
@live
async def test_a_publisher_who_sends_nothing_to_see_is_sent_away(said: bytes) -> None:
    house = House()
    async with on_air(house, replace(PATIENT, idle_seconds=SOON)) as listener:
        client = await Client.publish(listener)
        client.say(said)
        assert "No picture" in described(await client.hear("onStatus", "NetStream.Publish.Failed"))
        client.finish()
        assert await house.sinks[0].ending() is Ending.IDLE


class StuckSink(Sink):
    """Does not return from a write before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.loosened = asyncio.Event()

    async def write(self, piece: Piece) -> None:
        await super().write(piece)
        await self.loosened.wait()


class BrokenSink(Sink):
    """Fails at the first write, and once more at its end."""

    async def write(self, piece: Piece) -> None:
        raise BrokenPipeError("ffmpeg is gone")

    async def close(self, ending: Ending, detail: str) -> None:
        await super().close(ending, detail)
        raise OSError("so is its file")


@live
async def test_a_sink_that_does_not_return_ends_the_stream() -> None:
    house = House(StuckSink)
    async with on_air(house, replace(PATIENT, idle_seconds=SOON)) as listener:
        client = await Client.greet(listener, CONNECT, CREATE, publish(), FRAMES)
        assert "keep up" in described(await client.hear("onStatus", "NetStream.Publish.Failed"))
        client.finish()
        assert await house.sinks[0].ending() is Ending.SINK


@live
async def test_a_sink_that_fails_ends_the_stream_and_is_reported() -> None:
    house = House(BrokenSink)
    async with on_air(house, PATIENT) as listener:
        client = await Client.publish(listener)
        client.say(FRAMES)
        told = described(await client.hear("onStatus", "NetStream.Publish.Failed"))
        client.finish()
        assert await house.sinks[0].ending() is Ending.SINK
    assert "ffmpeg" not in told
    assert [str(each["exception"]) for each in house.faults] == ["ffmpeg is gone", "so is its file"]


@live
async def test_who_sends_faster_than_the_sink_takes_has_to_wait_and_loses_nothing() -> None:
    house = House(StuckSink)
    body = picture(bytes(100_000))
    count = 400
    async with on_air(house, PATIENT) as listener:
        client = await Client.publish(listener)
        client.say(FRAMES)
        sock = client.give_up_socket()
        frames = memoryview(chunk(2, 0, 1, (1 << 20).to_bytes(4, "big")) + count * frame(body))
        sent = await asyncio.to_thread(send_until_full, sock, frames)
        assert sent < len(frames)
        (sink,) = house.sinks
        assert isinstance(sink, StuckSink)
        assert len(sink.pieces) == 1
        sink.loosened.set()
        await asyncio.to_thread(send_all, sock, frames[sent:])
        assert await sink.ending() is Ending.LOST
    assert [payload for _, _, payload in tags(sink.flv[13:])][2:] == count * [body]


def frame(body: bytes) -> bytes:
    """A picture in one chunk."""
    return b"\x04\0\0\0" + len(body).to_bytes(3, "big") + b"\x09\1\0\0\0" + body


def send_until_full(sock: socket.socket, data: memoryview) -> int:
    """Send without waiting until there is no room for a while; answer how much was sent."""
    sent = 0
    while sent < len(data) and select.select([], [sock], [], 0.5)[1]:
        with contextlib.suppress(BlockingIOError):
            sent += sock.send(data[sent:])
    return sent


def send_all(sock: socket.socket, data: memoryview) -> None:
    """Send the rest, and hang up."""
    sock.settimeout(60)
    with sock:
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize(
    ("limits", "others"),
    [
        (replace(PATIENT, waiting_per_address=2), 2),
        (replace(PATIENT, connections=2, waiting_per_address=9), 2),
    ],
    ids=["of one address", "of all"],
)
@live
async def test_more_than_so_many_who_wait_are_not_even_greeted(limits: Limits, others: int) -> None:
    async with on_air(House(), limits) as listener:
        waiting = [await Client.greet(listener) for _ in range(others)]
        crowd = await Client.call(listener)
        crowd.say(b"\x03" + bytes(1536))
        assert await crowd.hear_rest() == b""
        for each in waiting:
            each.say(CONNECT)
            await each.hear("_result")
        waiting[0].finish()
        await waiting[0].hear_end()
        await Client.greet(listener)


@live
async def test_who_was_let_in_waits_no_more() -> None:
    async with on_air(House(), replace(PATIENT, waiting_per_address=1)) as listener:
        publisher = await Client.publish(listener)
        await Client.greet(listener)
        crowd = await Client.call(listener)
        assert await crowd.hear_rest() == b""
        publisher.say(FRAMES)


def deciding(house: House, wait: asyncio.Event, asked: asyncio.Event) -> Callable[[Asked], object]:
    """A house that takes its time."""

    async def authorise(question: Asked) -> Sink | Refusal:
        asked.set()
        await wait.wait()
        return await house.authorise(question)

    return authorise


@live
async def test_who_is_lost_before_the_answer_is_let_go_after_it() -> None:
    house, wait, asked = House(), asyncio.Event(), asyncio.Event()
    async with on_air(house, PATIENT, deciding(house, wait, asked)) as listener:  # type: ignore[arg-type]
        client = await Client.greet(listener)
        client.say(CONNECT, CREATE, publish())
        await asked.wait()
        client.hang_up()
        wait.set()
        assert await (await house.first()).ending() is Ending.LOST


@live
async def test_an_answer_that_comes_too_late_is_given_back() -> None:
    house, wait, asked = House(), asyncio.Event(), asyncio.Event()
    limits = replace(PATIENT, publish_seconds=SOON)
    async with on_air(house, limits, deciding(house, wait, asked)) as listener:  # type: ignore[arg-type]
        client = await Client.greet(listener, CONNECT, CREATE, publish())
        assert "in time" in described(await client.hear("onStatus", "NetStream.Publish.Failed"))
        client.finish()
        await client.hear_end()
        assert house.sinks == []
        wait.set()
    ((ending, _),) = house.sinks[0].endings
    assert ending is Ending.IDLE


@live
async def test_an_answer_that_fails_lets_nobody_in_and_is_reported() -> None:
    async def authorise(question: Asked) -> Refusal:
        raise RuntimeError("the database is gone")

    house = House()
    async with on_air(house, PATIENT, authorise) as listener:
        client = await Client.greet(listener)
        client.say(CONNECT, CREATE, publish())
        told = described(await client.hear("onStatus", "NetStream.Publish.Failed"))
        assert "database" not in told
        client.finish()
        await client.hear_end()
    assert [str(each["exception"]) for each in house.faults] == ["the database is gone"]


@live
async def test_closing_tells_everybody_and_lets_everybody_go() -> None:
    house = House()
    async with on_air(house, PATIENT) as listener:
        client = await Client.publish(listener)
        client.say(FRAMES)
        await house.sinks[0].wrote.wait()
        silent = await Client.call(listener)
        waiting = await Client.greet(listener)
        waiting.say(CONNECT)
        await waiting.hear("_result")
        closing = asyncio.ensure_future(listener.close())
        for each in (client, waiting):
            await each.hear("onStatus", "NetConnection.Connect.AppShutdown")
            each.finish()
        assert await silent.hear_rest() == b""
        await closing
        ((ending, _),) = house.sinks[0].endings
        assert ending is Ending.STOPPED
        with pytest.raises(ConnectionRefusedError):
            await Client.call(listener)


@live
async def test_closing_does_not_wait_for_those_who_do_not_listen() -> None:
    house = House()
    async with on_air(house, replace(PATIENT, parting_seconds=SOON)) as listener:
        await Client.publish(listener)
        await listener.close()
        assert await house.sinks[0].ending() is Ending.STOPPED


class SlowSink(Sink):
    """Takes its time to close."""

    def __init__(self) -> None:
        super().__init__()
        self.closes = asyncio.Event()
        self.may_close = asyncio.Event()

    async def close(self, ending: Ending, detail: str) -> None:
        self.closes.set()
        await self.may_close.wait()
        await super().close(ending, detail)


@live
async def test_closing_waits_for_a_goodbye_that_is_under_way() -> None:
    house = House(SlowSink)
    limits = replace(PATIENT, idle_seconds=SOON, parting_seconds=SOON)
    async with on_air(house, limits) as listener:
        goodbye = command("closeStream", 0, None, stream=1)
        client = await Client.greet(listener, CONNECT, CREATE, publish(), FRAMES, goodbye)
        await client.hear("onStatus", "NetStream.Publish.Start")
        (sink,) = house.sinks
        assert isinstance(sink, SlowSink)
        await sink.closes.wait()
        closing = asyncio.ensure_future(listener.close())
        await client.hear_end()
        assert not closing.done()
        sink.may_close.set()
        await closing
        assert [each for each, _ in sink.endings] == [Ending.UNPUBLISHED]


@live
async def test_who_is_refused_while_still_talking_hears_why() -> None:
    house = House()
    async with on_air(house, replace(PATIENT, parting_seconds=60)) as listener:
        client = await Client.greet(listener, CONNECT, CREATE, publish("wrong"))
        # Encoders send without looking, and a reset connection would be all they see.
        talk = memoryview(300 * frame(picture(bytes(100_000))))
        await asyncio.to_thread(send_all, client.give_up_socket(), talk)
        assert "not known" in described(await client.hear("onStatus", "NetStream.Publish.BadName"))
        await client.hear_end()


def test_a_network_that_went_away_is_noticed() -> None:
    with socket.socket() as client:
        stay_alive(client)
        assert client.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        if hasattr(socket, "TCP_KEEPIDLE"):
            assert client.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 10


ADDRESSES = {
    "192.0.2.7": ("192.0.2.7", "192.0.2.7"),
    "::ffff:192.0.2.7": ("192.0.2.7", "192.0.2.7"),
    "2001:db8:0:1:2::3": ("2001:db8:0:1:2::3", "2001:0db8:0000:0001"),
    "2001:db8:0:1::9": ("2001:db8:0:1::9", "2001:0db8:0000:0001"),
    "fe80::1%eth0": ("fe80::1", "fe80:0000:0000:0000"),
    "": ("", ""),
}


@pytest.mark.parametrize(
    ("peer", "plain", "where"), [(each, *both) for each, both in ADDRESSES.items()]
)
def test_addresses_are_plain_and_counted_by_what_one_customer_has(
    peer: str, plain: str, where: str
) -> None:
    assert plain_address(peer) == plain
    assert neighbourhood(plain) == where
