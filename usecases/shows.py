"""Shows: the manifests of a live, put together from its takes and written where players look.

    media/lives/<live>/live.m3u8, source.m3u8, 480p.m3u8   the show, from its start
    media/lives/<live>/<take>/live.m3u8                    a rehearsal, for whoever knows the take
    media/lives/<live>/<take>/source/00000.m4s             what ffmpeg makes of a take

The stage writes them with each segment; whoever finishes or restarts a live, too.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from gateways.storage import files
from media import live_manifest
from media.drift import wall_of
from media.live_ladder import INIT, PLAYLIST, SOURCE
from media.live_manifest import Stretch, kept
from media.segments import listed
from models.broadcast import Take
from models.content import FINISHED, Content
from models.database import connected
from usecases.sweeping import LIVES
from usecases.timeline import recorded, timeline_of

MANIFEST = "live.m3u8"


@dataclass
class _Limits:
    window: timedelta = timedelta(hours=1)


_limits = _Limits()


def configure(*, window_s: int) -> None:
    """Choose how far back viewers of a show can go, in seconds; ten at least, to play at all."""
    _limits.window = timedelta(seconds=max(window_s, 10))


def folder_of(content: Content) -> str:
    """Tell the storage key of the folder with a live's manifests."""
    return f"{LIVES}/{content.uid}"


def manifest_url(content: Content) -> str:
    """Tell where the show of a live plays, from its start until its replay is there."""
    return files().url(f"{folder_of(content)}/{MANIFEST}")


def rehearsal_url(take: Take) -> str:
    """Tell where what is sent before the start plays; the address is the take's secret."""
    return files().url(f"{take.folder}/{MANIFEST}")


class Reel:
    """The segments of one take as they lie on the disk, each looked at once.

    `broken` ones are listed and could not be written: the disk is full.
    """

    def __init__(self, take: Take, wall_ms: Callable[[int], int] | None = None) -> None:
        self.take = take
        self.folder = files().path(take.folder)
        self.stretches: dict[str, Stretch] = {}
        self._wall_ms = wall_ms or (lambda ms: wall_of(take.marks, ms))
        self.broken = False
        self._stamp: object = None

    @property
    def ms(self) -> int:
        """How long the take is, by its segments."""
        source = self.stretches.get(SOURCE)
        return source.ms if source else 0

    def read(self) -> bool:
        """Look whether more segments are there by now."""
        stamp = _stamp(self.folder / SOURCE / PLAYLIST)
        if stamp is None or stamp == self._stamp:
            return False
        self._stamp = stamp
        for folder in self.folder.iterdir():
            if (folder / PLAYLIST).is_file():
                self.stretches[folder.name] = self._stretch(folder)
        return True

    def _stretch(self, folder: Path) -> Stretch:
        known = self.stretches.get(folder.name)
        segments = list(known.segments) if known else []
        passed = sum(each.seconds for each in segments)
        more, broken = listed(folder, after=len(segments))
        self.broken |= broken
        for each in more:
            segments.append(replace(each, at_ms=self._wall_ms(round(passed * 1000))))
            passed += each.seconds
        return Stretch(f"{self.take.uid}/{folder.name}", INIT, tuple(segments))


def reels(takes: Iterable[Take]) -> list[Reel]:
    """Read takes from the disk; those whose files are gone, or that have none yet, are left out."""
    found = [Reel(each) for each in takes if each.began_at]
    return [each for each in found if each.read()]


def write_show(content: Content, shown: Sequence[Reel], *, ended: bool = False) -> None:
    """Write the manifests of a show made of these takes, in order."""
    _write(f"{LIVES}/{content.uid}", "", shown, ended=ended)


def write_rehearsal(reel: Reel) -> None:
    """Write the manifests of one take alone."""
    _write(reel.take.folder, f"{reel.take.uid}/", [reel], ended=False)


def write_again(content: Content) -> None:
    """Write the manifests of a live as its state is now, from what is on the disk."""
    with connected():
        line = timeline_of(content)
        shown = reels(recorded(content)) if line else []
        if shown:
            write_show(content, shown, ended=content.state == FINISHED)


def align(take: Take, reel: Reel) -> None:
    """Let the recording of a take begin where its first kept segment does."""
    source = reel.stretches.get(SOURCE)
    if source is None or not take.kept_from_ms:
        return
    start = source.ms - kept(source, take.kept_from_ms).ms
    if start != take.kept_from_ms:
        take.kept_from_ms = start
        Take.update(kept_from_ms=start).where(Take.id == take.id).execute()


def _write(home: str, beside: str, shown: Sequence[Reel], *, ended: bool) -> None:
    sources = _stretches(shown, SOURCE)
    if not sources:
        return
    start = live_manifest.window(sources, _limits.window.total_seconds())
    names = list(dict.fromkeys(name for each in shown for name in each.stretches))
    variants = []
    for name in names:
        stretches = _stretches(shown, name)
        near = [
            Stretch(each.folder.removeprefix(beside), each.init, each.segments)
            for each in stretches
        ]
        _keep(f"{home}/{name}.m3u8", live_manifest.media_playlist(near, start, ended=ended))
        newest = next(each for each in reversed(shown) if name in each.stretches)
        init = (newest.folder / name / INIT).read_bytes()
        segments = newest.stretches[name].segments
        if segments:
            variants.append(live_manifest.variant(name, init, segments))
    _keep(f"{home}/{MANIFEST}", live_manifest.master(variants))


def _stretches(shown: Sequence[Reel], name: str) -> list[Stretch]:
    """A take without this rendition gives its source, so that who plays it can go on."""
    found = []
    for each in shown:
        source = each.stretches[SOURCE]
        first = len(source.segments) - len(kept(source, each.take.kept_from_ms).segments)
        part = _from(each.stretches.get(name, source), first)
        if not part.segments and each.take.ended_at:
            part = _from(source, first)
        if part.segments:
            found.append(part)
    return found


def _from(stretch: Stretch, first: int) -> Stretch:
    return replace(stretch, segments=stretch.segments[first:])


def _keep(key: str, text: str) -> None:
    content = text.encode("ascii")
    # Hours of segments are named in each answer: packed once here, not for every viewer.
    files().write(f"{key}.gz", gzip.compress(content, 6, mtime=0))
    files().write(key, content)


def _stamp(file: Path) -> object:
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
