"""The facts of a source, and everything that is refused before any work is done."""

import hashlib
import struct
import subprocess
from pathlib import Path

import pytest

from media.errors import MediaError
from media.facts import Probe
from media.probe import Limits, look_command, probe, refuse, untrusted, walk_command
from media.sniff import MP4
from tests.media.conftest import Film, make, picture, sound, turned


def refusal(path: Path, ffmpeg: str, limits: Limits | None = None) -> MediaError:
    with pytest.raises(MediaError) as refused:
        probe(path, ffmpeg=ffmpeg, limits=limits)
    return refused.value


def test_looking_at_an_upload_names_what_may_be_opened() -> None:
    source = untrusted(Path("/in/a b.mp4"), MP4, Limits(max_pixels=1000))
    command = look_command("ffmpeg", source)
    whitelist = command[command.index("-codec_whitelist") + 1]
    assert command == [
        *("ffmpeg", "-hide_banner", "-nostdin"),
        *("-f", "mov", "-enable_drefs", "0", "-use_absolute_path", "0"),
        *("-format_whitelist", "mov,mp4,matroska,webm,avi,mpeg,mpegts"),
        *("-protocol_whitelist", "file,pipe", "-codec_whitelist", whitelist),
        *("-max_pixels", "1000", "-i", "file:/in/a b.mp4"),
    ]
    assert {"h264", "hevc", "vp9", "aac", "opus"} < set(whitelist.split(","))
    assert not {"ansi", "ffv1", "exr", "text"} & set(whitelist.split(","))


def test_walking_through_an_upload_decodes_nothing() -> None:
    assert walk_command("ffmpeg", ["-i", "file:/in.mp4"], [0, 2]) == [
        *("ffmpeg", "-hide_banner", "-nostdin", "-y", "-loglevel", "error"),
        *("-nostats", "-progress", "pipe:1", "-i", "file:/in.mp4"),
        *("-map", "0:0", "-map", "0:2", "-c", "copy", "-f", "null", "-"),
    ]


def test_a_film_with_sound_is_described(film: Film, ffmpeg: str) -> None:
    assert probe(film("plain.mp4"), ffmpeg=ffmpeg) == Probe(
        container="mp4",
        duration_ms=2000,
        width=320,
        height=180,
        rotation=0,
        fps=15,
        video_codec="h264",
        video_stream=0,
        audio_codec="aac",
        audio_stream=1,
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("silent.mp4", ("mp4", "h264", None, 320, 180)),
        ("standing.mp4", ("mp4", "h264", "aac", 180, 320)),
        ("odd.mkv", ("mkv", "mpeg4", None, 321, 181)),
        ("streamed.webm", ("webm", "vp8", "opus", 320, 180)),
        ("camcorder.ts", ("mpegts", "h264", "aac", 320, 180)),
        ("old.avi", ("avi", "mpeg4", "mp3", 320, 180)),
        ("hdr.mp4", ("mp4", "hevc", None, 320, 180)),
    ],
)
def test_every_container_is_described_alike(
    film: Film, ffmpeg: str, name: str, expected: tuple[object, ...]
) -> None:
    facts = probe(film(name), ffmpeg=ffmpeg)
    found = (facts.container, facts.video_codec, facts.audio_codec, facts.width, facts.height)
    assert found == expected


def test_a_recording_without_a_duration_is_measured(film: Film, ffmpeg: str) -> None:
    assert probe(film("streamed.webm"), ffmpeg=ffmpeg).duration_ms == pytest.approx(1000, abs=100)


def test_only_the_film_of_high_dynamic_range_is_called_so(film: Film, ffmpeg: str) -> None:
    assert probe(film("hdr.mp4"), ffmpeg=ffmpeg).hdr
    assert not probe(film("plain.mp4"), ffmpeg=ffmpeg).hdr


def test_wide_pixels_and_half_pictures_are_noticed(film: Film, ffmpeg: str) -> None:
    facts = probe(film("dvd.mpg"), ffmpeg=ffmpeg)
    assert facts.interlaced
    assert (facts.width, facts.height) == (320, 180)


@pytest.mark.parametrize(
    ("degrees", "size"),
    [(90, (180, 320)), (-90, (180, 320)), (180, (320, 180))],
    ids=["turned left", "turned right", "upside down"],
)
def test_a_turned_film_is_measured_upright(
    film: Film, ffmpeg: str, wheel: str, tmp_path: Path, degrees: int, size: tuple[int, int]
) -> None:
    path = turned(wheel, film("plain.mp4"), degrees, tmp_path / "phone.mp4")
    facts = probe(path, ffmpeg=ffmpeg)
    assert (facts.width, facts.height) == size
    assert facts.rotation % 360 == degrees % 360


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sound.mp4", "no-picture"),
        ("song.mp4", "no-picture"),
        ("single.mp4", "too-short"),
        ("strange.mkv", "unknown-codec"),
    ],
    ids=["sound alone", "a song with a cover", "one picture", "a codec we do not open"],
)
def test_what_cannot_be_shown_is_refused(film: Film, ffmpeg: str, name: str, code: str) -> None:
    assert refusal(film(name), ffmpeg).code == code


def test_sound_that_cannot_be_read_is_not_lost_in_silence(ffmpeg: str, tmp_path: Path) -> None:
    path = tmp_path / "strange-sound.mkv"
    make(ffmpeg, *picture("64x64"), *sound(), "-c:v", "mpeg4", "-c:a", "wavpack", str(path))
    assert refusal(path, ffmpeg).code == "unknown-codec"


