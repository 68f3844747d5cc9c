"""Looks at what a live stream is made of and writes the one command that packages it.

What browsers play is copied. Each cheaper rendition is an output of its own, with key frames where
the source has them, so that a player can change between them at any segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from media.errors import MediaError
from media.ladder import BOXES, GOP_SECONDS

SOURCE = "source"
PLAYLIST, INIT = "index.m3u8", "init.mp4"
# In the first bytes of what a browser records, one of these tells its codecs.
HEAD_BYTES = 64 * 1024

_EBML, _CLUSTER = b"\x1a\x45\xdf\xa3", b"\x1f\x43\xb6\x75"
_WEBM_VIDEO = (b"V_MPEG4/ISO/AVC", b"V_VP8", b"V_VP9", b"V_AV1")
_MP4_VIDEO = (b"avc1", b"avc3", b"hvc1", b"hev1", b"vp09", b"av01")
# Below the nominal two seconds: a key frame that came a millisecond early ends its segment too.
_SEGMENT_SECONDS = 1.98
_RATE = 30
_MAXRATE = 4500


@dataclass(frozen=True)
class Incoming:
    """What comes in: the reader of its container, and which parts need no transcoding."""

    demuxer: str
    copy_video: bool = True
    copy_audio: bool = True


FLV = Incoming("flv")


def look_at_recording(head: bytes) -> Incoming | None:
    """Tell what a browser's recorder sends, by its first bytes; None: more of them are needed.

    Raise MediaError when it is no recording.
    """
    if head[:4] == _EBML:
        return _incoming("matroska", head, _WEBM_VIDEO, (b"A_AAC", b"A_OPUS"))
    if head[4:8] == b"ftyp":
        # The brands before the tracks may be called as codecs are.
        tracks = head[head.find(b"moov") :] if b"moov" in head else b""
        return _incoming("mov", tracks, _MP4_VIDEO, (b"mp4a", b"Opus"))
    if len(head) < 8:
        return None
    raise MediaError(
        "not-a-recording",
        "This is no recording of a browser. Send WebM or MP4 as MediaRecorder makes it.",
        head[:64].hex(),
    )


def _incoming(
    demuxer: str, head: bytes, video: Sequence[bytes], audio: Sequence[bytes]
) -> Incoming | None:
    """The first name of each kind is that of the codec which is copied."""
    pictures = [each for each in video if each in head]
    # Its head has come whole, sound or not, once the first pictures follow.
    if not pictures or (_CLUSTER if demuxer == "matroska" else b"moof") not in head:
        return None
    return Incoming(demuxer, pictures[0] == video[0], not any(each in head for each in audio[1:]))


def package_command(ffmpeg: str, incoming: Incoming, heights: Sequence[int] = ()) -> list[str]:
    """Return the command that makes segments of what comes on its standard input.

    Each rendition lies in a folder of its own: `source`, and a cheaper one for each of `heights`
    (its short side, in pixels). The folders must be there.
    """
    command = [ffmpeg, "-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-nostats"]
    command += ["-f", incoming.demuxer, "-protocol_whitelist", "pipe"]
    command += ["-format_whitelist", "flv,matroska,webm,mov,mp4"]
    command += ["-codec_whitelist", "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,aac,opus"]
    # What is asked of the reader is enough to begin with the first segment.
    command += ["-analyzeduration", "2000000", "-max_pixels", "9000000", "-i", "pipe:0"]
    sound = ["-c:a", "copy"]
    if not incoming.copy_audio:
        sound = ["-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"]
        sound += ["-af", "aresample=async=1:first_pts=0"]
    if incoming.copy_video:
        command += [*_maps(), "-c:v", "copy", *sound, *_hls(SOURCE)]
    else:
        command += [*_maps(), *_coded(_MAXRATE, "", copied=False), *sound, *_hls(SOURCE)]
    for height in heights:
        box = min((each for each in BOXES if each[1] >= height), default=BOXES[0])
        coded = _coded(box[2], _scaled(height), copied=incoming.copy_video)
        command += [*_maps(), *coded, *sound, *_hls(name_of(height))]
    return command


def name_of(height: int) -> str:
    """Tell the name of the rendition with this short side."""
    return f"{height}p"


def _maps() -> list[str]:
    return ["-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1"]


def _coded(maxrate: int, scaled: str, *, copied: bool) -> list[str]:
    # Where the source is transcoded too, all keep one clock; else its key frames are followed.
    keys = "source" if copied else f"expr:gte(t,n_forced*{GOP_SECONDS})"
    chain = [*([] if copied else [f"fps={_RATE}"]), *([scaled] if scaled else []), "setsar=1"]
    return [
        *("-vf", ",".join(chain), "-c:v", "libx264", "-preset", "superfast", "-bf", "0"),
        *("-pix_fmt", "yuv420p", "-crf", "24", "-maxrate", f"{maxrate}k"),
        *("-bufsize", f"{maxrate}k", "-g", "600", "-sc_threshold", "0", "-force_key_frames", keys),
    ]


def _scaled(height: int) -> str:
    short = f"trunc(min({height},min(iw,ih))/2)*2"
    return f"scale=w='if(gte(iw,ih),-2,{short})':h='if(gte(iw,ih),{short},-2)'"


def _hls(name: str) -> list[str]:
    return [
        *("-f", "hls", "-hls_time", str(_SEGMENT_SECONDS), "-hls_list_size", "0"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments+temp_file"),
        *("-hls_fmp4_init_filename", INIT),
        *("-hls_segment_filename", f"{name}/%05d.m4s", f"{name}/{PLAYLIST}"),
    ]
