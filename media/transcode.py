"""Turns one uploaded file into everything a page needs to show and play it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media import manifest, stills
from media.facts import Probe
from media.ffmpeg import Progress, can_filter, opening, run
from media.ladder import HDR_TRIAL, TO_SDR, choose, frame_rate, ladder_command
from media.manifest import MASTER, Variant
from media.probe import Limits, probe, untrusted
from media.sniff import sniff

MP4 = "video.mp4"
_MP4_SIDE = 720


@dataclass(frozen=True)
class Work:
    """How a source is worked on: what is refused, how large, how many threads, how long."""

    limits: Limits = field(default_factory=Limits)
    highest: int = 1080
    threads: int = 0
    mp4_up_to_ms: int = 60_000
    # A command may take this long at least, and so many times the duration of the film.
    patience: float = 120
    patience_ratio: float = 30

    def timeout(self, duration_ms: int) -> float:
        """Return how many seconds one command may take for a film of this duration."""
        return self.patience + self.patience_ratio * duration_ms / 1000


@dataclass(frozen=True)
class Result:
    """What was made; every file name is relative to the working folder.

    Width, height and duration are those of the best rendition, upright. `mp4` is None for films
    that are too long to be played in one piece. The largest rendition stands first.
    """

    probe: Probe
    duration_ms: int
    width: int
    height: int
    manifest: str
    mp4: str | None
    posters: tuple[stills.Poster, ...]
    preview: str
    storyboard: str
    renditions: tuple[Variant, ...]


def transcode(
    source: Path,
    folder: Path,
    *,
    ffmpeg: str,
    work: Work | None = None,
    on_progress: Progress | None = None,
) -> Result:
    """Make renditions, MP4, posters, preview and storyboard of `source` in an empty `folder`.

    `on_progress` hears fractions that only grow and end at 1.0; what it raises stops the work
    and its processes. Raise MediaError when the source is refused. After any failure the folder
    holds rubbish: publish it only after this returns.
    """
    if any(folder.iterdir()):
        raise ValueError(f"the working folder {folder} is not empty")
    work = work or Work()
    tell = on_progress or (lambda _: None)
    facts = probe(source, ffmpeg=ffmpeg, limits=work.limits)
    tell(0.02)
    renditions = choose(facts, work.highest)
    command = ladder_command(
        ffmpeg,
        untrusted(source, sniff(source), work.limits),
        facts,
        renditions,
        limit_ms=work.limits.max_duration_ms,
        threads=work.threads,
        tone_map=facts.hdr and can_filter(ffmpeg, f"{HDR_TRIAL},{TO_SDR}"),
    )
    _step(command, folder, work, facts.duration_ms, _share(tell, 0.02, 0.88))
    sound = facts.audio_stream is not None
    variants = tuple(manifest.measure(folder, each, sound) for each in renditions)
    master = manifest.master(variants, frame_rate(facts.fps))
    (folder / MASTER).write_text(master, encoding="ascii")
    return _dress(folder, ffmpeg, work, facts, variants, tell)


def mp4_command(ffmpeg: str, rendition: str) -> list[str]:
    """Lay a finished rendition into one file that plays while it loads; nothing is coded again."""
    return [
        *opening(ffmpeg),
        *stills.own(rendition),
        *("-map", "0:v:0", "-map", "0:a:0?", "-c", "copy"),
        *("-map_metadata", "-1", "-movflags", "+faststart", MP4),
    ]


def _dress(
    folder: Path,
    ffmpeg: str,
    work: Work,
    facts: Probe,
    variants: Sequence[Variant],
    tell: Progress,
) -> Result:
    best = variants[0]
    lasts_ms = best.duration_ms
    single = next((v for v in variants if min(v.width, v.height) <= _MP4_SIDE), variants[-1])
    short = lasts_ms <= work.mp4_up_to_ms
    if short:
        _step(mp4_command(ffmpeg, single.name), folder, work, lasts_ms, _share(tell, 0.88, 0.9))
    framed = stills.smallest_above(variants, _MP4_SIDE)
    _step(stills.frame_command(ffmpeg, framed.name), folder, work, lasts_ms)
    posters = stills.posters(folder)
    tell(0.94)
    small = stills.smallest_above(variants, 360)
    _step(stills.preview_command(ffmpeg, small, lasts_ms), folder, work, lasts_ms)
    tell(0.96)
    board = stills.storyboard(variants[-1], lasts_ms)
    _step(stills.storyboard_command(ffmpeg, variants[-1].name, board), folder, work, lasts_ms)
    (folder / stills.CUES).write_text(stills.cues(board, lasts_ms), encoding="ascii")
    tell(1.0)
    return Result(
        probe=facts,
        duration_ms=lasts_ms,
        width=best.width,
        height=best.height,
        manifest=MASTER,
        mp4=MP4 if short else None,
        posters=posters,
        preview=stills.PREVIEW,
        storyboard=stills.CUES,
        renditions=tuple(variants),
    )


def _step(
    command: Sequence[str],
    folder: Path,
    work: Work,
    lasts_ms: int,
    on_progress: Progress | None = None,
) -> None:
    timeout = work.timeout(lasts_ms)
    run(command, timeout=timeout, folder=folder, lasts_ms=lasts_ms, on_progress=on_progress)


def _share(tell: Progress, start: float, end: float) -> Callable[[float], None]:
    """Return a listener that lays one step's fractions between `start` and `end` of the whole."""
    return lambda fraction: tell(start + (end - start) * fraction)
