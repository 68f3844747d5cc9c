"""What a file is, from its first bytes."""

from pathlib import Path

import pytest

from media.errors import MediaError
from media.sniff import AVI, MATROSKA, MOV, MP4, MPEG, MPEG_TS, WEBM, Container, recognise, sniff
from tests.media.conftest import Film

EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84"


def box(kind: bytes, brand: bytes = b"") -> bytes:
    return b"\0\0\0\x20" + kind + brand + b"\0" * 20


@pytest.mark.parametrize(
    ("head", "container"),
    [
        pytest.param(box(b"ftyp", b"isom"), MP4, id="MP4"),
        pytest.param(box(b"ftyp", b"3gp4"), MP4, id="3GP from an old phone"),
        pytest.param(box(b"ftyp", b"qt  "), MOV, id="QuickTime"),
        pytest.param(box(b"moov"), MOV, id="QuickTime without a type"),
        pytest.param(box(b"wide"), MOV, id="QuickTime starting with a filler"),
        pytest.param(EBML + b"webm", WEBM, id="WebM"),
        pytest.param(EBML + b"matroska", MATROSKA, id="Matroska"),
        pytest.param(b"RIFF\0\0\0\0AVI LIST", AVI, id="AVI"),
        pytest.param(b"\0\0\1\xba\x44", MPEG, id="MPEG programme stream"),
        pytest.param((b"G" + b"\0" * 187) * 4, MPEG_TS, id="MPEG transport stream"),
        pytest.param((b"\0\0\0\0G" + b"\0" * 187) * 4, MPEG_TS, id="camcorder transport stream"),
    ],
)
def test_videos_are_recognised(head: bytes, container: Container) -> None:
    assert recognise(head) == container


@pytest.mark.parametrize(
    ("head", "code", "word"),
    [
        pytest.param(b"", "empty", "empty", id="nothing"),
        pytest.param(b"\0" * 4096, "not-a-video", "zeros", id="zeros"),
        pytest.param(b"#EXTM3U\n#EXTINF:1,\n/etc/passwd", "playlist", "playlist", id="HLS"),
        pytest.param(b"\xef\xbb\xbf\n #extm3u", "playlist", "playlist", id="HLS behind a mark"),
        pytest.param(b"<?xml?><MPD>", "playlist", "playlist", id="DASH"),
        pytest.param(b"ffconcat version 1.0\n", "playlist", "playlist", id="concat list"),
        pytest.param(b"[playlist]\nFile1=/etc/passwd", "playlist", "playlist", id="PLS"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "picture", "PNG", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0", "picture", "JPEG", id="JPEG"),
        pytest.param(b"GIF89a", "picture", "GIF", id="GIF"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8 ", "picture", "WebP", id="WebP"),
        pytest.param(box(b"ftyp", b"heic"), "picture", "HEIF", id="a phone's photo"),
        pytest.param(box(b"ftyp", b"avif"), "picture", "HEIF", id="AVIF"),
        pytest.param(b"<svg xmlns=''>", "picture", "SVG", id="SVG"),
        pytest.param(b"<!DOCTYPE html><html>", "not-a-video", "web page", id="HTML"),
        pytest.param(b"%PDF-1.7", "not-a-video", "PDF", id="PDF"),
        pytest.param(b"PK\x03\x04", "not-a-video", "ZIP", id="ZIP"),
        pytest.param(b"ID3\x04", "not-a-video", "sound", id="MP3"),
        pytest.param(b"RIFF\0\0\0\0WAVEfmt ", "not-a-video", "sound", id="WAV"),
        pytest.param(b"OggS\0\2", "not-a-video", "Ogg", id="Ogg"),
        pytest.param(b"#!/bin/sh", "not-a-video", "program", id="a script"),
        pytest.param(b"hello", "not-a-video", "not a video", id="text"),
    ],
)
def test_everything_else_is_refused_by_its_name(head: bytes, code: str, word: str) -> None:
    with pytest.raises(MediaError) as refused:
        recognise(head)
    assert refused.value.code == code
    assert word in refused.value.message


@pytest.mark.parametrize(
    ("name", "container"),
    [
        ("plain.mp4", MP4),
        ("streamed.webm", WEBM),
        ("odd.mkv", MATROSKA),
        ("camcorder.ts", MPEG_TS),
        ("old.avi", AVI),
        ("dvd.mpg", MPEG),
    ],
)
def test_real_files_are_recognised_whatever_they_are_called(
    film: Film, tmp_path: Path, name: str, container: Container
) -> None:
    disguised = tmp_path / "holiday.png"
    disguised.symlink_to(film(name))
    assert sniff(disguised) == container
