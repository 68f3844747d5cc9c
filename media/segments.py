"""Reads what ffmpeg left of a stream: the segments it lists, as far as they are whole.

On a full disk some versions of ffmpeg list segments that they could not write, without a word.
"""

from pathlib import Path

from media.live_ladder import PLAYLIST
from media.live_manifest import Segment, read_playlist

_HEADER = 8


def listed(folder: Path, after: int = 0) -> tuple[list[Segment], bool]:
    """Return the segments of a rendition but for the first so many, up to one that is broken.

    The other answer is whether one was. Raise OSError when there is no list.
    """
    found: list[Segment] = []
    text = (folder / PLAYLIST).read_text(encoding="ascii")
    for name, seconds in read_playlist(text)[after:]:
        size = whole_size(folder / name)
        if not size:
            return found, True
        found.append(Segment(name, seconds, size))
    return found, False


def whole_size(file: Path) -> int:
    """Return the size of a file in which all boxes are complete (ISO 14496-12, 4.2); 0: it is not.

    A moof without its mdat is not.
    """
    try:
        with file.open("rb") as opened:
            size = opened.seek(0, 2)
            at, names = 0, []
            while at < size:
                opened.seek(at)
                header = opened.read(_HEADER)
                length = int.from_bytes(header[:4], "big")
                if len(header) < _HEADER or length < _HEADER or at + length > size:
                    return 0
                names.append(header[4:])
                at += length
    except OSError:
        return 0
    return size if names[-2:] == [b"moof", b"mdat"] else 0
