"""Posters, previews and storyboards: how they are laid out and asked for."""

import random
from pathlib import Path

import pytest
from PIL import Image

from media.manifest import Variant
from media.stills import (
    FRAME,
    Storyboard,
    cues,
    frame_command,
    posters,
    preview_command,
    preview_segment,
    smallest_above,
    storyboard,
    storyboard_command,
)

OPENING = ["ffmpeg", "-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-nostats"]
OPENING += ["-progress", "pipe:1"]
OWN = ["-protocol_whitelist", "file", "-allowed_extensions", "ALL"]


def variant(width: int = 640, height: int = 360) -> Variant:
    name = f"{min(width, height)}p"
    return Variant(name, width, height, 800_000, 700_000, "avc1.64001e", 9000, "init_1.mp4")


def test_the_poster_is_the_most_typical_picture_of_the_beginning() -> None:
    assert frame_command("ffmpeg", "720p") == [
        *(*OPENING, *OWN, "-t", "8", "-f", "hls", "-i", "720p/index.m3u8"),
        *("-map", "0:v:0", "-vf", "fps=5:round=up,thumbnail=n=40"),
        *("-frames:v", "1", "-update", "1", "frame.png"),
    ]


def test_the_preview_is_cut_from_one_segment_without_sound() -> None:
    assert preview_command("ffmpeg", variant(), 60_000) == [
        *(*OPENING, "-protocol_whitelist", "file,concat", "-f", "mov", "-t", "3"),
        *("-i", "concat:360p/init_1.mp4|360p/00003.m4s"),
        *("-map", "0:v:0", "-vf", "fps=15,scale=568:320,setsar=1"),
        *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-pix_fmt", "yuv420p"),
        *("-crf", "30", "-maxrate", "250k", "-bufsize", "500k", "-an"),
        *("-map_metadata", "-1", "-movflags", "+faststart", "preview.mp4"),
    ]


@pytest.mark.parametrize(
    ("duration_ms", "segment"),
    [(500, 0), (11_999, 0), (20_000, 1), (60_000, 3), (7_200_000, 360)],
    ids=["half a second", "short", "20 s", "a minute", "two hours"],
)
def test_the_preview_of_a_longer_film_passes_over_its_opening(
    duration_ms: int, segment: int
) -> None:
    assert preview_segment(duration_ms) == segment


@pytest.mark.parametrize(
    ("duration_ms", "count", "every_ms"),
    [
        pytest.param(40, 1, 2000, id="one moment"),
        pytest.param(2000, 1, 2000, id="one key frame"),
        pytest.param(2050, 1, 2000, id="a rest too short to be seen"),
        pytest.param(9000, 5, 2000, id="a tile for every key frame"),
        pytest.param(200_000, 100, 2000, id="just enough"),
        pytest.param(202_000, 51, 4000, id="every second key frame"),
        pytest.param(7_200_000, 100, 72_000, id="two hours"),
    ],
)
def test_a_storyboard_has_at_most_a_hundred_tiles(
    duration_ms: int, count: int, every_ms: int
) -> None:
    board = storyboard(variant(), duration_ms)
    assert (board.count, board.every_ms) == (count, every_ms)
    assert board.columns * board.rows >= count
    assert (board.width, board.height) == (160, 90)


def test_a_standing_film_has_standing_tiles() -> None:
    board = storyboard(variant(360, 640), 9000)
    assert (board.width, board.height) == (90, 160)


def test_the_sprite_is_drawn_from_key_frames_alone() -> None:
    board = Storyboard(width=160, height=90, columns=10, count=12, every_ms=4000)
    assert storyboard_command("ffmpeg", "360p", board) == [
        *(*OPENING, *OWN, "-skip_frame", "nokey", "-f", "hls", "-i", "360p/index.m3u8"),
        *("-map", "0:v:0", "-vf"),
        "select=not(mod(n\\,2)),scale=160:90:out_range=pc,tile=10x2",
        *("-fps_mode", "vfr", "-frames:v", "1", "-pix_fmt", "yuvj420p", "-q:v", "6"),
        *("-update", "1", "storyboard.jpg"),
    ]


def test_every_moment_has_its_tile() -> None:
    board = Storyboard(width=160, height=90, columns=2, count=3, every_ms=2000)
    assert cues(board, 3_605_250).split("\n\n") == [
        "WEBVTT",
        "00:00:00.000 --> 00:00:02.000\nstoryboard.jpg#xywh=0,0,160,90",
        "00:00:02.000 --> 00:00:04.000\nstoryboard.jpg#xywh=160,0,160,90",
        "00:00:04.000 --> 01:00:05.250\nstoryboard.jpg#xywh=0,90,160,90\n",
    ]


def noise(width: int, height: int) -> Image.Image:
    """A picture as dear as a real one: soft shapes with grain."""
    dice = random.Random(7)
    coarse = Image.frombytes("RGB", (64, 36), dice.randbytes(64 * 36 * 3))
    grain = Image.frombytes("L", (width, height), dice.randbytes(width * height)).convert("RGB")
    return Image.blend(coarse.resize((width, height), Image.Resampling.BICUBIC), grain, 0.1)


def test_posters_come_in_two_formats_and_stay_within_their_budget(tmp_path: Path) -> None:
    noise(1280, 720).save(tmp_path / FRAME)
    made = posters(tmp_path)
    assert [(each.file, each.width, each.height) for each in made] == [
        ("poster-320.jpg", 320, 180),
        ("poster-320.webp", 320, 180),
        ("poster-640.jpg", 640, 360),
        ("poster-640.webp", 640, 360),
        ("poster-1280.jpg", 1280, 720),
        ("poster-1280.webp", 1280, 720),
    ]
    for each in made:
        with Image.open(tmp_path / each.file) as picture:
            assert picture.size == (each.width, each.height)
    assert (tmp_path / "poster-640.jpg").stat().st_size <= 30_000
    assert (tmp_path / "poster-640.webp").stat().st_size <= 30_000
    assert not (tmp_path / FRAME).exists()


def test_a_small_picture_is_not_enlarged_for_its_poster(tmp_path: Path) -> None:
    noise(180, 320).save(tmp_path / FRAME)
    assert [each.width for each in posters(tmp_path)] == [180, 180]


def test_stills_are_made_from_the_cheapest_rendition_that_is_large_enough() -> None:
    all_sizes = [variant(1280, 720), variant(854, 480), variant(640, 360)]
    assert smallest_above(all_sizes, 400).height == 480
    assert smallest_above(all_sizes, 720).height == 720
    assert smallest_above(all_sizes, 1080).height == 720
