"""Cuts what is seen before the film plays: poster, muted preview, storyboard.

All of it is made from our own finished renditions, never from the upload: they are known to be
sound H.264 with a key frame every two seconds, so that less is decoded and nothing is trusted.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from media.ffmpeg import opening
from media.ladder import GOP_SECONDS, SEGMENT_SECONDS
from media.manifest import PLAYLIST, Variant

FRAME = "frame.png"
PREVIEW = "preview.mp4"
SPRITE = "storyboard.jpg"
CUES = "storyboard.vtt"

POSTER_WIDTHS = (320, 640, 1280)
# A page shows dozens of posters before anybody clicks: 30 KB at 640 px, in proportion elsewhere.
_POSTER_BYTES_PER_PIXEL_OF_WIDTH = 30_000 / 640
_QUALITIES = (82, 74, 66, 58, 50, 42, 34, 26, 18, 10)

PREVIEW_SECONDS = 3
_PREVIEW_SIDE = 320
_TILE_SIDE = 160
_COLUMNS = 10
_MAX_TILES = 100


@dataclass(frozen=True)
class Poster:
    """One size and format of the poster; `file` is relative to the working folder."""

    file: str
    width: int
    height: int


@dataclass(frozen=True)
class Storyboard:
    """How a film is laid out in small pictures: a tile every `every_ms`, `columns` in a row."""

    width: int
    height: int
    columns: int
    count: int
    every_ms: int

    @property
    def rows(self) -> int:
        """Return how many rows the sprite has."""
        return -(-self.count // self.columns)


def own(rendition: str, *before: str) -> list[str]:
    """Return the words that open one of our renditions; `before` are options of the reader."""
    words = ["-protocol_whitelist", "file", "-allowed_extensions", "ALL", *before]
    return [*words, "-f", "hls", "-i", f"{rendition}/{PLAYLIST}"]


def frame_command(ffmpeg: str, rendition: str) -> list[str]:
    """Pick the most typical picture of the first eight seconds."""
    # A fade from black is not typical of its neighbours, so it is passed over.
    chosen = "fps=5:round=up,thumbnail=n=40"
    return [
        *opening(ffmpeg),
        *own(rendition, "-t", "8"),
        *("-map", "0:v:0", "-vf", chosen, "-frames:v", "1", "-update", "1", FRAME),
    ]


def preview_command(ffmpeg: str, rendition: Variant, duration_ms: int) -> list[str]:
    """Cut three muted seconds, small enough to be loaded by a whole carousel."""
    # One segment is opened by itself: asked to seek in a list of one segment, ffmpeg 5.1 and 9
    # answer with a film of no pictures.
    segment = f"{rendition.name}/{preview_segment(duration_ms):05d}.m4s"
    pieces = f"concat:{rendition.name}/{rendition.init}|{segment}"
    width, height = _within(rendition, _PREVIEW_SIDE)
    return [
        *opening(ffmpeg),
        *("-protocol_whitelist", "file,concat", "-f", "mov", "-t", str(PREVIEW_SECONDS)),
        *("-i", pieces, "-map", "0:v:0", "-vf", f"fps=15,scale={width}:{height},setsar=1"),
        *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-pix_fmt", "yuv420p"),
        *("-crf", "30", "-maxrate", "250k", "-bufsize", "500k", "-an"),
        *("-map_metadata", "-1", "-movflags", "+faststart", PREVIEW),
    ]


def preview_segment(duration_ms: int) -> int:
    """Return the segment that the preview shows: past the opening of a longer film."""
    if duration_ms < 4 * PREVIEW_SECONDS * 1000:
        return 0
    return duration_ms // 5000 // SEGMENT_SECONDS


def storyboard(rendition: Variant, duration_ms: int) -> Storyboard:
    """Lay out a film: a tile for each key frame, or for every n-th when there are too many."""
    key_frames = max(1, -(-(duration_ms - 100) // (GOP_SECONDS * 1000)))
    step = -(-key_frames // _MAX_TILES)
    count = -(-key_frames // step)
    width, height = _within(rendition, _TILE_SIDE * 9 // 16)
    return Storyboard(width, height, min(_COLUMNS, count), count, step * GOP_SECONDS * 1000)


def storyboard_command(ffmpeg: str, rendition: str, board: Storyboard) -> list[str]:
    """Draw the sprite from key frames alone, which costs a tenth of decoding everything."""
    step = board.every_ms // (GOP_SECONDS * 1000)
    picture = (
        f"select=not(mod(n\\,{step})),scale={board.width}:{board.height}:out_range=pc,"
        f"tile={board.columns}x{board.rows}"
    )
    return [
        *opening(ffmpeg),
        *own(rendition, "-skip_frame", "nokey"),
        *("-map", "0:v:0", "-vf", picture, "-fps_mode", "vfr", "-frames:v", "1"),
        *("-pix_fmt", "yuvj420p", "-q:v", "6", "-update", "1", SPRITE),
    ]


def cues(board: Storyboard, duration_ms: int) -> str:
    """Return the WebVTT that says which part of the sprite belongs to which moment."""
    lines = ["WEBVTT", ""]
    for index in range(board.count):
        start = index * board.every_ms
        end = duration_ms if index == board.count - 1 else start + board.every_ms
        x = index % board.columns * board.width
        y = index // board.columns * board.height
        lines.append(f"{_clock(start)} --> {_clock(end)}")
        lines.append(f"{SPRITE}#xywh={x},{y},{board.width},{board.height}")
        lines.append("")
    return "\n".join(lines)


def posters(folder: Path) -> tuple[Poster, ...]:
    """Write the posters of the picked frame as JPEG and WebP and forget the frame."""
    made: list[Poster] = []
    with Image.open(folder / FRAME) as opened:
        frame = opened.convert("RGB")
    for width in sorted({min(each, frame.width) for each in POSTER_WIDTHS}):
        height = max(1, round(frame.height * width / frame.width))
        small = frame.resize((width, height), Image.Resampling.LANCZOS)
        budget = int(width * _POSTER_BYTES_PER_PIXEL_OF_WIDTH)
        for suffix, kind in (("jpg", "JPEG"), ("webp", "WEBP")):
            name = f"poster-{width}.{suffix}"
            (folder / name).write_bytes(_squeezed(small, kind, budget))
            made.append(Poster(name, width, height))
    (folder / FRAME).unlink()
    return tuple(made)


def _squeezed(picture: Image.Image, kind: str, budget: int) -> bytes:
    """Return the picture at the best quality that fits the budget, or at the lowest of all."""
    coded = b""
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, kind, quality=quality, optimize=True, progressive=True, method=4)
        coded = out.getvalue()
        if len(coded) <= budget:
            break
    return coded


def _within(rendition: Variant, short_side: int) -> tuple[int, int]:
    scale = min(1.0, short_side / min(rendition.width, rendition.height))
    width, height = (
        max(2, round(side * scale / 2) * 2) for side in (rendition.width, rendition.height)
    )
    return width, height


def _clock(ms: int) -> str:
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{thousandths:03d}"


def smallest_above(variants: Sequence[Variant], short_side: int) -> Variant:
    """Return the cheapest rendition that is at least so large, else the largest there is."""
    rising = sorted(variants, key=lambda each: each.width * each.height)
    large = [each for each in rising if min(each.width, each.height) >= short_side]
    return large[0] if large else rising[-1]
