"""Both kinds of ffmpeg, and small films made once for all the tests of this room."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest

Film = Callable[[str], Path]

PICTURE = ["-f", "lavfi", "-i", "testsrc2=s={size}:r={rate}:d={seconds}"]
SOUND = ["-f", "lavfi", "-i", "sine=d={seconds}"]
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]

FORGED = "x\n  Stream #0:0: Video: h264, yuv420p, 99999x9, 1 fps"


def picture(size: str, seconds: float = 1, rate: int = 15) -> list[str]:
    return [each.format(size=size, rate=rate, seconds=seconds) for each in PICTURE]


def sound(seconds: float = 1) -> list[str]:
    return [each.format(seconds=seconds) for each in SOUND]


MPEG2 = ["-vf", "setdar=16/9,setfield=tff", "-c:v", "mpeg2video", "-flags", "+ilme", "-c:a", "mp2"]
HLG = "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"
HEVC = ["-c:v", "libx265", "-x265-params", "log-level=error", "-pix_fmt", "yuv420p10le"]
COVER = ["-map", "0:a", "-map", "1:v", "-c:v", "mjpeg", "-disposition:v:0", "attached_pic"]
RECIPES = {
    "plain.mp4": [*picture("320x180", 2), *sound(2), *H264, "-metadata", f"title={FORGED}"],
    "silent.mp4": [*picture("320x180"), *H264],
    "standing.mp4": [*picture("180x320"), *sound(), *H264],
    "odd.mkv": [*picture("320x180"), "-vf", "scale=321:181,setsar=1", "-c:v", "mpeg4"],
    "ladder.mp4": [*picture("854x480", 9, 5), *sound(9), *H264],
    "streamed.webm": [*picture("320x180"), *sound(), "-c:v", "libvpx", "-live", "1"],
    "camcorder.ts": [*picture("320x180"), *sound(), *H264],
    "old.avi": [*picture("320x180"), *sound(), "-c:v", "mpeg4"],
    "dvd.mpg": [*picture("240x180", rate=25), *sound(), *MPEG2],
    "hdr.mp4": [*picture("320x180", 0.4), "-vf", HLG, *HEVC],
    "sound.mp4": [*sound(), "-c:a", "aac"],
    "single.mp4": [*picture("320x180"), *H264, "-frames:v", "1"],
    "strange.mkv": [*picture("320x180"), "-c:v", "ffv1"],
    "song.mp4": [*sound(), *picture("64x64", 0.05), *COVER],
}


@pytest.fixture(scope="session")
def wheel() -> str:
    """The packaged ffmpeg, always there."""
    return str(imageio_ffmpeg.get_ffmpeg_exe())


@pytest.fixture(scope="session", params=["installed", "packaged"])
def ffmpeg(request: pytest.FixtureRequest, wheel: str) -> str:
    """Each ffmpeg a server may have: the system's and the packaged one."""
    if request.param == "packaged":
        return wheel
    found = shutil.which("ffmpeg")
    if not found:
        pytest.skip("no ffmpeg is installed on this machine")
    return found


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory, wheel: str) -> Film:
    """Return the path of a film in RECIPES, made when first asked for."""
    folder = tmp_path_factory.mktemp("films")

    def made(name: str) -> Path:
        path = folder / name
        if not path.exists():
            make(wheel, *RECIPES[name], str(path))
        return path

    return made


def make(ffmpeg: str, *words: str) -> None:
    """Run ffmpeg to prepare something for a test."""
    subprocess.run([ffmpeg, "-nostdin", "-v", "error", "-y", *words], check=True, timeout=60)


def turned(ffmpeg: str, source: Path, degrees: int, path: Path) -> Path:
    """Mark a film as a phone does that was held upright: the pictures still lie."""
    make(ffmpeg, "-display_rotation", str(degrees), "-i", str(source), "-c", "copy", str(path))
    return path


def key_frames(ffmpeg: str, *source: str) -> list[int]:
    """Return when the key frames of a film stand, in milliseconds."""
    words = ["-v", "error", "-skip_frame", "nokey", *source, "-map", "0:v:0", "-an"]
    words += ["-enc_time_base", "1:1000", "-fps_mode", "passthrough", "-copyts", "-f", "framecrc"]
    said = subprocess.run(
        [ffmpeg, *words, "-"], capture_output=True, text=True, check=True, timeout=60
    )
    rows = [line.split(",") for line in said.stdout.splitlines() if not line.startswith("#")]
    return [int(row[2]) for row in rows]


def described(ffmpeg: str, path: Path) -> str:
    """Return what ffmpeg says about a finished file."""
    words = [ffmpeg, "-hide_banner", "-i", str(path)]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60).stderr
