"""Manifests of live shows: what is listed, when it was, and what a rendition is."""

from __future__ import annotations

import pytest

from media.live_manifest import (
    Segment,
    Start,
    Stretch,
    Variant,
    kept,
    master,
    media_playlist,
    read_playlist,
    variant,
    window,
)

NOON_MS = 1_781_524_800_000  # 2026-06-15T12:00:00Z


def stretch(folder: str, *seconds: float, at_ms: int = NOON_MS) -> Stretch:
    segments, passed = [], 0.0
    for index, each in enumerate(seconds):
        at = at_ms + round(passed * 1000)
        segments.append(Segment(f"{index:05d}.m4s", each, 1000, at))
        passed += each
    return Stretch(folder, "init.mp4", tuple(segments))


def test_a_show_of_two_takes() -> None:
    second = stretch("b/source", 2, 1.5, at_ms=NOON_MS + 60_000)
    assert media_playlist([stretch("a/source", 2, 2), second]) == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-TARGETDURATION:2\n"
        "#EXT-X-MEDIA-SEQUENCE:0\n"
        "#EXT-X-DISCONTINUITY-SEQUENCE:0\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-MAP:URI="a/source/init.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-06-15T12:00:00.000+00:00\n"
        "#EXTINF:2.000,\n"
        "a/source/00000.m4s\n"
        "#EXTINF:2.000,\n"
        "a/source/00001.m4s\n"
        "#EXT-X-DISCONTINUITY\n"
        '#EXT-X-MAP:URI="b/source/init.mp4"\n'
        "#EXT-X-PROGRAM-DATE-TIME:2026-06-15T12:01:00.000+00:00\n"
        "#EXTINF:2.000,\n"
        "b/source/00000.m4s\n"
        "#EXTINF:1.500,\n"
        "b/source/00001.m4s\n"
    )


def test_what_is_too_old_is_counted_and_not_listed() -> None:
    told = media_playlist(
        [stretch("a", 2, 2), stretch("b", 2, 4), stretch("c", 2)], Start(1, 1), ended=True
    )
    assert "#EXT-X-MEDIA-SEQUENCE:3\n" in told
    assert "#EXT-X-DISCONTINUITY-SEQUENCE:1\n" in told
    assert [line for line in told.splitlines() if line.endswith(".m4s")] == [
        "b/00001.m4s",
        "c/00000.m4s",
    ]
    # The longest of all, listed or not: this number must not change while a show is on.
    assert "#EXT-X-TARGETDURATION:4\n" in told
    assert told.endswith("#EXT-X-ENDLIST\n")
    assert told.index('MAP:URI="b/init.mp4"') < told.index("b/00001.m4s")


def test_a_segment_says_its_time_again_when_the_clocks_have_drifted() -> None:
    first = stretch("a", 2, 2, 2)
    late = [first.segments[0], *(Segment(s.name, 2, 1, s.at_ms + 60) for s in first.segments[1:])]
    told = media_playlist([Stretch("a", "init.mp4", tuple(late))])
    assert told.count("PROGRAM-DATE-TIME") == 2
    assert "12:00:02.060" in told


@pytest.mark.parametrize(
    ("seconds", "start"),
    [
        (100, Start(0, 0)),
        (10, Start(0, 0)),
        (9, Start(0, 1)),
        (6, Start(1, 0)),
        (5, Start(1, 1)),
        (1, Start(1, 2)),
    ],
    ids=[
        "everything is young",
        "everything just fits",
        "the oldest is cut off whole",
        "a window between two takes",
        "a window within the last take",
        "the newest stays, however long it is",
    ],
)
def test_the_window_of_a_show(seconds: float, start: Start) -> None:
    assert window([stretch("a", 2, 2), stretch("b", 2, 2, 2)], seconds) == start


@pytest.mark.parametrize(
    ("from_ms", "names"),
    [(0, "012"), (1999, "012"), (2000, "12"), (5000, "2"), (6000, "")],
    ids=["all of it", "within the first", "at a border", "within the last", "nothing"],
)
def test_what_is_kept_of_a_rehearsal_is_whole_segments(from_ms: int, names: str) -> None:
    left = kept(stretch("a", 2, 2, 2), from_ms)
    assert "".join(each.name[4] for each in left.segments) == names


def test_ffmpegs_list_is_read() -> None:
    text = '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:2.000000,\n00000.m4s\n'
    text += "#EXTINF:1.96,\n00001.m4s\n"
    assert read_playlist(text) == [("00000.m4s", 2.0), ("00001.m4s", 1.96)]


def test_players_begin_with_what_a_phone_can_carry() -> None:
    rich = Variant("source", 1920, 1080, "avc1.640028,mp4a.40.2", 6_000_000)
    small = Variant("480p", 854, 480, "avc1.64001f,mp4a.40.2", 1_400_000)
    assert master([rich, small]) == (
        "#EXTM3U\n"
        "#EXT-X-VERSION:7\n"
        "#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=1400000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=854x480\n'
        "480p.m3u8\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=6000000,CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1920x1080\n'
        "source.m3u8\n"
    )


AVC1 = (
    b"avc1" + bytes(6) + b"\0\1" + bytes(16) + (1280).to_bytes(2, "big") + (720).to_bytes(2, "big")
)
AVCC = b"avcC\x01\x64\x00\x1f"


def esds(config: bytes) -> bytes:
    decoder = b"\x04\x15\x40\x15" + bytes(11) + b"\x05\x80\x80\x80\x02" + config
    return b"mp4a" + bytes(28) + b"esds" + bytes(4) + b"\x03\x80\x80\x80\x25\0\1\0" + decoder


@pytest.mark.parametrize(
    ("sound", "codecs"),
    [
        (b"", "avc1.64001f"),
        (esds(b"\x12\x10"), "avc1.64001f,mp4a.40.2"),
        (esds(b"\x2b\x92"), "avc1.64001f,mp4a.40.5"),
    ],
    ids=["no sound", "AAC-LC", "HE-AAC"],
)
def test_a_rendition_is_what_its_first_file_says(sound: bytes, codecs: str) -> None:
    init = AVC1 + AVCC + sound
    found = variant("source", init, [Segment("0", 2, 250_000), Segment("1", 2, 500_000)])
    assert found == Variant("source", 1280, 720, codecs, 2_200_000)
