"""Pushing over real sockets: nothing is lost, nothing comes twice, nobody can break it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import orjson
import pytest
from flask import Flask

from api.audience.push import HEARTBEAT, Push
from gateways import lines
from models.audience import LiveCount, Presence, Reaction
from models.content import STARTED, Content
from models.database import database
from models.shop import Shop
from tests.builders import a_live, a_product, a_share, a_shop
from tests.commands.running import until
from tests.conftest import NOON
from tests.pushing import Pushing, Viewer, call, pushing
from usecases import changes, showing
from usecases.pushing import MOST_MISSED

Watch = Callable[..., Viewer]


@pytest.fixture
def live(alice: Shop) -> Content:
    """A show on air."""
    return a_live(alice, state=STARTED, started_at=NOON)


@pytest.fixture
def server(app: Flask) -> Iterator[Pushing]:
    """A pushing process."""
    with pushing() as made:
        yield made


@pytest.fixture
def watch(server: Pushing) -> Watch:
    """Let somebody watch a live."""

    def one(live: Content, query: str = "", *headers: str, **more: Any) -> Viewer:
        return server.listen(f"/push/lives/{live.uid}{query}", *headers, **more)

    return one


def say(live: Content, *texts: str) -> int:
    """Tell viewers something and answer its number."""
    for text in texts:
        with database.atomic():
            number = changes.note(live, "message", {"text": text})
    return number


def test_viewers_are_told_what_is_new(live: Content, watch: Watch) -> None:
    viewers = [watch(live), watch(live, "?after=0")]
    assert [each.status for each in viewers] == [200, 200]
    assert "content-type: text/event-stream" in viewers[0].head.lower()
    assert "x-accel-buffering: no" in viewers[0].head.lower()
    assert "access-control-allow-origin: *" in viewers[0].head.lower()
    say(live, "Hello\n\nid: 99\ndata: é")
    for each in viewers:
        event = each.until("message")
        assert (event.number, event.data) == (1, {"text": "Hello\n\nid: 99\ndata: é"})


def test_who_comes_back_misses_nothing_and_hears_nothing_twice(live: Content, watch: Watch) -> None:
    say(live, "one", "two")
    first = watch(live, "?after=1")
    assert first.upto(2) == [2]
    first.close()
    say(live, "three", "four", "five")
    back = watch(live, "?after=1", "Last-Event-ID: 2")
    assert back.upto(5) == [3, 4, 5]
    last = say(live, "six")
    assert back.upto(last) == [3, 4, 5, 6]


def test_hundreds_of_changes_at_once_come_in_order(live: Content, watch: Watch) -> None:
    viewer = watch(live, "?after=0")
    last = say(live, *map(str, range(1_200)))
    assert viewer.upto(last) == list(range(1, last + 1))
    assert [each.data["text"] for each in viewer.heard if each.number] == [
        str(each) for each in range(1_200)
    ]


def test_a_flood_of_viewers_all_hear_the_same(live: Content, watch: Watch) -> None:
    say(live, "before")
    early = [watch(live, "?after=0") for _ in range(50)]
    say(live, "between")
    late = [watch(live, "?after=1") for _ in range(50)]
    last = say(live, "after")
    assert {tuple(each.upto(last)) for each in early} == {(1, 2, 3)}
    assert {tuple(each.upto(last)) for each in late} == {(2, 3)}


def test_who_knows_too_little_takes_the_state_anew(live: Content, watch: Watch) -> None:
    last = say(live, *map(str, range(MOST_MISSED + 10)))
    lost, found = watch(live, "?after=5"), watch(live, f"?after={last - 5}")
    assert lost.ended().endswith("event: reset\ndata: {}\n\n")
    assert found.upto(last) == list(range(last - 4, last + 1))


def test_who_knows_more_than_there_is_takes_the_state_anew(live: Content, watch: Watch) -> None:
    say(live, "one")
    assert "event: reset" in watch(live, "?after=7").ended()


def test_two_processes_on_one_database_tell_the_same(
    live: Content, server: Pushing, watch: Watch
) -> None:
    with pushing() as other:
        path = f"/push/lives/{live.uid}?after=0"
        here, there = watch(live, "?after=0"), other.listen(path)
        say(live, *map(str, range(20)))
        assert here.upto(20) == there.upto(20) == list(range(1, 21))
        # The state may tell a number that this process has yet to read.
        there.close()
        moved = server.listen(path, "Last-Event-ID: 20")
        say(live, "more")
        assert moved.upto(21) == [21]
        moved.close()


def test_each_live_has_its_own_viewers(alice: Shop, live: Content, watch: Watch) -> None:
    other = a_live(alice)
    here, there = watch(live), watch(other)
    say(live, "here")
    say(other, "there")
    assert here.until("message").data == {"text": "here"}
    assert there.until("message").data == {"text": "there"}


def test_totals_are_told_when_they_have_moved(live: Content, watch: Watch) -> None:
    viewer = watch(live)
    while viewer.until("totals").data != {"viewers": 1, "reactions": {}}:
        pass
    Reaction.create(content=live, emoji="❤️", count=3)
    assert viewer.until("totals").data == {"viewers": 1, "reactions": {"❤️": 3}}
    # Who comes later is told at once.
    while watch(live).until("totals").data["reactions"] != {"❤️": 3}:
        pass


def test_viewers_are_not_counted_out_where_the_shop_does_not_want_it(
    alice: Shop, live: Content, watch: Watch
) -> None:
    alice.show_viewers = False
    alice.save()
    assert watch(live).until("totals").data == {"viewers": None, "reactions": {}}


def test_viewers_are_counted_while_they_listen(
    live: Content, server: Pushing, watch: Watch
) -> None:
    viewers = [watch(live), watch(live), watch(live, "?again=1")]
    until(lambda: Presence.select(Presence.count).scalar() == 3)
    counted = LiveCount.get()
    assert (counted.peak, counted.visits) == (3, 2)
    viewers[0].close()
    until(lambda: Presence.select(Presence.count).scalar() == 2)
    assert LiveCount.get().peak == 3
    server.stop()
    assert Presence.select().count() == 0


def test_a_borrowing_shops_viewers_see_its_own_products(
    alice: Shop, server: Pushing, watch: Watch
) -> None:
    dora = a_shop("Dora")
    own = a_product(dora, ean="4006381333931")
    theirs = a_product(alice, ean="4006381333931")
    live = a_live(alice, products=(theirs,), state=STARTED, started_at=NOON)
    refused = watch(live, f"?shop={dora.app_id}")
    assert refused.status == 404
    a_share(live, dora)
    shown = {own.uid: watch(live, f"?shop={dora.app_id}"), theirs.uid: watch(live)}
    showing.show(alice, live.uid, "product", products=[theirs.uid])
    for uid, viewer in shown.items():
        assert [each["id"] for each in viewer.until("screen").data["products"]] == [uid]


def test_a_live_that_is_withdrawn_is_pushed_no_more(live: Content, watch: Watch) -> None:
    viewer = watch(live)
    Content.update(published=False).execute()
    assert "retry: " in viewer.ended()
    assert watch(live).status == 404


@pytest.mark.parametrize("uid", ["0" * 32, "nothing", "0" * 33, "%00", "../../etc/passwd"], ids=str)
def test_an_unknown_live_is_not_found(server: Pushing, uid: str) -> None:
    viewer = server.listen(f"/push/lives/{uid}")
    assert viewer.status == 404
    [error] = orjson.loads(viewer.ended())["errors"]
    assert (error["status"], error["code"]) == ("404", "not-found")


def test_a_database_out_of_order_costs_nobody_a_change(
    alice: Shop, live: Content, watch: Watch
) -> None:
    viewer, other = watch(live), a_live(alice)
    say(live, "before")
    assert viewer.until("message").number == 1
    database.execute_sql('alter table "broadcast" rename to "away"')
    try:
        assert watch(other).status == 503
    finally:
        database.execute_sql('alter table "away" rename to "broadcast"')
    assert viewer.upto(say(live, "after")) == [1, 2]
    assert watch(other).status == 200


def test_a_crowd_at_the_doors_of_many_lives_is_let_in_in_turns(
    live: Content, server: Pushing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.audience.push.LET_IN_AT_ONCE", 2)
    with ExitStack() as stack:
        asked = []
        for uid in (*(f"{number:032x}" for number in range(9)), live.uid):
            line = socket.create_connection(("127.0.0.1", server.port), 60)
            stack.enter_context(line).sendall(f"GET /push/lives/{uid} HTTP/1.1\r\n\r\n".encode())
            asked.append(line)
        answers = [line.recv(100).split()[1] for line in asked]
    assert answers == [b"404"] * 9 + [b"200"]


def test_who_does_not_read_is_dropped_and_nobody_else_is(live: Content, watch: Watch) -> None:
    slow, quick = watch(live, receive=2_048), watch(live)
    for _ in range(10):
        last = say(live, *["x" * 20_000] * 5)
        quick.upto(last)
    until(lambda: _is_dropped(slow))
    assert quick.upto(say(live, "still here"))[-1] == last + 1


def _is_dropped(viewer: Viewer) -> bool:
    # What the kernel holds is read away; a dropped line then ends.
    viewer.line.settimeout(0.2)
    try:
        while viewer.line.recv(65_536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    return True


def test_killed_viewers_are_forgotten(live: Content, watch: Watch) -> None:
    stays, killed = watch(live), watch(live)
    until(lambda: Presence.select(Presence.count).scalar() == 2)
    # A reset instead of a farewell.
    killed.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    killed.close()
    say(live, "still here")
    assert stays.until("message").data == {"text": "still here"}
    until(lambda: Presence.select(Presence.count).scalar() == 1)


def test_the_end_tells_viewers_when_to_come_back(
    live: Content, server: Pushing, watch: Watch
) -> None:
    viewers = [watch(live) for _ in range(5)]
    server.stop()
    pauses = {each.ended().strip().split("retry: ")[-1] for each in viewers}
    assert len(pauses) == 5
    assert all(2_000 <= int(each) < 6_000 for each in pauses)


def test_more_viewers_than_there_is_room_for_are_told_so(app: Flask, live: Content) -> None:
    path = f"/push/lives/{live.uid}"
    with pushing(connections=2) as server:
        inside = [server.listen(path) for _ in range(2)]
        outside = server.listen(path)
        assert outside.status == 503
        inside[0].close()
        until(lambda: server.listen(path).status == 200)


def test_a_crowd_from_one_address_leaves_room_for_others(app: Flask, live: Content) -> None:
    path = f"/push/lives/{live.uid}"
    with pushing(from_one=2, proxies=1) as server:
        told = [
            server.listen(path, f"X-Forwarded-For: {forged}, 192.0.2.{last}").status
            for forged, last in (("a", 1), ("b", 1), ("c", 1), ("d", 2))
        ]
    assert told == [200, 200, 429, 200]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /push/lives/{uid} HTTP/1.0\r\n\r\n", 505),
        (b"POST /push/lives/{uid} HTTP/1.1\r\n\r\n", 405),
        (b"GET / HTTP/1.1\r\n\r\n", 404),
        (b"\r\n\r\n", 400),
        (b"hello\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (b"GET /push/lives/{uid} HTTP/1.1\r\nno header\r\n\r\n", 400),
        (b"GET /push/lives/{uid} HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400),
        (b"GET /push/lives/{uid} HTTP/1.1\r\nContent-Length: 5\r\n\r\n", 400),
        (b"GET /push/lives/{uid} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET /push/lives/{uid} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET /push/lives/{uid}?after=-1 HTTP/1.1\r\n\r\n", 400),
        (b"GET /push/lives/{uid}?after=1e9 HTTP/1.1\r\n\r\n", 400),
        (b"GET /push/lives/{uid} HTTP/1.1\r\nLast-Event-ID: x\r\n\r\n", 400),
        (b"GET /push/lives/{uid} HTTP/1.1\r\nA: " + b"a" * 9_000, 431),
        (b"GET /push/lives/{uid} HTTP/1.1\r\n" + b"A: b\r\n" * 101 + b"\r\n", 400),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_request_of_ours_is_refused_and_hung_up_on(
    live: Content, server: Pushing, sent: bytes, status: int
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 60) as line:
        line.sendall(sent.replace(b"{uid}", live.uid.encode()))
        answer = b""
        with suppress(ConnectionResetError):
            while more := line.recv(65_536):
                answer += more
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"\r\n\r\n") == 1


def test_who_asks_nothing_is_hung_up_on(server: Pushing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "SPEAKS_WITHIN", 0)
    for said in (b"", b"GET /push"):
        with socket.create_connection(("127.0.0.1", server.port), 60) as line:
            line.sendall(said)
            assert line.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_silent_line_is_told_that_it_lives(live: Content) -> None:
    async def silence() -> bytes:
        push = Push(connections=9, from_one=9, proxies=0)
        running = asyncio.create_task(push.run())
        port = push.open("127.0.0.1", 0)
        viewer = await asyncio.to_thread(call, port, f"/push/lives/{live.uid}")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        # The first ones have totals to tell.
        for silences in (1, 2, 3):
            await push.beat(asyncio.get_running_loop().time() + silences * (HEARTBEAT + 1))
        await push.close()
        told = await asyncio.to_thread(viewer.ended)
        viewer.close()
        return told.encode()

    assert b"\n\n:\n\n" in asyncio.run(silence())


def test_a_request_may_come_letter_by_letter(live: Content, server: Pushing) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 60) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for letter in f"GET /push/lives/{live.uid} HTTP/1.1\r\n\r\n":
            line.sendall(letter.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 200 ")


def test_who_goes_on_talking_is_hung_up_on(live: Content, watch: Watch) -> None:
    viewer = watch(live)
    viewer.line.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert "HTTP/1.1" not in viewer.ended()
