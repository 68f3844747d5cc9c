"""From an upload to everything a page needs, with real files and both ffmpegs."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from media.errors import MediaError
from media.probe import Limits
from media.transcode import Result, Work, mp4_command, transcode
from tests.media.conftest import Film, described, key_frames, turned

OWN = ["-protocol_whitelist", "file", "-allowed_extensions", "ALL"]


@dataclass(frozen=True)
class Made:
    result: Result
    folder: Path
    heard: list[float]


def make(ffmpeg: str, source: Path, folder: Path, work: Work | None = None) -> Made:
    folder.mkdir(exist_ok=True)
    heard: list[float] = []
    result = transcode(source, folder, ffmpeg=ffmpeg, work=work, on_progress=heard.append)
    return Made(result, folder, heard)


@pytest.fixture(scope="module")
def made(ffmpeg: str, film: Film, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Nine seconds with sound in two renditions, shared by the tests that only look."""
    return make(ffmpeg, film("ladder.mp4"), tmp_path_factory.mktemp("made"))


def test_the_answer_names_what_was_made(made: Made) -> None:
    result = made.result
    assert (result.width, result.height) == (854, 480)
    assert result.duration_ms == pytest.approx(9000, abs=100)
    assert result.probe.audio_codec == "aac"
    assert (result.manifest, result.mp4) == ("master.m3u8", "video.mp4")
    assert (result.preview, result.storyboard) == ("preview.mp4", "storyboard.vtt")
    assert [(each.name, each.width, each.height) for each in result.renditions] == [
        ("480p", 854, 480),
        ("360p", 640, 360),
    ]


def test_the_folder_holds_what_is_named_and_nothing_else(made: Made) -> None:
    found = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*.*")}
    segments = {f"{name}/{n:05d}.m4s" for name in ("480p", "360p") for n in range(3)}
    renditions = {"480p/index.m3u8", "480p/init_0.mp4", "360p/index.m3u8", "360p/init_1.mp4"}
    posters = {f"poster-{width}.{kind}" for width in (320, 640, 854) for kind in ("jpg", "webp")}
    rest = {"master.m3u8", "video.mp4", "preview.mp4", "storyboard.vtt", "storyboard.jpg"}
    assert found == segments | renditions | posters | rest
    assert {each.file for each in made.result.posters} == posters


def test_progress_only_grows_and_ends_at_one(made: Made) -> None:
    assert made.heard == sorted(made.heard)
    assert made.heard[-1] == 1.0
    assert len(made.heard) > 4


def test_the_master_playlist_says_what_is_true(made: Made) -> None:
    text = (made.folder / "master.m3u8").read_text()
    pattern = re.compile(r'BANDWIDTH=(\d+),.*CODECS="(.+)",RESOLUTION=(.+),FRAME-RATE=(.+)\n(.+)')
    rows = sorted(pattern.findall(text), key=lambda row: row[4], reverse=True)
    assert [(row[2], row[3], row[4]) for row in rows] == [
        ("854x480", "5.000", "480p/index.m3u8"),
        ("640x360", "5.000", "360p/index.m3u8"),
    ]
    for row, each in zip(rows, made.result.renditions, strict=True):
        assert re.fullmatch(r"avc1\.6400[0-9a-f]{2},mp4a\.40\.2", row[1])
        largest = max(path.stat().st_size for path in (made.folder / each.name).glob("*.m4s"))
        assert int(row[0]) >= largest * 8 / 4.01


def test_key_frames_stand_at_the_same_moments_in_every_rendition(made: Made, ffmpeg: str) -> None:
    found = [
        key_frames(ffmpeg, *OWN, "-f", "hls", "-i", str(made.folder / each.name / "index.m3u8"))
        for each in made.result.renditions
    ]
    assert found[0] == found[1]
    start = found[0][0]
    assert [each - start for each in found[0]] == [0, 2000, 4000, 6000, 8000]


