"""Reads the facts of a video out of ffmpeg's own description of it."""

import re
from dataclasses import dataclass

from media.errors import MediaError

# Names of decoders; what ffmpeg calls the codec itself is among them, save for AMR and MS-MPEG4.
VIDEO_DECODERS = (
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg1video,mpeg2video,mpeg4,"
    "msmpeg4v2,msmpeg4,msmpeg4v3,h263,mjpeg,prores,dnxhd"
)
AUDIO_DECODERS = (
    "aac,aac_latm,mp3,mp3float,mp2,mp2float,ac3,eac3,opus,libopus,vorbis,libvorbis,flac,alac,"
    "pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_alaw,pcm_mulaw,"
    "adpcm_ima_wav,adpcm_ms,amrnb,amrwb,amr_nb,amr_wb"
)

# Said by the readers when the file ends before the pictures it promised.
_CUT_OFF = ("moov atom not found", "partial file")

_DURATION = re.compile(r"^  Duration: (\d+):(\d\d):(\d\d)\.(\d\d)", re.MULTILINE)
# Only ffmpeg itself writes lines that start so: a file's own texts are indented further.
_STREAM = re.compile(r"^  Stream #0:(\d+)[^:\n]*: (Video|Audio): (\w+)(.*)$", re.MULTILINE)
_SIZE = re.compile(r", (\d+)x(\d+)(?=[ ,\[]|$)")
_SHAPE = re.compile(r"SAR (\d+):(\d+)")
_FPS = re.compile(r", ([\d.]+)(k?) fps")
_TBR = re.compile(r", ([\d.]+)(k?) tbr")
_TURN = re.compile(r"rotation of (-?[\d.]+) degrees")
_HDR = re.compile(r"bt2020nc/bt2020/(?:arib-std-b67|smpte2084)")


@dataclass(frozen=True)
class Probe:
    """The facts of a source; width and height are as a viewer sees it, upright."""

    container: str
    duration_ms: int
    width: int
    height: int
    rotation: int
    fps: float
    video_codec: str
    video_stream: int
    audio_codec: str | None = None
    audio_stream: int | None = None
    hdr: bool = False
    interlaced: bool = False


def read(said: str, container: str) -> Probe:
    """Return the facts found in ffmpeg's description of a file."""
    if "Skipped opening external track" in said:
        raise MediaError(
            "not-self-contained",
            "This video keeps its pictures in another file. Export it as one self-contained file.",
            said[-4000:],
        )
    if "Input #0" not in said:
        raise cut_off(said) if is_cut_off(said) else _unreadable(said)
    streams = list(_STREAM.finditer(said))
    video = _picture(streams, said)
    audio = _sound(streams, said)
    line = video[4]
    width, height, turn = _upright(line, said[video.end() :])
    return Probe(
        container=container,
        duration_ms=_duration(said),
        width=width,
        height=height,
        rotation=turn,
        fps=_rate(line),
        video_codec=video[3],
        video_stream=int(video[1]),
        audio_codec=audio[3] if audio else None,
        audio_stream=int(audio[1]) if audio else None,
        hdr=bool(_HDR.search(line)),
        interlaced="top first" in line or "bottom first" in line,
    )


def _picture(streams: list[re.Match[str]], said: str) -> re.Match[str]:
    films = [each for each in streams if each[2] == "Video" and "(attached pic)" not in each[4]]
    if not films:
        raise MediaError("no-picture", "This file has sound only, no moving picture.", said[-4000:])
    known = [each for each in films if each[3] in VIDEO_DECODERS.split(",")]
    if not known:
        raise MediaError(
            "unknown-codec",
            "This video's picture is coded in a way we cannot read. Save it as MP4 with H.264.",
            films[0][0],
        )
    return known[0]


def _sound(streams: list[re.Match[str]], said: str) -> re.Match[str] | None:
    sounds = [each for each in streams if each[2] == "Audio"]
    known = [each for each in sounds if each[3] in AUDIO_DECODERS.split(",")]
    # Losing the sound in silence would be worse than asking for another file.
    if sounds and not known:
        raise MediaError(
            "unknown-codec",
            "This video's sound is coded in a way we cannot read. Save it as MP4 with AAC sound.",
            sounds[0][0],
        )
    return known[0] if known else None


def _upright(line: str, below: str) -> tuple[int, int, int]:
    size = _SIZE.search(line)
    if not size:
        raise MediaError("unreadable", "The size of this video's picture cannot be read.", line)
    width, height = int(size[1]), int(size[2])
    shape = _SHAPE.search(line)
    if shape and int(shape[1]) and int(shape[2]):
        width = round(width * int(shape[1]) / int(shape[2]))
    # The turn stands among the side data of this stream, before the next one.
    own = below.split("\n  Stream #", 1)[0]
    turn = _TURN.search(own)
    rotation = round(float(turn[1])) % 360 if turn else 0
    # ffmpeg turns by itself; only quarter turns change which side is which.
    return (height, width, rotation) if rotation % 180 == 90 else (width, height, rotation)


def _rate(line: str) -> float:
    for found in (_FPS.search(line), _TBR.search(line)):
        if found:
            rate = float(found[1]) * (1000 if found[2] else 1)
            if 1 <= rate <= 240:
                return rate
    return 30.0  # a recording with free intervals; its pictures are laid on an ordinary grid


def _duration(said: str) -> int:
    found = _DURATION.search(said)
    if not found:
        return 0
    hours, minutes, seconds, hundredths = map(int, found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10


def is_cut_off(said: str) -> bool:
    """Tell whether a reader complained that the file ends too early."""
    return any(words in said for words in _CUT_OFF)


def cut_off(detail: str) -> MediaError:
    """Return the refusal of a file whose end did not arrive."""
    return MediaError(
        "truncated",
        "This video is incomplete: the end of the file is missing. Send it again.",
        detail,
    )


def _unreadable(said: str) -> MediaError:
    return MediaError(
        "unreadable", "This file cannot be read as a video: it seems to be damaged.", said[-4000:]
    )
