"""The real server on air: publishers come in, viewers are served, processes die, replays play."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask

from app import Settings, create_app
from models import clock
from models.asset import PROCESSING, READY, Asset
from models.broadcast import Broadcast, Take
from models.content import STARTED, Content
from models.database import database
from tests import builders, publishing
from tests.commands.running import Running, children_of, free_port, heard, until
from tests.halting import LADDER, Halting
from tests.publishing import film, over_rtmp
from usecases import lives


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", port=free_port(), rtmp_port=free_port())


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The same installation, opened by the test to look at its records."""
    made = create_app(settings)
    with database.connection_context():
        yield made
    database.close_all()


@pytest.fixture
def live(app: Flask) -> Content:
    made: Content = builders.a_live(builders.a_shop())
    return made


@pytest.fixture
def halting(tmp_path: Path) -> Iterator[Halting]:
    """An ffmpeg that halts when it is to make the renditions of the replay."""
    made = Halting(tmp_path, LADDER)
    yield made
    made.close()


def words(live: Content, settings: Settings, seconds: float, **how: bool) -> list[str]:
    key = Broadcast.get(Broadcast.content == live).stream_key
    return [*film(seconds, **how), *over_rtmp(settings.rtmp_port, key)]


def sent(live: Content, settings: Settings) -> None:
    """Send four seconds, however long it takes until somebody listens."""

    async def journey() -> int:
        async with publishing.publishing(*words(live, settings, 4, real_time=False)) as sender:
            return await publishing.ended(sender)

    until(lambda: asyncio.run(journey()) == 0)


def manifest(live: Content, settings: Settings, **headers: str) -> requests.Response:
    address = f"{settings.url}/media/lives/{live.uid}/source.m3u8"
    return requests.get(address, headers=headers, timeout=5)


def test_a_show_plays_and_its_replay_survives_its_worker(
    live: Content, settings: Settings, halting: Halting, tmp_path: Path
) -> None:
    served = settings.model_copy(update={"ffmpeg": str(halting.program)})
    with Running(served, "serve", log=tmp_path / "log") as server:
        sent(live, settings)
        until(lambda: Take.get().ended_at)
        assert Content.get_by_id(live.id).state == STARTED
        told = manifest(live, settings)
        assert told.headers["Cache-Control"] == "public, max-age=1"
        assert told.headers["Content-Encoding"] == "gzip"
        name = next(line for line in told.text.splitlines() if line.endswith(".m4s"))
        part = requests.get(f"{settings.url}/media/lives/{live.uid}/{name}", timeout=5)
        assert part.headers["Content-Type"] == "video/iso.segment"
        assert "immutable" in part.headers["Cache-Control"]

        lives.finish(live.shop, live.uid, finished=True, ends_at=clock.now())
        halting.reached()
        assert Asset.get().state == PROCESSING
        [worker] = [pid for pid, said in children_of(server.number).items() if "worker" in said]
        os.kill(worker, signal.SIGKILL)
        halting.reached()
        halting.go_on()
        until(lambda: Asset.get().state == READY)
        assert abs(Asset.get().duration_ms - 4000) < 300
        server.tell(signal.SIGTERM)
        assert server.ended(20) == 0


def test_a_stage_that_died_is_back_for_the_next_take(
    live: Content, settings: Settings, tmp_path: Path
) -> None:
    def listed() -> int:
        told = manifest(live, settings)
        return told.text.count("#EXTINF") if told.ok else 0

    async def journey(server: Running) -> None:
        async with publishing.publishing(*words(live, settings, 60)):
            # Segments are there a moment before the record says that the show has begun.
            await publishing.until(lambda: listed() and Take.get().began_at)
            for number, said in children_of(server.number).items():
                if "stage" in said:
                    os.kill(number, signal.SIGKILL)

    with Running(settings, "serve", log=tmp_path / "log") as server:
        until(lambda: heard(settings.rtmp_port))
        asyncio.run(journey(server))
        until(lambda: heard(settings.rtmp_port))
        before = listed()
        sent(live, settings)
        until(lambda: "#EXT-X-DISCONTINUITY\n" in manifest(live, settings).text)
        assert listed() > before
        lives.finish(live.shop, live.uid, finished=True, ends_at=clock.now())
        until(lambda: Asset.get_or_none(Asset.state == READY))
        lengths = [each.duration_ms for each in Take.select().where(Take.began_at.is_null(False))]
        assert len(lengths) == 2
        assert abs(Asset.get().duration_ms - sum(lengths)) < 300


def test_a_taken_rtmp_port_keeps_nothing_else_from_being_served(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", settings.rtmp_port))
        taken.listen()
        with Running(settings, "serve", log=tmp_path / "log"):
            until(lambda: "no streams come in over RTMP" in (tmp_path / "log").read_text())
            assert requests.get(f"{settings.url}/healthz", timeout=5).ok


@pytest.mark.parametrize(
    ("facts", "url"),
    [
        ({}, "rtmp://shop.example/live"),
        ({"rtmp_port": 1936}, "rtmp://shop.example:1936/live"),
        ({"rtmp_url": "rtmps://in.example/app", "rtmp_port": 1936}, "rtmps://in.example/app"),
    ],
    ids=["the usual port", "another port", "an address of its own"],
)
def test_where_a_live_is_sent_to(facts: dict[str, object], url: str) -> None:
    told = {"public_url": "https://shop.example:8443", "rtmp_port": 1935, **facts}
    assert Settings(**told).ingest_url == url


@pytest.mark.parametrize("renditions", ["480p", "12", "480,9000"])
def test_renditions_that_cannot_be_are_told_at_the_start(renditions: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rendition"):
        create_app(Settings(data=tmp_path, live_renditions=renditions))