def test_a_film_that_ends_before_its_index_is_incomplete(
    film: Film, ffmpeg: str, tmp_path: Path
) -> None:
    path = tmp_path / "half.mp4"
    path.write_bytes(film("plain.mp4").read_bytes()[:30000])
    refused = refusal(path, ffmpeg)
    assert refused.code == "truncated"
    assert "moov" in refused.detail


def test_a_film_that_ends_behind_its_index_is_incomplete(
    film: Film, ffmpeg: str, wheel: str, tmp_path: Path
) -> None:
    whole, half = tmp_path / "whole.mp4", tmp_path / "half.mp4"
    words = ["-i", str(film("plain.mp4")), "-c", "copy", "-movflags", "+faststart"]
    make(wheel, *words, str(whole))
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    assert probe(whole, ffmpeg=ffmpeg).duration_ms == 2000
    assert refusal(half, ffmpeg).code == "truncated"


def test_a_recording_that_stops_short_of_its_promise_is_incomplete(
    film: Film, ffmpeg: str, wheel: str, tmp_path: Path
) -> None:
    whole, half = tmp_path / "whole.mkv", tmp_path / "half.mkv"
    make(wheel, "-i", str(film("plain.mp4")), "-c", "copy", str(whole))
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert refusal(half, ffmpeg).code == "truncated"


def test_noise_behind_a_good_start_is_damaged(ffmpeg: str, tmp_path: Path) -> None:
    path = tmp_path / "noise.webm"
    noise = b"".join(hashlib.sha256(bytes([each])).digest() for each in range(200))
    path.write_bytes(b"\x1a\x45\xdf\xa3" + noise)
    assert refusal(path, ffmpeg).code == "unreadable"


def test_a_film_says_nothing_about_itself_in_its_title(film: Film, ffmpeg: str) -> None:
    said = subprocess.run(
        [ffmpeg, "-i", str(film("plain.mp4"))], capture_output=True, text=True, check=False
    )
    assert "99999x9" in said.stderr  # the forged line is really there
    assert probe(film("plain.mp4"), ffmpeg=ffmpeg).width == 320


def test_a_picture_beyond_the_limit_is_not_even_decoded(film: Film, ffmpeg: str) -> None:
    assert refusal(film("plain.mp4"), ffmpeg, Limits(max_pixels=320 * 180 - 1)).code == "too-large"


def test_a_film_beyond_the_limit_is_refused_with_both_durations(film: Film, ffmpeg: str) -> None:
    refused = refusal(film("plain.mp4"), ffmpeg, Limits(max_duration_ms=1500))
    assert refused.code == "too-long"
    assert "0 min 02 s" in refused.message
    assert "0 min 01 s" in refused.message


def test_a_recording_without_a_duration_is_held_to_the_limit(film: Film, ffmpeg: str) -> None:
    assert refusal(film("streamed.webm"), ffmpeg, Limits(max_duration_ms=500)).code == "too-long"


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [
        pytest.param(8193, 100, "too-large", id="one side too long"),
        pytest.param(8000, 8000, "too-large", id="too many pixels"),
        pytest.param(30, 30, "too-small", id="a dot"),
        pytest.param(2000, 40, "too-small", id="a stripe"),
    ],
)
def test_absurd_pictures_are_refused(width: int, height: int, code: str) -> None:
    facts = Probe("mp4", 1000, width, height, 0, 30, "h264", 0)
    with pytest.raises(MediaError) as refused:
        refuse(facts, Limits())
    assert refused.value.code == code


def test_a_playlist_in_the_dress_of_a_film_is_not_followed(ffmpeg: str, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n")
    assert refusal(path, ffmpeg).code == "playlist"


def test_a_film_whose_pictures_lie_in_another_file_is_refused_and_that_file_not_read(
    film: Film, ffmpeg: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(film("silent.mp4").read_bytes())
    path = tmp_path / "borrowed.mp4"
    path.write_bytes(borrowing(secret))

    def pictures(*words: str) -> str:
        command = [ffmpeg, "-v", "error", *words, "-map", "0:v", "-f", "md5", "-"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    # With the doors open the trick works, so the refusal below is worth something.
    doors = ["-enable_drefs", "1", "-use_absolute_path", "1", "-protocol_whitelist", "file"]
    assert pictures(*doors, "-i", str(path)) == pictures("-i", str(secret)) != ""
    assert refusal(path, ffmpeg).code == "not-self-contained"


def borrowing(secret: Path) -> bytes:
    """A film with the index of `secret`, no pictures of its own, and a reference to that file."""
    whole = secret.read_bytes()
    at = whole.index(b"mdat")
    (size,) = struct.unpack(">I", whole[at - 4 : at])
    hollow = whole[: at + 4] + b"\0" * (size - 8) + whole[at - 4 + size :]
    name = str(secret).encode()
    name += b"\0" * (len(name) % 2)
    # A Macintosh alias: 130 fixed bytes of volume and name, the levels, then the tagged path.
    alias = b"\0" * 10 + b"\0" * 28 + b"\0" * 12 + b"\0" * 64 + b"\0" * 16
    alias += struct.pack(">HH", 1, 1) + b"\0" * 16 + struct.pack(">HH", 2, len(name)) + name
    alias += struct.pack(">HH", 0xFFFF, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + alias
    return grown(hollow, 0, len(hollow), entry)


def grown(data: bytes, start: int, end: int, entry: bytes) -> bytes:
    """Replace the one data reference below the boxes of `data`, making its parents larger."""
    out = b""
    while start < end:
        size, kind = struct.unpack(">I4s", data[start : start + 8])
        inner = data[start + 8 : start + size]
        if kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
            inner = grown(data, start + 8, start + size, entry)
        elif kind == b"dref":
            inner = struct.pack(">II", 0, 1) + entry
        out += struct.pack(">I4s", len(inner) + 8, kind) + inner
        start += size
    return out
