"""Opens an uploaded video for the first time, learns its facts and refuses what cannot be shown.

No ffprobe is needed, so the packaged ffmpeg is enough. Uploads are hostile: every command that
opens one names its reader, the readers, protocols and decoders allowed, and the largest picture.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from media.errors import MediaError
from media.facts import AUDIO_DECODERS, VIDEO_DECODERS, Probe, cut_off, is_cut_off, read
from media.ffmpeg import Finished, opening, run
from media.sniff import Container, sniff

READERS = "mov,mp4,matroska,webm,avi,mpeg,mpegts"


@dataclass(frozen=True)
class Limits:
    """How much a source may ask of this server."""

    max_duration_ms: int = 2 * 60 * 60 * 1000
    min_duration_ms: int = 200
    max_side: int = 8192
    min_side: int = 32
    max_pixels: int = 36_000_000
    max_ratio: float = 8.0


def untrusted(source: Path, container: Container, limits: Limits) -> list[str]:
    """Return the words that open a file we did not make."""
    return [
        *("-f", container.demuxer, *container.options),
        *("-format_whitelist", READERS, "-protocol_whitelist", "file,pipe"),
        *("-codec_whitelist", f"{VIDEO_DECODERS},{AUDIO_DECODERS}"),
        *("-max_pixels", str(limits.max_pixels)),
        *("-i", f"file:{source.absolute()}"),
    ]


def look_command(ffmpeg: str, source: list[str]) -> list[str]:
    """Describe a file; ffmpeg prints the facts, then complains that nothing is to be made."""
    return [ffmpeg, "-hide_banner", "-nostdin", *source]


def walk_command(ffmpeg: str, source: list[str], streams: list[int]) -> list[str]:
    """Read every packet without decoding, to see where the file really ends."""
    maps = [word for stream in streams for word in ("-map", f"0:{stream}")]
    return [*opening(ffmpeg), *source, *maps, "-c", "copy", "-f", "null", "-"]


def probe(
    source: Path, *, ffmpeg: str, limits: Limits | None = None, timeout: float = 120
) -> Probe:
    """Return the facts of a source; raise MediaError when it cannot become a video here."""
    limits = limits or Limits()
    container = sniff(source)
    words = untrusted(source, container, limits)
    looked = run(look_command(ffmpeg, words), timeout=timeout, may_fail=True)
    facts = read(looked.stderr, container.name)
    refuse(facts, limits)
    streams = [each for each in (facts.video_stream, facts.audio_stream) if each is not None]
    walked = run(walk_command(ffmpeg, words, streams), timeout=timeout, may_fail=True)
    return _with_true_duration(facts, walked, limits)


def refuse(facts: Probe, limits: Limits) -> None:
    """Raise MediaError when the picture's size or the declared duration is out of bounds."""
    width, height = facts.width, facts.height
    size = f"{width} × {height}"
    short, long = sorted((width, height))
    if long > limits.max_side or width * height > limits.max_pixels:
        raise MediaError("too-large", f"This video's picture is too large ({size} pixels).")
    if short < limits.min_side or long > short * limits.max_ratio:
        raise MediaError("too-small", f"This video's picture is too small or narrow ({size}).")
    if facts.duration_ms > limits.max_duration_ms:
        raise MediaError(
            "too-long",
            f"This video lasts {_minutes(facts.duration_ms)}; "
            f"at most {_minutes(limits.max_duration_ms)} are accepted.",
        )


def _with_true_duration(facts: Probe, walked: Finished, limits: Limits) -> Probe:
    missing = facts.duration_ms - walked.reached_ms
    if is_cut_off(walked.stderr) or missing > 500 + facts.duration_ms // 10:
        raise cut_off(
            f"reads {walked.reached_ms} of {facts.duration_ms} ms\n{walked.stderr[-4000:]}"
        )
    # Browsers record WebM without saying how long it is.
    true = replace(facts, duration_ms=facts.duration_ms or walked.reached_ms)
    if true.duration_ms < limits.min_duration_ms:
        raise MediaError("too-short", "This file holds a single picture, not a video.")
    refuse(true, limits)
    return true


def _minutes(ms: int) -> str:
    return f"{ms // 60000} min {ms // 1000 % 60:02d} s"
