"""Real publishers: both kinds of ffmpeg, over real sockets, into memory, and out as a film."""

from __future__ import annotations

import asyncio
import subprocess
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from media.rtmp import Ending, Limits, Listener
from tests.media.conftest import H264, described, picture, sound
from tests.media.rtmp.cast import KEY, House, live, on_air

SECONDS, RATE = 2, 15
SHOW = [*picture("320x180", SECONDS, RATE), *sound(SECONDS), *H264, "-g", str(RATE)]
ENDLESS = ["-re", *picture("160x90", 600, RATE), *sound(600), *H264, "-g", str(RATE)]


class Encoder:
    """An ffmpeg that publishes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(
        cls, ffmpeg: str, words: list[str], listener: Listener, name: str = KEY
    ) -> Encoder:
        url = f"rtmp://127.0.0.1:{listener.port}/live/{name}"
        command = [ffmpeg, "-nostdin", "-hide_banner", "-v", "error", *words, "-f", "flv", url]
        said = asyncio.subprocess.PIPE
        return cls(await asyncio.create_subprocess_exec(*command, stderr=said))

    async def end(self) -> tuple[int, str]:
        """Wait for its end; answer its status and complaints."""
        _, said = await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode, said.decode()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()


def copied(wheel: str, flv: bytes, target: Path) -> Path:
    """Put a stream into an MP4 as it is; whatever ffmpeg complains about is an error."""
    command = [wheel, "-v", "warning", "-y", "-f", "flv", "-i", "pipe:0", "-c", "copy", str(target)]
    ran = subprocess.run(command, input=flv, capture_output=True, check=True, timeout=60)
    assert ran.stderr == b""
    return target


def packets(wheel: str, film: Path, stream: str) -> list[int]:
    """When the frames of a stream are decoded, in milliseconds."""
    words = ["-v", "error", "-copyts", "-i", str(film), "-map", f"0:{stream}", "-c", "copy"]
    command = [wheel, *words, "-enc_time_base", "1:1000", "-f", "framecrc", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    lines = said.splitlines()
    (base,) = (line.split(" ")[-1] for line in lines if line.startswith("#tb"))
    rows = [line.split(",") for line in lines if not line.startswith("#")]
    scale = [int(part) for part in base.split("/")]
    return [round(1000 * int(row[1]) * scale[0] / scale[1]) for row in rows]


@live
async def test_a_show_comes_through_whole(ffmpeg: str, wheel: str, tmp_path: Path) -> None:
    house = House()
    async with on_air(house) as listener:
        encoder = await Encoder.start(ffmpeg, SHOW, listener, f"spring?key={KEY}")
        assert await encoder.end() == (0, "")
        (sink,) = house.sinks
        assert await sink.ending() is Ending.UNPUBLISHED
    assert house.asked[0].name == "spring"
    film = copied(wheel, sink.flv, tmp_path / "show.mp4")
    said = described(wheel, film)
    assert "Video: h264" in said
    assert "320x180" in said
    assert "Audio: aac" in said
    assert "Duration: 00:00:02." in said
    frames = packets(wheel, film, "v")
    assert len(frames) == SECONDS * RATE
    assert {later - one for one, later in pairwise(frames)} <= {66, 67, 68}
    # AAC has 1024 samples in each packet; the encoder needs one or two more to begin and end.
    assert len(packets(wheel, film, "a")) in range(SECONDS * 44100 // 1024, 90)
    assert house.faults == []


@live
async def test_every_frame_is_stamped(wheel: str) -> None:
    house = House()
    async with on_air(house, clock=lambda: 1234.5) as listener:
        assert await (await Encoder.start(wheel, SHOW, listener)).end() == (0, "")
    stamps = [stamp for piece in house.sinks[0].pieces for stamp in piece.stamps]
    assert len(stamps) > SECONDS * (RATE + 43)
    assert {stamp.arrived for stamp in stamps} == {1234.5}
    assert max(stamp.ms for stamp in stamps) == pytest.approx(SECONDS * 1000, abs=100)


@live
async def test_a_reader_may_begin_in_the_middle(wheel: str, tmp_path: Path) -> None:
    house = House()
    async with on_air(house) as listener:
        assert await (await Encoder.start(wheel, SHOW, listener)).end() == (0, "")
    pieces = house.sinks[0].pieces
    begins = [at for at, piece in enumerate(pieces) if piece.opening]
    assert len(begins) == SECONDS
    rest = pieces[begins[1]].opening + b"".join(each.flv for each in pieces[begins[1] :])
    film = copied(wheel, rest, tmp_path / "second.mp4")
    assert len(packets(wheel, film, "v")) == RATE
    strictly = [wheel, "-v", "error", "-xerror", "-i", str(film), "-f", "null", "-"]
    assert subprocess.run(strictly, check=True, capture_output=True).stderr == b""


@pytest.mark.parametrize(
    ("words", "lines"),
    [([*picture("160x90"), *H264], ["h264"]), ([*sound(), "-c:a", "aac"], ["aac"])],
    ids=["pictures alone", "sound alone"],
)
@live
async def test_one_of_both_is_enough(
    words: list[str], lines: list[str], wheel: str, tmp_path: Path
) -> None:
    house = House()
    async with on_air(house) as listener:
        assert await (await Encoder.start(wheel, words, listener)).end() == (0, "")
    film = copied(wheel, house.sinks[0].flv, tmp_path / "half.mp4")
    assert described(wheel, film).count("Stream #0:") == len(lines)
    assert lines[0] in described(wheel, film)


@pytest.mark.parametrize("name", ["wrong", "spring?key=wrong", "spring"])
@live
async def test_a_wrong_key_is_refused_and_ffmpeg_fails(ffmpeg: str, name: str) -> None:
    house = House()
    async with on_air(house) as listener:
        status, said = await (await Encoder.start(ffmpeg, SHOW, listener, name)).end()
    assert status != 0
    assert "This stream key is not known." in said
    assert len(house.asked) == 1
    assert house.sinks == []


@live
async def test_a_second_ffmpeg_is_refused_until_the_first_is_killed(ffmpeg: str) -> None:
    house = House()
    async with on_air(house) as listener:
        first = await Encoder.start(ffmpeg, ENDLESS, listener)
        try:
            sink = await house.first()
            await sink.wrote.wait()
            status, said = await (await Encoder.start(ffmpeg, SHOW, listener)).end()
            assert status != 0
            assert "Somebody publishes this live already." in said
            assert sink.endings == []
        finally:
            first.kill()
        assert await sink.ending() is Ending.LOST
        assert await (await Encoder.start(ffmpeg, SHOW, listener)).end() == (0, "")
        assert await house.sinks[1].ending() is Ending.UNPUBLISHED
        await first.end()


@live
async def test_ffmpeg_is_told_when_the_listener_closes(ffmpeg: str) -> None:
    house = House()
    async with on_air(house) as listener:
        encoder = await Encoder.start(ffmpeg, ENDLESS, listener)
        try:
            await (await house.first()).wrote.wait()
            await listener.close()
            status, said = await encoder.end()
        finally:
            encoder.kill()
    assert status != 0
    assert "The server is being stopped." in said
    assert await house.sinks[0].ending() is Ending.STOPPED


HEVC = ["-c:v", "libx265", "-x265-params", "log-level=none"]
OTHERS = {
    "HEVC by enhanced RTMP": ([*picture("160x90", 60), *HEVC], "H.264"),
    "the first codec of Flash": ([*picture("160x90", 60), "-c:v", "flv"], "H.264"),
    "MP3": ([*sound(60), "-c:a", "libmp3lame"], "AAC"),
}


@pytest.mark.parametrize(("words", "instead"), OTHERS.values(), ids=OTHERS)
@live
async def test_ffmpeg_is_told_which_codec_to_use(
    words: list[str], instead: str, wheel: str
) -> None:
    house = House()
    # ffmpeg reads what it is told when it has something to send, and x265 thinks for long.
    async with on_air(house, Limits(parting_seconds=60)) as listener:
        status, said = await (await Encoder.start(wheel, ["-re", *words], listener)).end()
        assert await house.sinks[0].ending() is Ending.REFUSED
    assert status != 0
    assert f"encoder to {instead}" in said
    assert house.faults == []
