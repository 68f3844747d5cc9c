"""Looks at the first bytes of pictures and sounds: what they are, and whether we take them in.

H.264 and AAC alone, in the packing of FLV (annex E.4.2 and E.4.3): what every browser plays
without another transcoding. "Enhanced" RTMP, which newer encoders use for the rest, is recognised
in order to say so.
"""

from enum import Enum

_H264, _AAC = 7, 10
_ENHANCED_AUDIO = 9

_VIDEO = {2: "Sorenson H.263", 3: "Screen video", 4: "VP6", 5: "VP6", 6: "Screen video", 12: "HEVC"}
_AUDIO = {
    **dict.fromkeys((0, 1, 3), "PCM"),
    **dict.fromkeys((2, 14), "MP3"),
    **dict.fromkeys((4, 5, 6), "Nellymoser"),
    **dict.fromkeys((7, 8), "G.711"),
    11: "Speex",
}
_FOURCC = {
    b"hvc1": "HEVC",
    b"av01": "AV1",
    b"vp08": "VP8",
    b"vp09": "VP9",
    b"avc1": "H.264 in enhanced RTMP",
    b"Opus": "Opus",
    b"fLaC": "FLAC",
    b".mp3": "MP3",
    b"ac-3": "AC-3",
    b"ec-3": "E-AC-3",
    b"mp4a": "AAC in enhanced RTMP",
}


class UnsupportedCodec(ValueError):
    """Tell the publisher's software which codec it uses and which it should."""


class Part(Enum):
    """What a message holds: what decoders must know, a key frame, another frame, nothing."""

    HEADER = 1
    KEY = 2
    FRAME = 3
    NOTHING = 4


def look_at_video(payload: bytes) -> Part:
    """Return what a video message holds (E.4.3); raise UnsupportedCodec."""
    if not payload:
        return Part.NOTHING
    kind, codec = payload[0] >> 4, payload[0] & 15
    if kind & 8:
        raise _unsupported_video(_FOURCC.get(payload[1:5], "a codec of enhanced RTMP"))
    if codec != _H264:
        raise _unsupported_video(_VIDEO.get(codec, f"codec number {codec}"))
    # A frame of kind 5 is no picture but a word to the player; packet type 2 is the end.
    if kind == 5 or len(payload) < 5 or payload[1] > 1:
        return Part.NOTHING
    if payload[1] == 0:
        return Part.HEADER
    return Part.KEY if kind == 1 else Part.FRAME


def look_at_audio(payload: bytes) -> Part:
    """Return what an audio message holds (E.4.2); raise UnsupportedCodec."""
    if not payload:
        return Part.NOTHING
    codec = payload[0] >> 4
    if codec == _ENHANCED_AUDIO:
        raise _unsupported_audio(_FOURCC.get(payload[1:5], "a codec of enhanced RTMP"))
    if codec != _AAC:
        raise _unsupported_audio(_AUDIO.get(codec, f"codec number {codec}"))
    if len(payload) < 2:
        return Part.NOTHING
    return Part.FRAME if payload[1] else Part.HEADER


def _unsupported_video(name: str) -> UnsupportedCodec:
    return UnsupportedCodec(f"The picture is {name}. Set the video encoder to H.264 (x264, AVC).")


def _unsupported_audio(name: str) -> UnsupportedCodec:
    return UnsupportedCodec(f"The sound is {name}. Set the audio encoder to AAC.")
