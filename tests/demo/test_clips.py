"""The demo's films are cut from checked sources, whole or not at all."""

import sys
from pathlib import Path

import pytest

from demo import clips
from demo.films import BURROW, OPENING, Cut
from demo.trouble import Trouble

BRANCH = Cut(OPENING, 15.84, 4.1, "scale=1280:720,setpts=1.25*PTS", "atempo=0.8")


def test_a_piece_is_cut_by_one_readable_command() -> None:
    command = clips.cutting("ffmpeg", Path("in.mp4"), BRANCH, Path("out.mp4"), small=False)
    assert command == [
        "ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
        "-ss", "15.84", "-t", "4.1", "-i", "in.mp4",
        "-filter_complex",
        "[0:v]scale=1280:720,setpts=1.25*PTS[v];"
        "[0:a]aformat=channel_layouts=stereo,atempo=0.8[a]",
        "-map", "[v]", "-map", "[a]", "-map_metadata", "-1",
        "-metadata", "copyright=(c) 2008 Blender Foundation, www.bigbuckbunny.org, CC BY 3.0",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "19",
        "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart",
        "out.mp4",
    ]  # fmt: skip


def test_a_small_piece_is_two_seconds_of_a_quarter_of_the_size() -> None:
    command = clips.cutting("ffmpeg", Path("in.mp4"), BRANCH, Path("out.mp4"), small=True)
    assert command[command.index("-t") + 1] == "2"
    assert "setpts=1.25*PTS,scale=iw/4:ih/4[v]" in command[command.index("-filter_complex") + 1]


def test_a_source_with_other_bytes_is_never_used(tmp_path: Path) -> None:
    def fetch(work: Path) -> Path:
        (work / "film.mp4").write_bytes(b"another film")
        return work / "film.mp4"

    with pytest.raises(Trouble, match="SHA-256 differs"):
        clips._source(tmp_path / "clips", BURROW, fetch)
    assert list((tmp_path / "sources").iterdir()) == []


def test_a_damaged_source_that_was_kept_is_fetched_again(tmp_path: Path) -> None:
    kept = tmp_path / "sources" / f"{BURROW}.mp4"
    kept.parent.mkdir()
    kept.write_bytes(b"half")

    def fetch(work: Path) -> Path:
        raise Trouble("asked again")

    with pytest.raises(Trouble, match="asked again"):
        clips._source(tmp_path / "clips", BURROW, fetch)


def test_a_cut_that_fails_leaves_no_film_under_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film")
    with pytest.raises(Trouble, match="could not cut songbird"):
        clips._cut(broken, BRANCH, tmp_path / "songbird.mp4", small=False)
    assert not (tmp_path / "songbird.mp4").exists()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("raise SystemExit('no such package')", "could not fetch one==1: no such package"),
        ("raise SystemExit('npm error x, reason: no network\\nnpm error log')", "no network"),
        ("raise SystemExit(1)", "no reason"),
    ],
    ids=["with a word", "with a reason among many words", "without a word"],
)
def test_a_package_client_that_fails_is_quoted(script: str, words: str) -> None:
    with pytest.raises(Trouble, match=words):
        clips._client([sys.executable, "-c", script], "one==1")


def test_the_node_wheel_serves_where_npm_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    node, script = clips._npm()
    assert node.endswith("bin/node")
    assert script.endswith("npm-cli.js")
    assert Path(node).exists()
    assert Path(script).exists()
