"""Puts the takes of a show together into one file, coding nothing again unless takes differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media.errors import MediaError
from media.ffmpeg import opening, run
from media.live_ladder import PLAYLIST
from media.live_manifest import Segment, Stretch, kept, variant
from media.segments import listed

_MAP = re.compile(r'^#EXT-X-MAP:URI="([^"/]+)"$', re.MULTILINE)
_RATE = 30
# Seconds that one command may take, and so many for each second of the recording.
_PATIENCE, _PATIENCE_RATIO = 120, 5


@dataclass(frozen=True)
class Piece:
    """One take, or an earlier recording: the segments of a rendition in a folder."""

    folder: Path
    init: str
    segments: tuple[Segment, ...]

    @property
    def seconds(self) -> float:
        """Return how long it is."""
        return sum(each.seconds for each in self.segments)

    def opened(self) -> bytes:
        """Return its initialisation segment."""
        return (self.folder / self.init).read_bytes()


def read_piece(folder: Path, from_ms: int = 0) -> Piece | None:
    """Return the rendition in a folder from a moment on; None when nothing of it is there."""
    try:
        found = _MAP.search((folder / PLAYLIST).read_text(encoding="ascii"))
        segments = tuple(listed(folder)[0])
    except OSError:
        return None
    left = kept(Stretch("", "", segments), from_ms).segments
    return Piece(folder, found[1], left) if found and left else None


def assemble(pieces: Sequence[Piece], folder: Path, target: Path, *, ffmpeg: str) -> None:
    """Put pieces together into `target`, a film; `folder` is for what is made on the way.

    Each piece begins where the segments of those before it end. Raise MediaError.
    """
    if not pieces:
        raise MediaError("nothing-recorded", "Nothing was recorded of this live.")
    alike = len({_kind(each.opened()) for each in pieces}) == 1
    shape = None if alike else _shape(pieces)
    files = []
    for number, each in enumerate(pieces):
        playlist, made = folder / f"piece-{number}.m3u8", folder / f"piece-{number}.mp4"
        playlist.write_text(_playlist(each), encoding="utf-8")
        command = piece_command(ffmpeg, playlist.name, made.name, shape, silent=_silent(each))
        run(command, timeout=_patience([each]), folder=folder)
        files.append((made.name, each.seconds))
    if len(files) == 1:
        (folder / files[0][0]).replace(target)
        return
    (folder / "pieces.txt").write_text(pieces_list(files), encoding="ascii")
    joined = folder / "joined.mp4"
    run(join_command(ffmpeg, joined.name), timeout=_patience(pieces), folder=folder)
    joined.replace(target)


def piece_command(
    ffmpeg: str, playlist: str, made: str, shape: tuple[int, int] | None, *, silent: bool
) -> list[str]:
    """Return the command that makes a film of one piece: copied, or coded anew into a shape.

    Pieces of one shape have one picture size, one rate and sound, `silent` ones silence.
    """
    command = [*opening(ffmpeg), "-protocol_whitelist", "file", "-allowed_extensions", "ALL"]
    command += ["-f", "hls", "-i", playlist]
    if shape is None:
        return [*command, "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", made]
    if silent:
        command += ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo", "-shortest"]
    size = f"{shape[0]}:{shape[1]}"
    fitted = f"scale={size}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    picture = f"{fitted},pad={size}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps={_RATE},format=yuv420p"
    return [
        *command,
        *("-map", "0:v:0", "-map", "1:a:0" if silent else "0:a:0", "-vf", picture),
        *("-c:v", "libx264", "-preset", "superfast", "-crf", "20"),
        *("-c:a", "aac", "-b:a", "160k", "-ac", "2", "-ar", "48000"),
        *("-af", "aresample=async=1:first_pts=0", made),
    ]


def join_command(ffmpeg: str, made: str) -> list[str]:
    """Return the command that copies films of one kind behind one another."""
    return [*opening(ffmpeg), "-f", "concat", "-i", "pieces.txt", "-c", "copy", made]


def pieces_list(files: Sequence[tuple[str, float]]) -> str:
    """Return what the concat reader reads: each film, and how long it counts."""
    lines = [f"file {name}\nduration {seconds:.6f}" for name, seconds in files]
    return "\n".join(["ffconcat version 1.0", *lines]) + "\n"


def _playlist(piece: Piece) -> str:
    home = piece.folder.absolute()
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:60", "#EXT-X-MEDIA-SEQUENCE:0"]
    lines.append(f'#EXT-X-MAP:URI="{home / piece.init}"')
    for each in piece.segments:
        lines += [f"#EXTINF:{each.seconds:.6f},", str(home / each.name)]
    return "\n".join([*lines, "#EXT-X-ENDLIST"]) + "\n"


def _kind(init: bytes) -> bytes:
    """Return what decoders are told: films that agree on it can stand behind one another."""
    found, at = b"", init.find(b"stsd")
    while at > 0:
        # A box's size stands before its name (ISO 14496-12, 4.2).
        found += init[at : at - 4 + int.from_bytes(init[at - 4 : at], "big")]
        at = init.find(b"stsd", at + 4)
    return found


def _silent(piece: Piece) -> bool:
    return b"mp4a" not in piece.opened()


def _shape(pieces: Sequence[Piece]) -> tuple[int, int]:
    longest = max(pieces, key=lambda each: each.seconds)
    seen = variant("", longest.opened(), longest.segments)
    return max(seen.width // 2 * 2, 2), max(seen.height // 2 * 2, 2)


def _patience(pieces: Sequence[Piece]) -> float:
    return _PATIENCE + _PATIENCE_RATIO * sum(each.seconds for each in pieces)
