"""Tells from a file's first bytes what it is, because its name proves nothing."""

from dataclasses import dataclass
from pathlib import Path

from media.errors import MediaError

HEAD_BYTES = 4096


@dataclass(frozen=True)
class Container:
    """A kind of file we open: our name for it, ffmpeg's reader, options that keep it harmless."""

    name: str
    demuxer: str
    options: tuple[str, ...] = ()


# A film may name other files to take its pictures from; those two options say that ours may not.
_CLOSED = ("-enable_drefs", "0", "-use_absolute_path", "0")
MP4 = Container("mp4", "mov", _CLOSED)
MOV = Container("mov", "mov", _CLOSED)
WEBM = Container("webm", "matroska")
MATROSKA = Container("mkv", "matroska")
AVI = Container("avi", "avi")
MPEG = Container("mpeg", "mpeg")
MPEG_TS = Container("mpegts", "mpegts")

_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")

_PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"\0\0\1\0": "ICO",
}
_OTHERS = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"ID3": "a sound recording",
    b"fLaC": "a sound recording",
    b"OggS": "an Ogg file",
    b"FLV": "a Flash video",
    b"\x30\x26\xb2\x75": "a Windows Media file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"#!": "a program",
}


def sniff(path: Path) -> Container:
    """Return what the file at `path` holds; raise MediaError with the reason to refuse it."""
    with path.open("rb") as file:
        return recognise(file.read(HEAD_BYTES))


def recognise(head: bytes) -> Container:
    """Return what a file starting with `head` holds; raise MediaError when we do not open it."""
    if not head:
        raise MediaError("empty", "This file is empty. Send it again.")
    if not head.strip(b"\0"):
        raise MediaError("not-a-video", "This file holds nothing but zeros. Send it again.")
    if found := _container(head):
        return found
    raise _refusal(head)


def _container(head: bytes) -> Container | None:
    if head[4:8] in _BOXES:
        if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS:
            return None
        modern = head[4:8] == b"ftyp" and head[8:12] != b"qt  "
        return MP4 if modern else MOV
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if b"webm" in head[:64] else MATROSKA
    if head.startswith(b"RIFF") and head[8:11] == b"AVI":
        return AVI
    if head.startswith(b"\0\0\1\xba"):
        return MPEG
    # Transport packets start with 0x47; camcorders put a 4-byte time before each.
    if any(head[at : at + 3 * size : size] == b"GGG" for at, size in ((0, 188), (4, 192))):
        return MPEG_TS
    return None


def _refusal(head: bytes) -> MediaError:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"#extm3u", b"[playlist]", b"ffconcat")) or b"<mpd" in text:
        return MediaError(
            "playlist",
            "This file is a playlist that points to other files, not a video. "
            "Send the video file itself.",
        )
    picture = next((name for magic, name in _PICTURES.items() if head.startswith(magic)), None)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        picture = "WebP"
    if head[4:8] == b"ftyp":
        picture = "HEIF"
    if picture or b"<svg" in text:
        return MediaError(
            "picture", f"This file is a still picture ({picture or 'SVG'}), not a video."
        )
    what = next((words for magic, words in _OTHERS.items() if head.startswith(magic)), None)
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        what = "a sound recording"
    if text.startswith(b"<"):
        what = "a web page"
    return MediaError(
        "not-a-video",
        f"This file is {what or 'not a video we know'}. Save the video as MP4 and send it again.",
        f"first bytes {head[:16].hex()}",
    )
