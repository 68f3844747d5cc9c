"""A live stream through a real ffmpeg: segments, renditions, a full disk, a death, a hang."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from media import segments
from media.errors import MediaError
from media.ffmpeg import find_ffmpeg
from media.live_ladder import FLV, Incoming, look_at_recording
from media.live_manifest import read_playlist
from media.packager import Packager
from tests.media.conftest import H264, described, key_frames, picture, sound

SIX = [*picture("320x180", 6), *sound(6), *H264, "-g", "30"]


def made(*words: str) -> bytes:
    """A film as it comes over the network."""
    command = [find_ffmpeg(), "-nostdin", "-v", "error", *words, "pipe:1"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


@pytest.fixture(scope="module")
def flv() -> bytes:
    """Six seconds, a key frame every two."""
    return made(*SIX, "-f", "flv")


async def packaged(packager: Packager, film: bytes, step: int = 8192) -> None:
    await packager.start()
    for at in range(0, len(film), step):
        await packager.write(film[at : at + step])
    await packager.finish()


def program(folder: Path, script: str) -> str:
    """Something that is called as ffmpeg is."""
    path = folder / "ffmpeg"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def listed(folder: Path, rendition: str = "source") -> list[float]:
    text = (folder / rendition / "index.m3u8").read_text()
    return [seconds for _, seconds in read_playlist(text)]


def test_a_stream_becomes_segments_of_two_seconds(ffmpeg: str, flv: bytes, tmp_path: Path) -> None:
    asyncio.run(packaged(Packager(tmp_path, ffmpeg=ffmpeg, incoming=FLV), flv))
    assert listed(tmp_path) == pytest.approx([2, 2, 2], abs=0.1)
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_cheaper_rendition_is_cut_where_the_source_is(
    ffmpeg: str, flv: bytes, tmp_path: Path
) -> None:
    packager = Packager(tmp_path, ffmpeg=ffmpeg, incoming=FLV, heights=[144])
    asyncio.run(packaged(packager, flv))
    assert packager.renditions == ("source", "144p")
    assert listed(tmp_path, "144p") == pytest.approx(listed(tmp_path), abs=0.1)
    frames = {
        name: key_frames(
            ffmpeg, "-allowed_extensions", "ALL", "-i", str(tmp_path / name / "index.m3u8")
        )
        for name in packager.renditions
    }
    assert len(frames["source"]) == 3
    assert frames["144p"] == pytest.approx(frames["source"], abs=40)


def test_what_a_browser_records_is_taken_as_it_is_or_coded_anew(
    ffmpeg: str, tmp_path: Path
) -> None:
    webm = ["-f", "webm", "-live", "1", "-cluster_time_limit", "200"]
    recorded = {
        "vp8": made(*picture("320x180", 4), *sound(4), "-c:v", "libvpx", "-c:a", "libopus", *webm),
        "h264": made(*SIX[:-2], "-g", "30", "-c:a", "libopus", "-f", "matroska", "-live", "1"),
    }
    for name, film in recorded.items():
        (tmp_path / name).mkdir()
        incoming = look_at_recording(film[:65536])
        assert incoming == Incoming("matroska", name == "h264", copy_audio=False)
        asyncio.run(packaged(Packager(tmp_path / name, ffmpeg=ffmpeg, incoming=incoming), film))
        assert len(listed(tmp_path / name)) >= 2
        whole = tmp_path / f"{name}.mp4"
        whole.write_bytes(
            b"".join(
                (tmp_path / name / "source" / each).read_bytes()
                for each in ("init.mp4", "00000.m4s", "00001.m4s")
            )
        )
        assert "Video: h264" in described(ffmpeg, whole)
        assert "Audio: aac" in described(ffmpeg, whole)


def test_a_stream_without_sound_is_packaged(ffmpeg: str, tmp_path: Path) -> None:
    film = made(*picture("320x180", 4), *H264[:-2], "-g", "30", "-f", "flv")
    packager = Packager(tmp_path, ffmpeg=ffmpeg, incoming=FLV, heights=[144])
    asyncio.run(packaged(packager, film))
    assert len(listed(tmp_path)) == len(listed(tmp_path, "144p")) == 2


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    full = program(tmp_path, "echo av_write: No space left on device >&2\nexec cat > /dev/null")

    async def journey() -> MediaError:
        packager = Packager(tmp_path, ffmpeg=full, incoming=FLV)
        await packager.start()
        async with asyncio.timeout(30):
            while not packager.died:
                await asyncio.sleep(0.01)
        return await packager.failure()

    assert asyncio.run(journey()).code == "disk-full"


def test_what_a_full_disk_did_not_take_is_not_offered(
    ffmpeg: str, flv: bytes, tmp_path: Path
) -> None:
    # Versions of ffmpeg differ in where they write first, and in whether they complain at all.
    (tmp_path / "source").mkdir()
    for name in ("00001.m4s", "00001.m4s.tmp"):
        (tmp_path / "source" / name).symlink_to("/dev/full")
    with suppress(MediaError):
        asyncio.run(packaged(Packager(tmp_path, ffmpeg=ffmpeg, incoming=FLV), flv))
    whole, broken = segments.listed(tmp_path / "source")
    assert [each.name for each in whole] == ["00000.m4s"]
    assert broken


async def fed_for_ever(packager: Packager) -> None:
    while True:
        await packager.write(b"no film " * 8192)


def test_who_feeds_a_dead_ffmpeg_is_told(ffmpeg: str, tmp_path: Path) -> None:
    async def journey() -> MediaError:
        packager = Packager(tmp_path, ffmpeg=ffmpeg, incoming=Incoming("matroska"))
        await packager.start()
        with pytest.raises(MediaError) as failed:
            await asyncio.wait_for(fed_for_ever(packager), 30)
        assert packager.died
        with pytest.raises(MediaError):
            await packager.finish()
        return failed.value

    assert asyncio.run(journey()).code == "unreadable"


def test_an_ffmpeg_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media.packager.ENDS_WITHIN", 0.1)
    number = tmp_path / "number"
    hanging = program(tmp_path, f"echo $$ > {number}\ncat > /dev/null\nexec sleep 600")

    async def journey() -> MediaError:
        packager = Packager(tmp_path, ffmpeg=hanging, incoming=FLV)
        await packager.start()
        async with asyncio.timeout(30):
            while not number.exists():
                await asyncio.sleep(0.01)
        with pytest.raises(MediaError) as failed:
            await packager.finish()
        return failed.value

    assert asyncio.run(journey()).code == "stopped"
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


def test_an_ffmpeg_that_takes_nothing_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media.packager.HANGS_AFTER", 0.1)

    async def journey() -> MediaError:
        deaf = program(tmp_path, "exec sleep 600")
        packager = Packager(tmp_path, ffmpeg=deaf, incoming=FLV)
        await packager.start()
        with pytest.raises(MediaError) as failed:
            await asyncio.wait_for(fed_for_ever(packager), 30)
        assert packager.died
        return failed.value

    assert asyncio.run(journey()).code == "stopped"


ORPHAN = """
import asyncio, sys
from pathlib import Path
from media.live_ladder import FLV
from media.packager import Packager

async def start():
    packager = Packager(Path(sys.argv[1]), ffmpeg=sys.argv[2], incoming=FLV)
    await packager.start()
    print(packager._process.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(start())
"""


def test_ffmpeg_ends_with_a_stage_that_is_killed(wheel: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ORPHAN, str(tmp_path), wheel]
    home = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=home) as stage:
        assert stage.stdout
        number = int(stage.stdout.readline())
        reader = os.pidfd_open(number)
        stage.send_signal(signal.SIGKILL)
    ready, _, _ = select.select([reader], [], [], 30)
    os.close(reader)
    assert ready
