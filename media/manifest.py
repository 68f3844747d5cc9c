"""Measures finished renditions and writes the master playlist that offers them.

ffmpeg's own master playlist differs between versions (no CODECS for some inputs, no FRAME-RATE,
guessed bandwidth), so ours is written from what really lies on the disk (RFC 8216, 4.3.4.2).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from media.errors import MediaError
from media.ladder import Rendition

MASTER = "master.m3u8"
PLAYLIST = "index.m3u8"
# What a phone on a poor network can begin with before the player has measured anything.
_FIRST_BANDWIDTH = 1_500_000

_MAP = re.compile(r'^#EXT-X-MAP:URI="([^"/]+)"$', re.MULTILINE)
_OFFERED = re.compile(r"^#EXT-X-STREAM-INF:.*\bRESOLUTION=(\d+)x(\d+).*\n([^#\n]+)$", re.MULTILINE)
_SEGMENT = re.compile(r"^#EXTINF:([\d.]+),[^\n]*\n([^#\n/]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Variant:
    """A rendition as it came out; both bandwidths are measured, in bit/s with sound."""

    name: str
    width: int
    height: int
    bandwidth: int
    average_bandwidth: int
    codecs: str
    duration_ms: int
    init: str


def measure(folder: Path, rendition: Rendition, sound: bool) -> Variant:
    """Return what a rendition's playlist and segments in `folder` amount to."""
    home = folder / rendition.name
    playlist = (home / PLAYLIST).read_text(encoding="ascii")
    start = _MAP.search(playlist)
    segments = [
        (float(seconds), (home / name).stat().st_size * 8)
        for seconds, name in _SEGMENT.findall(playlist)
    ]
    seconds = sum(each for each, _ in segments)
    if not start or not seconds or "#EXT-X-ENDLIST" not in playlist:
        raise MediaError(
            "unreadable", "This video holds no picture that can be shown.", playlist[-2000:]
        )
    codecs = avc_codec((home / start[1]).read_bytes())
    return Variant(
        name=rendition.name,
        width=rendition.width,
        height=rendition.height,
        bandwidth=peak(segments),
        average_bandwidth=round(sum(bits for _, bits in segments) / seconds),
        codecs=f"{codecs},mp4a.40.2" if sound else codecs,
        duration_ms=round(seconds * 1000),
        init=start[1],
    )


def peak(segments: Sequence[tuple[float, int]]) -> int:
    """Return the largest rate of neighbouring segments that last about one target duration.

    `segments` are seconds and bits. RFC 8216 counts runs of 0.5 to 1.5 target durations, so
    that a last segment of one frame does not decide.
    """
    target = max(round(seconds) for seconds, _ in segments) or 1
    best = 0.0
    for first in range(len(segments)):
        seconds = 0.0
        bits = 0
        for each_seconds, each_bits in segments[first:]:
            seconds += each_seconds
            bits += each_bits
            if seconds > target * 1.5:
                break
            if seconds >= target * 0.5:
                best = max(best, bits / seconds)
    whole = sum(bits for _, bits in segments) / sum(seconds for seconds, _ in segments)
    return round(max(best, whole))


def avc_codec(init: bytes) -> str:
    """Return the RFC 6381 name of the H.264 stream that an initialisation segment describes."""
    at = init.find(b"avcC")
    if at < 0:
        raise ValueError("no avcC box in the initialisation segment")
    # configurationVersion, then profile, constraints and level as the name spells them.
    return f"avc1.{init[at + 5 : at + 8].hex()}"


def read_master(text: str) -> list[tuple[str, int, int]]:
    """Return what a master playlist offers: address, width and height of each rendition."""
    return [(url, int(width), int(height)) for width, height, url in _OFFERED.findall(text)]


def master(variants: Iterable[Variant], rate: Fraction) -> str:
    """Return the master playlist; the variant named first is the one players begin with."""
    falling = sorted(variants, key=lambda each: each.bandwidth, reverse=True)
    first = next((each for each in falling if each.bandwidth <= _FIRST_BANDWIDTH), falling[-1])
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for each in [first, *(other for other in falling if other != first)]:
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={each.bandwidth},"
            f"AVERAGE-BANDWIDTH={each.average_bandwidth},"
            f'CODECS="{each.codecs}",RESOLUTION={each.width}x{each.height},'
            f"FRAME-RATE={float(rate):.3f}"
        )
        lines.append(f"{each.name}/{PLAYLIST}")
    return "\n".join(lines) + "\n"
