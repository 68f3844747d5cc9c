"""Streams over RTMP: who may send, what viewers get, and what happens when somebody is lost."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import signal
import subprocess

import pytest
from flask import Flask

from app import Settings
from gateways.queue import queue
from gateways.storage import files
from models import clock
from models.asset import READY, Asset
from models.broadcast import HAND, Broadcast
from models.content import NOT_STARTED, STARTED, Content
from models.shop import Shop
from tests.commands.running import children_of
from tests.publishing import ended, film, over_rtmp, publishing, until
from tests.usecases.stage.standing import (
    ended_takes,
    finish,
    key_of,
    manifest,
    on_stage,
    state_of,
    takes_of,
)
from usecases import airing, lives, sending, shows, staging
from usecases.sweeping import LIVES

pytestmark = pytest.mark.usefixtures("app")


def test_a_stream_begins_the_show_and_its_replay_plays(
    alice: Shop, live: Content, port: int
) -> None:
    async def journey() -> None:
        words = film(5, real_time=False)
        async with publishing(*words, *over_rtmp(port, key_of(live))) as sender:
            assert await ended(sender) == 0
        await until(lambda: ended_takes(live))

    on_stage(port, journey())
    assert state_of(live) == STARTED
    [take] = takes_of(live)
    assert 4800 <= take.duration_ms <= 5200
    told = manifest(live)
    assert told.count("#EXTINF") >= 2
    assert "ENDLIST" not in told
    master = manifest(live, "live")
    assert "RESOLUTION=160x90" in master
    assert 'CODECS="avc1.' in master
    assert "mp4a.40.2" in master

    finish(alice, live)
    assert "ENDLIST" in manifest(live)
    queue().drain()
    asset = Asset.get(Asset.content == live)
    assert (asset.state, asset.playing) == (READY, True)
    assert abs(asset.duration_ms - take.duration_ms) < 200


async def refused(words: list[str]) -> bool:
    async with publishing(*words) as sender:
        return await ended(sender) != 0


def test_a_wrong_key_is_refused_before_anything_is_stored(live: Content, port: int) -> None:
    async def journey() -> None:
        assert await refused([*film(2, real_time=False), *over_rtmp(port, "no-such-key")])

    on_stage(port, journey())
    assert not takes_of(live)
    assert not list(files().entries(LIVES))


def test_the_key_may_stand_in_the_query_of_a_public_name(live: Content, port: int) -> None:
    async def journey() -> None:
        words = film(2, real_time=False)
        async with publishing(*words, *over_rtmp(port, f"studio?key={key_of(live)}")) as sender:
            assert await ended(sender) == 0
        await until(lambda: ended_takes(live))

    on_stage(port, journey())


def test_a_second_publisher_is_refused_and_the_first_goes_on(live: Content, port: int) -> None:
    async def journey() -> None:
        async with publishing(*film(60), *over_rtmp(port, key_of(live))) as sender:
            await until(lambda: manifest(live))
            assert await refused([*film(2, real_time=False), *over_rtmp(port, key_of(live))])
            listed = manifest(live).count("#EXTINF")
            await until(lambda: manifest(live).count("#EXTINF") > listed)
            assert sender.returncode is None

    on_stage(port, journey())
    assert len(takes_of(live)) == 1


def test_a_publisher_that_was_killed_comes_back_into_the_same_show(
    alice: Shop, live: Content, port: int
) -> None:
    async def journey() -> None:
        words = [*film(60), *over_rtmp(port, key_of(live))]
        async with publishing(*words) as sender:
            await until(lambda: state_of(live) == STARTED)
            sender.kill()
        await until(lambda: ended_takes(live))
        broadcast = Broadcast.get(Broadcast.content == live)
        assert broadcast.lost_at is not None
        assert (state_of(live), airing.is_sent(broadcast)) == (STARTED, False)
        async with publishing(*words):
            await until(lambda: "#EXT-X-DISCONTINUITY\n" in manifest(live))
        await until(lambda: len(ended_takes(live)) == 2)

    on_stage(port, journey())
    assert Broadcast.get(Broadcast.content == live).lost_at is not None
    finish(alice, live)
    queue().drain()
    [asset] = Asset.select().where(Asset.content == live)
    lengths = [each.duration_ms for each in takes_of(live)]
    assert len(lengths) == 2
    assert abs(asset.duration_ms - sum(lengths)) < 300


@pytest.mark.parametrize("act", ["finish", "rotate the key", "remove the live"])
def test_the_end_of_a_show_ends_its_sending(
    alice: Shop, live: Content, port: int, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    def do() -> None:
        if act == "finish":
            finish(alice, live)
        elif act == "remove the live":
            lives.remove(alice, live.uid)
        else:
            airing.rotate_key(alice, live.uid)

    words = over_rtmp(port, key_of(live))

    async def journey() -> None:
        async with publishing(*film(60), *words) as sender:
            await until(lambda: state_of(live) == STARTED)
            do()
            assert await ended(sender) != 0
        assert await refused([*film(2, real_time=False), *words])

    on_stage(port, journey())
    assert not caplog.records, "an end in good order is no fault"
    if act == "finish":
        assert "ENDLIST" in manifest(live)
        queue().drain()
        assert Asset.get(Asset.content == live).state == READY


def test_a_finished_live_takes_nothing_in(alice: Shop, live: Content, port: int) -> None:
    finish(alice, live)

    async def journey() -> None:
        assert await refused([*film(2, real_time=False), *over_rtmp(port, key_of(live))])

    on_stage(port, journey())
    assert not takes_of(live)


def test_a_rehearsal_is_seen_by_whoever_knows_it_and_is_not_recorded(
    alice: Shop, live: Content, port: int
) -> None:
    airing.change_start(alice, live.uid, HAND)

    def rehearsed() -> bool:
        [take] = takes_of(live) or [None]
        path = take and files().path(f"{take.folder}/source.m3u8")
        return bool(path and path.exists() and path.read_text().count("#EXTINF") >= 2)

    async def journey() -> None:
        async with publishing(*film(60), *over_rtmp(port, key_of(live))):
            await until(rehearsed)
            assert (state_of(live), manifest(live)) == (NOT_STARTED, "")
            airing.start(alice, live.uid)
            await until(lambda: manifest(live).count("#EXTINF") >= 2)
        await until(lambda: ended_takes(live))

    on_stage(port, journey())
    [take] = takes_of(live)
    assert take.kept_from_ms >= 2000
    assert "00000.m4s" not in manifest(live)
    finish(alice, live)
    queue().drain()
    asset = Asset.get(Asset.content == live)
    assert abs(asset.duration_ms - (take.duration_ms - take.kept_from_ms)) < 300


def test_a_restarted_live_goes_on_with_its_recording(alice: Shop, live: Content, port: int) -> None:
    async def journey() -> None:
        words = [*film(3, real_time=False), *over_rtmp(port, key_of(live))]
        for count in (1, 2):
            if count == 2:
                lives.finish(alice, live.uid, finished=False, ends_at=clock.now())
            async with publishing(*words) as sender:
                assert await ended(sender) == 0
            await until(lambda number=count: len(ended_takes(live)) == number)
            finish(alice, live)
            queue().drain()

    on_stage(port, journey())
    first, second = Asset.select().where(Asset.content == live).order_by(Asset.id)
    assert (first.playing, second.playing) == (False, True)
    assert abs(second.duration_ms - 2 * first.duration_ms) < 300


def test_a_restart_gives_up_a_replay_that_was_not_ready(
    alice: Shop, live: Content, port: int
) -> None:
    async def journey() -> None:
        words = [*film(3, real_time=False), *over_rtmp(port, key_of(live))]
        async with publishing(*words) as sender:
            assert await ended(sender) == 0
        await until(lambda: ended_takes(live))

    on_stage(port, journey())
    finish(alice, live)
    lives.finish(alice, live.uid, finished=False, ends_at=clock.now())
    queue().drain()
    assert not list(Asset.select().where(Asset.content == live))


def test_a_full_disk_ends_the_sending_and_keeps_what_was_recorded(
    live: Content, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def journey() -> None:
        words = [*film(60), *over_rtmp(port, key_of(live))]
        async with publishing(*words) as sender:
            await until(lambda: state_of(live) == STARTED)
            monkeypatch.setattr("usecases.sending.RESERVE", 1 << 62)
            assert await ended(sender) != 0
        await until(lambda: ended_takes(live))
        assert await refused(words)

    on_stage(port, journey())
    assert ended_takes(live)[0].duration_ms >= 1000
    assert state_of(live) == STARTED


def test_an_ffmpeg_that_dies_ends_the_take_and_the_next_one_goes_on(
    live: Content, port: int
) -> None:
    async def journey() -> None:
        words = [*film(60), *over_rtmp(port, key_of(live))]
        async with publishing(*words) as sender:
            await until(lambda: state_of(live) == STARTED)
            for number in packagers():
                os.kill(number, signal.SIGKILL)
            assert await ended(sender) != 0
        await until(lambda: ended_takes(live))
        async with publishing(*words):
            await until(lambda: "#EXT-X-DISCONTINUITY\n" in manifest(live))

    on_stage(port, journey())


def packagers() -> list[int]:
    """The processes of this test that package a stream."""
    return [number for number, said in children_of(os.getpid()).items() if "pipe:0" in said]


def test_who_is_on_when_the_stage_stops_loses_only_the_connection(live: Content, port: int) -> None:
    async def first() -> None:
        async with publishing(*film(60), *over_rtmp(port, key_of(live))):
            await until(lambda: state_of(live) == STARTED)
            # The stage is stopped under the publisher's feet by the end of this journey.

    async def second() -> None:
        async with publishing(*film(60), *over_rtmp(port, key_of(live))):
            await until(lambda: "#EXT-X-DISCONTINUITY\n" in manifest(live))

    on_stage(port, first())
    assert (len(ended_takes(live)), state_of(live)) == (1, STARTED)
    assert "ENDLIST" not in manifest(live)
    on_stage(port, second())
    assert len(takes_of(live)) == 2


def test_who_a_killed_stage_was_sending_for_may_come_back_at_once(live: Content, port: int) -> None:
    child = subprocess.Popen(["true"])
    child.wait()
    take = airing.open_take(key_of(live), f"rtmp {platform.node()}/{child.pid}/abc", "rtmp")
    airing.picture_came(take, Broadcast.get(Broadcast.content == live).sender, clock.now())

    async def journey() -> None:
        assert Broadcast.get(Broadcast.content == live).lost_at is not None
        words = film(2, real_time=False)
        async with publishing(*words, *over_rtmp(port, key_of(live))) as sender:
            assert await ended(sender) == 0
        await until(lambda: len(ended_takes(live)) == 2)

    on_stage(port, journey())


def test_a_taken_port_is_said_and_does_no_more_harm(
    port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    async def journey() -> None:
        await staging.serve_rtmp("127.0.0.1", port)

    on_stage(port, journey())
    assert "no streams come in over RTMP: the port is taken" in capsys.readouterr().out


def test_without_a_port_nobody_listens() -> None:
    asyncio.run(staging.serve_rtmp("127.0.0.1", 0))


def test_cheaper_renditions_follow_the_source_through_a_lost_connection(
    app: Flask, settings: Settings, live: Content, port: int
) -> None:
    sending.configure(ffmpeg="", renditions="144")

    async def journey() -> None:
        words = [*film(5, size="426x240", real_time=False), *over_rtmp(port, key_of(live))]
        for count in (1, 2):
            async with publishing(*words) as sender:
                assert await ended(sender) == 0
            await until(lambda number=count: len(ended_takes(live)) == number)
            # A take whose stage was told of no rendition gives its source to who plays it.
            sending.configure(ffmpeg="", renditions="")

    on_stage(port, journey())
    master = manifest(live, "live")
    assert "RESOLUTION=426x240\nsource.m3u8" in master
    assert "RESOLUTION=256x144\n144p.m3u8" in master
    source, cheap = (segment_names(manifest(live, name)) for name in ("source", "144p"))
    first, second = takes_of(live)
    assert cheap == [each.replace(f"{first.uid}/source", f"{first.uid}/144p") for each in source]
    assert any(each.startswith(f"{second.uid}/source") for each in cheap)


def segment_names(playlist: str) -> list[str]:
    return [line for line in playlist.splitlines() if line.endswith(".m4s")]


def test_viewers_go_back_as_far_as_the_window_and_the_replay_has_it_all(
    app: Flask, alice: Shop, live: Content, port: int
) -> None:
    shows.configure(window_s=10)

    async def journey() -> None:
        words = [*film(16, real_time=False), *over_rtmp(port, key_of(live))]
        async with publishing(*words) as sender:
            assert await ended(sender) == 0
        await until(lambda: ended_takes(live))

    on_stage(port, journey())
    told = manifest(live)
    passed = int(re.search(r"MEDIA-SEQUENCE:(\d+)", told)[1])
    listed = sum(map(float, re.findall(r"#EXTINF:([\d.]+)", told)))
    assert 8 <= listed <= 10
    assert passed >= 3
    assert segment_names(told)[0].endswith(f"/{passed:05d}.m4s")
    finish(alice, live)
    queue().drain()
    assert abs(Asset.get(Asset.content == live).duration_ms - 16_000) < 300
