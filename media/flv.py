"""Writes FLV, the container whose tags hold exactly what RTMP's messages hold.

After Adobe's "Video File Format Specification" version 10.1, annex E; the sections named below
are its own.
"""

from collections.abc import Iterator

AUDIO, VIDEO, SCRIPT = 8, 9, 18
_TAG_HEADER = 11


class FlvError(ValueError):
    """Say what is wrong with bytes that ought to be FLV tags."""


def header(audio: bool, video: bool) -> bytes:
    """Return how a file begins (E.2) that holds sound, pictures or both."""
    return b"FLV\x01" + bytes([audio << 2 | video]) + (9).to_bytes(4, "big") + bytes(4)


def tag(kind: int, ms: int, payload: bytes) -> bytes:
    """Return a tag (E.4.1) and its size, which follows every tag (E.3)."""
    size = len(payload)
    time = (ms & 0xFFFFFF) << 8 | ms >> 24 & 0xFF
    head = (kind << 24 | size).to_bytes(4, "big") + time.to_bytes(4, "big") + bytes(3)
    return head + payload + (_TAG_HEADER + size).to_bytes(4, "big")


def tags(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield kind, time in milliseconds and payload of the tags in `data`; raise FlvError."""
    at = 0
    while at < len(data):
        begins = at + _TAG_HEADER
        ends = begins + int.from_bytes(data[at + 1 : at + 4], "big")
        if ends + 4 > len(data):
            raise FlvError("a tag is cut short")
        low, high = data[at + 4 : at + 7], data[at + 7 : at + 8]
        yield data[at], int.from_bytes(high + low, "big"), data[begins:ends]
        at = ends + 4