def test_every_segment_can_be_played_by_itself(made: Made, ffmpeg: str) -> None:
    home = made.folder / "360p"
    for name in ("00000.m4s", "00001.m4s", "00002.m4s"):
        pieces = f"concat:{home / 'init_1.mp4'}|{home / name}"
        said = subprocess.run(
            [ffmpeg, "-v", "error", "-f", "mov", "-i", pieces, "-f", "null", "-"],
            capture_output=True,
            check=True,
        )
        assert said.stderr == b""


@pytest.mark.parametrize("name", ["video.mp4", "480p/index.m3u8", "360p/index.m3u8"])
def test_every_rendition_carries_picture_and_sound_of_the_whole_film(
    made: Made, ffmpeg: str, name: str
) -> None:
    opened = [] if name.endswith("mp4") else [*OWN, "-f", "hls"]
    words = [ffmpeg, "-v", "error", *opened, "-i", str(made.folder / name)]
    words += ["-map", "0:v", "-map", "0:a", "-fps_mode", "passthrough", "-f", "framecrc", "-"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rows = [line.split(",") for line in said.splitlines() if not line.startswith("#")]
    assert sum(row[0] == "0" for row in rows) == 45
    samples = sum(int(row[3]) for row in rows if row[0] == "1")
    assert samples / 48000 == pytest.approx(9, abs=0.2)


def test_the_single_file_plays_while_it_loads_and_keeps_no_secrets(made: Made) -> None:
    data = (made.folder / "video.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"99999x9" not in data


def test_the_single_file_is_laid_not_coded() -> None:
    assert mp4_command("ffmpeg", "480p") == [
        *("ffmpeg", "-hide_banner", "-nostdin", "-y", "-loglevel", "error", "-nostats"),
        *("-progress", "pipe:1", *OWN, "-f", "hls", "-i", "480p/index.m3u8"),
        *("-map", "0:v:0", "-map", "0:a:0?", "-c", "copy"),
        *("-map_metadata", "-1", "-movflags", "+faststart", "video.mp4"),
    ]


def test_the_preview_is_three_mute_small_seconds(made: Made, ffmpeg: str) -> None:
    preview = made.folder / made.result.preview
    said = described(ffmpeg, preview)
    assert "568x320" in said
    assert "15 fps" in said
    assert "Duration: 00:00:03.00" in said
    assert "Audio" not in said
    assert preview.stat().st_size < 120_000


def test_storyboard_tiles_lie_inside_the_sprite_and_show_the_film(made: Made) -> None:
    text = (made.folder / made.result.storyboard).read_text()
    found = re.findall(r"(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)", text)
    assert len(found) == 5
    assert found[0][0] == "00:00:00.000"
    assert [row[1] for row in found[:-1]] == [row[0] for row in found[1:]]
    tiles = []
    with Image.open(made.folder / "storyboard.jpg") as sprite:
        for *_, name, x, y, width, height in found:
            assert name == "storyboard.jpg"
            left, top, right, bottom = int(x), int(y), int(x) + int(width), int(y) + int(height)
            assert right <= sprite.width
            assert bottom <= sprite.height
            tiles.append(sprite.crop((left, top, right, bottom)).convert("L").tobytes())
    assert len(set(tiles)) == len(tiles)
    assert all(max(tile) > 100 for tile in tiles)  # none is the black of an unused place


def test_posters_show_the_film(made: Made) -> None:
    for each in made.result.posters:
        with Image.open(made.folder / each.file) as picture:
            assert picture.size == (each.width, each.height)
            assert len(picture.convert("RGB").quantize(16).getcolors() or []) > 6


@pytest.mark.parametrize(
    ("name", "size", "codecs"),
    [
        ("silent.mp4", (320, 180), r"avc1\.\w+"),
        ("standing.mp4", (180, 320), r"avc1\.\w+,mp4a\.40\.2"),
        ("odd.mkv", (320, 180), r"avc1\.\w+"),
        ("streamed.webm", (320, 180), r"avc1\.\w+,mp4a\.40\.2"),
        ("dvd.mpg", (320, 180), r"avc1\.\w+,mp4a\.40\.2"),
        ("hdr.mp4", (320, 180), r"avc1\.\w+"),
    ],
    ids=["silent", "standing", "odd sides", "without duration", "half wide pictures", "HDR"],
)
def test_every_kind_of_source_comes_out_whole(
    ffmpeg: str, film: Film, tmp_path: Path, name: str, size: tuple[int, int], codecs: str
) -> None:
    made = make(ffmpeg, film(name), tmp_path / "out")
    assert (made.result.width, made.result.height) == size
    assert re.fullmatch(codecs, made.result.renditions[0].codecs)
    said = described(ffmpeg, made.folder / "video.mp4")
    assert f"{size[0]}x{size[1]}" in said
    assert ("Audio: aac" in said) == ("mp4a" in codecs)
    assert described(ffmpeg, made.folder / "preview.mp4").count("Video: h264") == 1
    assert key_frames(ffmpeg, "-i", str(made.folder / "preview.mp4"))
    with Image.open(made.folder / made.result.posters[0].file) as poster:
        assert (poster.width > poster.height) == (size[0] > size[1])


def test_a_wide_range_of_light_comes_down_to_what_every_screen_shows(
    ffmpeg: str, film: Film, tmp_path: Path
) -> None:
    made = make(ffmpeg, film("hdr.mp4"), tmp_path / "out")
    said = described(ffmpeg, made.folder / "video.mp4")
    assert "yuv420p(tv, bt709" in said
    assert "arib-std-b67" not in said


def test_a_phone_held_upright_gives_a_standing_film(
    ffmpeg: str, wheel: str, film: Film, tmp_path: Path
) -> None:
    source = turned(wheel, film("plain.mp4"), 90, tmp_path / "phone.mp4")
    made = make(ffmpeg, source, tmp_path / "out")
    said = described(ffmpeg, made.folder / "video.mp4")
    assert (made.result.width, made.result.height) == (180, 320)
    assert "180x320" in said
    assert "rotation of" not in said
    with Image.open(made.folder / "poster-180.jpg") as turned_poster:
        colours = turned_poster.convert("RGB").resize((1, 6)).get_flattened_data()
    # The test picture's upright bars lie on their side after the turn.
    assert len({tuple(channel > 128 for channel in each) for each in colours}) >= 3


def test_a_long_film_gets_no_single_file(ffmpeg: str, film: Film, tmp_path: Path) -> None:
    made = make(ffmpeg, film("silent.mp4"), tmp_path / "out", Work(mp4_up_to_ms=900))
    assert made.result.mp4 is None
    assert not (made.folder / "video.mp4").exists()


@pytest.mark.parametrize("name", ["noise; rm -rf ~.mp4", "-i.mp4", "a|b:c%05d.mp4"])
def test_the_name_of_an_upload_means_nothing(
    wheel: str, film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_bytes(film("silent.mp4").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert make(wheel, Path(name), tmp_path / "out").result.width == 320


def test_a_refused_source_leaves_the_folder_empty(wheel: str, film: Film, tmp_path: Path) -> None:
    with pytest.raises(MediaError) as refused:
        make(wheel, film("plain.mp4"), tmp_path / "out", Work(Limits(max_duration_ms=100)))
    assert refused.value.code == "too-long"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_in_use_is_not_touched(wheel: str, film: Film, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="not empty"):
        make(wheel, film("plain.mp4"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_work_can_be_called_off_in_the_middle(wheel: str, film: Film, tmp_path: Path) -> None:
    class CalledOffError(Exception):
        pass

    def listen(fraction: float) -> None:
        if fraction > 0.02:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        transcode(film("plain.mp4"), tmp_path, ffmpeg=wheel, on_progress=listen)
    assert not (tmp_path / "master.m3u8").exists()


def test_a_film_that_takes_too_long_is_given_up(wheel: str, film: Film, tmp_path: Path) -> None:
    work = Work(patience=0.001, patience_ratio=0)
    with pytest.raises(MediaError) as refused:
        make(wheel, film("plain.mp4"), tmp_path / "out", work)
    assert refused.value.code == "too-slow"
