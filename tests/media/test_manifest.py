"""The master playlist and what it is measured from."""

from fractions import Fraction
from pathlib import Path

import pytest

from media.errors import MediaError
from media.ladder import Rendition
from media.manifest import Variant, avc_codec, master, measure, peak


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param([(4.0, 4000), (4.0, 8000)], 2000, id="the dearest segment decides"),
        pytest.param([(4.0, 4000), (0.1, 9000)], 3171, id="a last crumb counts with its neighbour"),
        pytest.param([(1.2, 1200)], 1000, id="a short film is its own measure"),
        pytest.param([(0.2, 400)], 2000, id="even one of a fifth of a second"),
    ],
)
def test_the_peak_is_taken_over_one_target_duration(
    segments: list[tuple[float, int]], expected: int
) -> None:
    assert peak(segments) == expected


def test_the_codec_is_read_from_the_stream_itself() -> None:
    assert avc_codec(b"....avcC\x01\x64\x00\x1f\xff") == "avc1.64001f"


def test_bandwidth_is_measured_from_the_files(tmp_path: Path) -> None:
    home = tmp_path / "360p"
    home.mkdir()
    (home / "index.m3u8").write_text(
        '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n'
        "#EXTINF:4.000000,\n00000.m4s\n#EXTINF:2.000000,\n00001.m4s\n#EXT-X-ENDLIST\n"
    )
    (home / "init.mp4").write_bytes(b"avcC\x01\x42\xc0\x1e")
    (home / "00000.m4s").write_bytes(b"." * 1000)
    (home / "00001.m4s").write_bytes(b"." * 200)
    found = measure(tmp_path, Rendition("360p", 640, 360, 800), sound=True)
    assert found == Variant("360p", 640, 360, 2000, 1600, "avc1.42c01e,mp4a.40.2", 6000, "init.mp4")


@pytest.mark.parametrize(
    "playlist",
    ["#EXTM3U\n#EXT-X-ENDLIST\n", '#EXTM3U\n#EXT-X-MAP:URI="i"\n#EXTINF:4,\nlast.m4s\n'],
    ids=["no segment", "no end"],
)
def test_an_unfinished_rendition_is_not_offered(tmp_path: Path, playlist: str) -> None:
    (tmp_path / "360p").mkdir()
    (tmp_path / "360p" / "index.m3u8").write_text(playlist)
    (tmp_path / "360p" / "last.m4s").write_bytes(b".")
    with pytest.raises(MediaError):
        measure(tmp_path, Rendition("360p", 640, 360, 800), sound=False)


def test_the_master_playlist_begins_with_what_a_phone_can_bear() -> None:
    high = Variant("720p", 1280, 720, 3_100_000, 2_000_000, "avc1.64001f", 1000, "init.mp4")
    middle = Variant("480p", 854, 480, 1_200_000, 900_000, "avc1.64001f", 1000, "init.mp4")
    low = Variant("360p", 640, 360, 700_000, 500_000, "avc1.64001e", 1000, "init.mp4")
    assert master([high, middle, low], Fraction(30000, 1001)).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-STREAM-INF:BANDWIDTH=1200000,AVERAGE-BANDWIDTH=900000,CODECS="avc1.64001f",'
        "RESOLUTION=854x480,FRAME-RATE=29.970",
        "480p/index.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=3100000,AVERAGE-BANDWIDTH=2000000,CODECS="avc1.64001f",'
        "RESOLUTION=1280x720,FRAME-RATE=29.970",
        "720p/index.m3u8",
        '#EXT-X-STREAM-INF:BANDWIDTH=700000,AVERAGE-BANDWIDTH=500000,CODECS="avc1.64001e",'
        "RESOLUTION=640x360,FRAME-RATE=29.970",
        "360p/index.m3u8",
    ]


def test_the_cheapest_begins_where_all_are_dear() -> None:
    high = Variant("1080p", 1920, 1080, 5_000_000, 4_000_000, "avc1.640028", 1000, "init.mp4")
    low = Variant("720p", 1280, 720, 2_000_000, 1_000_000, "avc1.64001f", 1000, "init.mp4")
    named = [line for line in master([high, low], Fraction(25)).splitlines() if line[0] != "#"]
    assert named == ["720p/index.m3u8", "1080p/index.m3u8"]
