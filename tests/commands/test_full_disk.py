"""A real disk that is full in the middle of a show: what was recorded stays whole."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from app import Settings, create_app
from media.ffmpeg import find_ffmpeg
from models import clock
from models.asset import READY, Asset
from models.broadcast import Broadcast, Take
from models.content import STARTED, Content
from models.database import database
from models.message import HOST
from tests import builders
from tests.commands.running import Running, free_port, heard
from tests.commands.running import until as wait_until
from tests.publishing import ended, film, over_rtmp, publishing, until
from usecases import lives
from usecases.uploads import RESERVE

DISK, LEFT = 256 << 20, 6 << 20


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield Settings(data=disk / "data", port=free_port(), rtmp_port=free_port(), push_port=0)
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def live(settings: Settings) -> Iterator[Content]:
    with create_app(settings).app_context(), database.connection_context():
        yield builders.a_live(builders.a_shop())
    database.close_all()


def filled(settings: Settings) -> Path:
    """Leave room for some seconds of a stream, above what is kept for the database."""
    filler = settings.data.parent / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(settings.data).free - RESERVE - LEFT))
    return filler


def told_to_the_host(settings: Settings, live: Content) -> bool:
    token = builders.bearing(builders.a_viewer(live, "Anna", role=HOST))
    told = requests.get(
        f"{settings.url}/audience/v1/lives/{live.uid}/host", headers=token, timeout=10
    )
    return bool(told.json()["full"])


def complaints(manifest: str) -> str:
    """What ffmpeg has against the segments of a show."""
    words = [find_ffmpeg(), "-v", "error", "-i", manifest, "-f", "null", "-"]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    return said.stderr


def test_a_full_disk_ends_the_sending_and_harms_nothing(
    settings: Settings, live: Content, tmp_path: Path
) -> None:
    stream_key = Broadcast.get(Broadcast.content == live).stream_key
    words = [*film(600, size="960x540"), *over_rtmp(settings.rtmp_port, stream_key)]
    short = film(3, real_time=False, size="960x540")

    async def journey() -> None:
        await until(lambda: heard(settings.port) and heard(settings.rtmp_port))
        assert not told_to_the_host(settings, live)
        filler = await asyncio.to_thread(filled, settings)
        async with publishing(*words) as sender:
            assert await ended(sender) != 0
        await until(lambda: Take.get().ended_at)
        assert Content.get_by_id(live.id).state == STARTED
        assert told_to_the_host(settings, live)
        async with publishing(*words) as sender:
            assert await ended(sender, 30) != 0
        assert Take.select().where(Take.began_at.is_null(False)).count() == 1
        filler.unlink()
        async with publishing(*short, *over_rtmp(settings.rtmp_port, stream_key)) as sender:
            assert await ended(sender) == 0

    with Running(settings, "serve", log=tmp_path / "log"):
        asyncio.run(journey())
        wait_until(lambda: Take.select().where(Take.ended_at.is_null()).count() == 0)
        lives.finish(live.shop, live.uid, finished=True, ends_at=clock.now())
        assert complaints(f"{settings.url}/media/lives/{live.uid}/source.m3u8") == ""
        wait_until(lambda: Asset.get_or_none(Asset.state == READY), 120)
    lengths = [each.duration_ms for each in Take.select().where(Take.began_at.is_null(False))]
    assert len(lengths) == 2
    assert abs(Asset.get().duration_ms - sum(lengths)) < 500
    with sqlite3.connect(settings.data / "vitrine.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
    assert "disk is full" in (tmp_path / "log").read_text()
