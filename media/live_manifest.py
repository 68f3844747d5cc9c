"""Puts the manifests of a live show together from what ffmpeg wrote of its takes (RFC 8216).

A show is stretches, one for each take, with a discontinuity between two. Times of day are ours:
those ffmpeg would write are off by seconds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from media.manifest import avc_codec, peak

# Further than this from where the one before ends, a segment says anew what time it was.
_DRIFT_MS = 50
# A bandwidth told too low makes players stall; what is still to come may be richer.
_MARGIN = 1.1
_FIRST_BANDWIDTH = 1_500_000

_SEGMENT = re.compile(r"^#EXTINF:([\d.]+),[^\n]*\n([^#\n/]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Segment:
    """One file; `at_ms` is the wall clock of its first picture, Unix milliseconds."""

    name: str
    seconds: float
    size: int = 0
    at_ms: int = 0


@dataclass(frozen=True)
class Stretch:
    """What one take gives to one rendition; `folder` is relative to the show's manifest."""

    folder: str
    init: str
    segments: tuple[Segment, ...]

    @property
    def ms(self) -> int:
        """Return how long it lasts."""
        return round(sum(each.seconds for each in self.segments) * 1000)


@dataclass(frozen=True)
class Start:
    """The first segment that is offered: by stretch and by segment in it."""

    stretch: int = 0
    segment: int = 0


def read_playlist(text: str) -> list[tuple[str, float]]:
    """Return the segments that ffmpeg lists, with their durations in seconds."""
    return [(name, float(seconds)) for seconds, name in _SEGMENT.findall(text)]


def kept(stretch: Stretch, from_ms: int) -> Stretch:
    """Return what is left of a stretch that is shown from a moment on: whole segments."""
    passed = 0.0
    for index, each in enumerate(stretch.segments):
        passed += each.seconds
        if round(passed * 1000) > from_ms:
            return replace(stretch, segments=stretch.segments[index:])
    return replace(stretch, segments=())


def window(stretches: Sequence[Stretch], seconds: float) -> Start:
    """Return where the last so many seconds begin, never cutting a segment."""
    room = seconds
    for number in range(len(stretches) - 1, -1, -1):
        segments = stretches[number].segments
        for index in range(len(segments) - 1, -1, -1):
            room -= segments[index].seconds
            if room < 0:
                if index + 1 < len(segments):
                    return Start(number, index + 1)
                last = number + 1 == len(stretches)
                return Start(number, index) if last else Start(number + 1, 0)
    return Start()


def media_playlist(
    stretches: Sequence[Stretch], start: Start | None = None, *, ended: bool = False
) -> str:
    """Return the playlist of one rendition; none of the stretches may be empty."""
    start = start or Start()
    longest = max((s.seconds for each in stretches for s in each.segments), default=2)
    before = sum(len(each.segments) for each in stretches[: start.stretch]) + start.segment
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{max(2, round(longest))}"]
    lines += [f"#EXT-X-MEDIA-SEQUENCE:{before}", f"#EXT-X-DISCONTINUITY-SEQUENCE:{start.stretch}"]
    lines += ["#EXT-X-INDEPENDENT-SEGMENTS"]
    for number, each in enumerate(stretches[start.stretch :]):
        if number:
            lines.append("#EXT-X-DISCONTINUITY")
        lines.append(f'#EXT-X-MAP:URI="{each.folder}/{each.init}"')
        lines += _segments(each, 0 if number else start.segment)
    if ended:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"


def _segments(stretch: Stretch, first: int) -> list[str]:
    lines = []
    due_ms: float | None = None
    for each in stretch.segments[first:]:
        if due_ms is None or abs(each.at_ms - due_ms) > _DRIFT_MS:
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{_time(each.at_ms)}")
            due_ms = each.at_ms
        lines += [f"#EXTINF:{each.seconds:.3f},", f"{stretch.folder}/{each.name}"]
        due_ms += each.seconds * 1000
    return lines


def _time(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Variant:
    """A rendition as the master playlist tells of it; rates in bit/s."""

    name: str
    width: int
    height: int
    codecs: str
    bandwidth: int


def variant(name: str, init: bytes, segments: Sequence[Segment]) -> Variant:
    """Return what a rendition is, by an initialisation segment and how large the others came out.

    Raise ValueError when the initialisation segment tells of no H.264.
    """
    codecs = avc_codec(init)
    if sound := _aac_codec(init):
        codecs += f",{sound}"
    # The visual sample entry: eight bytes of every entry, sixteen of its own, width, height.
    at = init.find(b"avc1") + 28
    width, height = (int.from_bytes(init[n : n + 2], "big") for n in (at, at + 2))
    told = peak([(each.seconds, each.size * 8) for each in segments if each.seconds])
    return Variant(name, width, height, codecs, round(told * _MARGIN))


def master(variants: Sequence[Variant]) -> str:
    """Return the master playlist; players begin with the variant named first."""
    falling = sorted(variants, key=lambda each: each.bandwidth, reverse=True)
    first = next((each for each in falling if each.bandwidth <= _FIRST_BANDWIDTH), falling[-1])
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for each in [first, *(other for other in falling if other != first)]:
        lines += [
            f"#EXT-X-STREAM-INF:BANDWIDTH={each.bandwidth},"
            f'CODECS="{each.codecs}",RESOLUTION={each.width}x{each.height}',
            f"{each.name}.m3u8",
        ]
    return "\n".join(lines) + "\n"


def _aac_codec(init: bytes) -> str:
    """Return the name of the AAC that the elementary stream descriptor tells of, if there is any.

    The object type is the first five bits of the decoder's own description (ISO 14496-3, 1.6.2).
    """
    at = init.find(b"esds")
    if init.find(b"mp4a") < 0 or at < 0:
        return ""
    own = init.find(b"\x05", init.find(b"\x04", at + 8) + 14)
    while own > 0 and init[own + 1] & 0x80:
        own += 1  # lengths may be written in up to four bytes
    kind = init[own + 2] >> 3 if own > 0 and own + 2 < len(init) else 2
    return f"mp4a.40.{kind if kind in (2, 5, 29) else 2}"
