"""Real publishers come in by a real nginx, as `deploy/` has it, into the real server."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import Settings, create_app
from gateways.storage import files
from models import clock
from models.broadcast import Broadcast, Take
from models.content import FINISHED, STARTED, Content
from models.database import database
from tests import builders
from tests.commands import nginx
from tests.commands.nginx import Nginx, Program
from tests.commands.running import Running, children_of, free_port, heard
from tests.publishing import ended, film, over_rtmp, publishing, until
from usecases import airing, lives
from usecases.sweeping import LIVES

SECRET = "of-nginx-and-us"


@pytest.fixture(scope="module")
def program() -> Program:
    found = nginx.found()
    if found is None:
        pytest.skip("nginx with its RTMP module is not on this machine (libnginx-mod-rtmp)")
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    ports = {"port": free_port(), "rtmp_port": free_port(), "push_port": 0}
    return Settings(data=tmp_path / "data", hook_secret=SECRET, **ports)


@pytest.fixture
def live(settings: Settings) -> Iterator[Content]:
    app: Flask = create_app(settings)
    with app.app_context(), database.connection_context():
        yield builders.a_live(builders.a_shop())
    database.close_all()


@pytest.fixture
def door(program: Program, settings: Settings, tmp_path: Path) -> Iterator[Nginx]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Nginx(program, settings, folder) as running:
        yield running


def key_of(live: Content) -> str:
    return str(Broadcast.get(Broadcast.content == live).stream_key)


def broadcast_of(live: Content) -> Broadcast:
    found: Broadcast = Broadcast.get(Broadcast.content == live)
    return found


def state_of(live: Content) -> str:
    return str(Content.get_by_id(live.id).state)


def takes(live: Content) -> list[Take]:
    return list(Take.select().where(Take.content == live, Take.began_at.is_null(False)))


def listed(live: Content) -> int:
    path = files().path(f"{LIVES}/{live.uid}/source.m3u8")
    return path.read_text().count("#EXTINF") if path.exists() else 0


async def on_air(settings: Settings, journey: Callable[[], Awaitable[None]]) -> None:
    """Go once the server and its stage are there."""
    await until(lambda: heard(settings.port) and heard(settings.rtmp_port))
    await journey()


async def refused(door: Nginx, stream_key: str) -> bool:
    async with publishing(*film(30), *over_rtmp(door.port, stream_key)) as sender:
        return await ended(sender, 20) != 0


async def more_comes(live: Content) -> None:
    before = listed(live)
    await until(lambda: listed(live) > before)


def test_a_show_comes_in_by_nginx_and_nobody_else_does(
    settings: Settings, live: Content, door: Nginx, tmp_path: Path
) -> None:
    words = [*film(120), *over_rtmp(door.port, f"studio?key={key_of(live)}")]

    async def journey() -> None:
        assert await refused(door, "no-such-key")
        assert not Take.select().exists()
        assert not list(files().entries(LIVES))
        async with publishing(*words) as sender:
            await until(lambda: state_of(live) == STARTED)
            assert await refused(door, key_of(live))
            await more_comes(live)
            assert sender.returncode is None
            sender.kill()
        await until(lambda: broadcast_of(live).lost_at)
        assert state_of(live) == STARTED
        async with publishing(*words) as sender:
            await until(lambda: broadcast_of(live).lost_at is None)
            await more_comes(live)
            lives.finish(live.shop, live.uid, finished=True, ends_at=clock.now())
            assert await ended(sender, 20) != 0
        assert len(takes(live)) == 2
        assert await refused(door, key_of(live))
        lives.finish(live.shop, live.uid, finished=False, ends_at=clock.now())
        async with publishing(*words):
            await until(lambda: len(takes(live)) == 3)
            await more_comes(live)

    with Running(settings, "serve", log=tmp_path / "log"):
        asyncio.run(on_air(settings, journey))
    said = (tmp_path / "log").read_text() + door.logged()
    assert not [each for each in (key_of(live), SECRET) if each in said]
    assert state_of(live) == STARTED


def test_a_new_key_lets_the_publisher_go(
    settings: Settings, live: Content, door: Nginx, tmp_path: Path
) -> None:
    async def journey() -> None:
        async with publishing(*film(120), *over_rtmp(door.port, key_of(live))) as sender:
            await until(lambda: state_of(live) == STARTED)
            airing.rotate_key(live.shop, live.uid)
            assert await ended(sender, 20) != 0
        assert state_of(live) != FINISHED

    with Running(settings, "serve", log=tmp_path / "log"):
        asyncio.run(on_air(settings, journey))


def test_publishers_stay_while_the_stage_is_started_anew(
    settings: Settings, live: Content, door: Nginx, tmp_path: Path
) -> None:
    async def journey(server: Running) -> None:
        async with publishing(*film(120), *over_rtmp(door.port, key_of(live))) as sender:
            await until(lambda: takes(live))
            for number, said in children_of(server.number).items():
                if "stage" in said:
                    os.kill(number, signal.SIGKILL)
            await until(lambda: len(takes(live)) == 2)
            await more_comes(live)
            assert sender.returncode is None

    with Running(settings, "serve", log=tmp_path / "log") as server:
        asyncio.run(on_air(settings, lambda: journey(server)))
    assert state_of(live) == STARTED


def test_while_the_server_is_away_nobody_begins_and_who_is_on_goes_on(
    settings: Settings, live: Content, door: Nginx, tmp_path: Path
) -> None:
    other = builders.a_live(live.shop)
    elsewhere = settings.model_copy(update={"rtmp_port": 0})

    async def journey(server: Running) -> None:
        async with publishing(*film(120), *over_rtmp(door.port, key_of(live))) as sender:
            await until(lambda: listed(live))
            server.tell(signal.SIGTERM)
            await asyncio.to_thread(server.ended, 30)
            assert await refused(door, key_of(other))
            # Longer than nginx waits until it asks again.
            for _ in range(3):
                await more_comes(live)
            assert sender.returncode is None
        assert not list(Take.select().where(Take.content == other))

    with (
        Running(settings, "stage", log=tmp_path / "stage-log"),
        Running(elsewhere, "serve", log=tmp_path / "log") as server,
    ):
        asyncio.run(on_air(settings, lambda: journey(server)))
