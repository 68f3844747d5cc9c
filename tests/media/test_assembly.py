"""Takes put together: what agrees is copied, what differs is coded anew, nothing moves in time."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from media.assembly import Piece, assemble, read_piece
from media.errors import MediaError
from media.live_ladder import FLV
from media.packager import Packager
from media.probe import probe
from tests.media.conftest import H264, described, key_frames, picture, sound


def taken(folder: Path, ffmpeg: str, *words: str) -> Path:
    """A take as the stage leaves it."""
    folder.mkdir(parents=True)
    command = [ffmpeg, "-nostdin", "-v", "error", *words, "-f", "flv", "pipe:1"]
    film = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout

    async def packaged() -> None:
        packager = Packager(folder, ffmpeg=ffmpeg, incoming=FLV)
        await packager.start()
        await packager.write(film)
        await packager.finish()

    asyncio.run(packaged())
    return folder / "source"


def piece(folder: Path, from_ms: int = 0) -> Piece:
    found = read_piece(folder, from_ms)
    assert found
    return found


def put_together(pieces: Sequence[Piece], folder: Path, ffmpeg: str) -> Path:
    work = folder / "work"
    work.mkdir()
    target = folder / "source.mp4"
    assemble(pieces, work, target, ffmpeg=ffmpeg)
    return target


def flashes(ffmpeg: str, film: Path) -> list[float]:
    """When the picture is white, in seconds: the first moment of each flash."""
    words = ["-hide_banner", "-i", str(film), "-vf", "negate,blackdetect=d=0.05:pix_th=0.3"]
    said = subprocess.run(
        [ffmpeg, *words, "-an", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stderr
    return [float(each) for each in re.findall(r"black_start:([\d.]+)", said)]


def flashing(seconds: float, at: float, size: str = "320x180") -> list[str]:
    """A black picture that is white for a fifth of a second."""
    white = f"drawbox=c=white:t=fill:enable='between(t,{at},{at + 0.2})'"
    return [
        *("-f", "lavfi", "-i", f"color=s={size}:r=15:d={seconds},{white}"),
        *sound(seconds),
        *(*H264, "-g", "30"),
    ]


def test_takes_that_agree_are_copied_and_keep_their_moments(ffmpeg: str, tmp_path: Path) -> None:
    pieces = [
        piece(taken(tmp_path / "a", ffmpeg, *flashing(5, at=3))),
        piece(taken(tmp_path / "b", ffmpeg, *flashing(4, at=1))),
    ]
    film = put_together(pieces, tmp_path, ffmpeg)
    assert flashes(ffmpeg, film) == pytest.approx([3, pieces[0].seconds + 1], abs=0.15)
    total = sum(each.seconds for each in pieces)
    assert probe(film, ffmpeg=ffmpeg).duration_ms == pytest.approx(total * 1000, abs=150)
    # Nothing was coded again: the key frames are where the camera set them.
    assert len(key_frames(ffmpeg, "-i", str(film))) == 5


def test_takes_that_differ_become_one_film_of_the_longest_ones_shape(
    ffmpeg: str, tmp_path: Path
) -> None:
    silent = [*picture("180x320", 2), *H264[:-2], "-g", "30"]
    pieces = [
        piece(taken(tmp_path / "a", ffmpeg, *flashing(4, at=3))),
        piece(taken(tmp_path / "b", ffmpeg, *silent)),
        piece(taken(tmp_path / "c", ffmpeg, *flashing(2, at=1, size="160x90"))),
    ]
    film = put_together(pieces, tmp_path, ffmpeg)
    facts = probe(film, ffmpeg=ffmpeg)
    assert (facts.width, facts.height, facts.audio_codec) == (320, 180, "aac")
    before = pieces[0].seconds + pieces[1].seconds
    assert flashes(ffmpeg, film) == pytest.approx([3, before + 1], abs=0.2)


def test_a_rehearsal_is_left_out_by_whole_segments(ffmpeg: str, tmp_path: Path) -> None:
    folder = taken(tmp_path / "a", ffmpeg, *flashing(6, at=5))
    left = piece(folder, from_ms=2000)
    assert left.seconds == pytest.approx(4, abs=0.1)
    film = put_together([left], tmp_path, ffmpeg)
    assert flashes(ffmpeg, film) == pytest.approx([3], abs=0.15)


def test_a_take_whose_ffmpeg_was_killed_gives_what_is_whole(wheel: str, tmp_path: Path) -> None:
    folder = taken(tmp_path / "a", wheel, *flashing(6, at=1))
    playlist = folder / "index.m3u8"
    playlist.write_text(playlist.read_text().replace("#EXT-X-ENDLIST\n", ""))
    last = folder / "00002.m4s"
    last.write_bytes(last.read_bytes()[:-1000])
    left = piece(folder)
    assert left.seconds == pytest.approx(4, abs=0.1)
    assert "Video: h264" in described(wheel, put_together([left], tmp_path, wheel))


def test_of_nothing_no_film_is_made(wheel: str, tmp_path: Path) -> None:
    assert read_piece(tmp_path / "gone") is None
    with pytest.raises(MediaError) as refused:
        assemble([], tmp_path, tmp_path / "film.mp4", ffmpeg=wheel)
    assert refused.value.code == "nothing-recorded"
