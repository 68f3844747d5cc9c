"""Puts uv, the tool that installs everything else, into a folder: the version and hash in uv.lock.

It needs nothing but Python's own library: a fresh Debian has neither pip nor ensurepip.
Usage: python3 deploy/get_uv.py FOLDER
"""

import hashlib
import io
import platform
import sys
import urllib.request
import zipfile
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "uv.lock"


def main(folder: Path) -> None:
    """Download, verify and unpack the program."""
    import tomllib

    packages = tomllib.loads(LOCK.read_text())["package"]
    wheels = next(each["wheels"] for each in packages if each["name"] == "uv")
    wheel = next((each for each in wheels if fits(each["url"].rsplit("/", 1)[1])), None)
    if wheel is None:
        sys.exit("there is no uv for this machine in uv.lock: install uv yourself and try again")
    with urllib.request.urlopen(wheel["url"], timeout=120) as answer:  # noqa: S310
        content = answer.read()
    if "sha256:" + hashlib.sha256(content).hexdigest() != wheel["hash"]:
        sys.exit("the uv that was downloaded is not the one in uv.lock; nothing was installed")
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(each for each in archive.namelist() if each.endswith("/scripts/uv"))
        part = folder / "uv.part"
        part.write_bytes(archive.read(name))
    part.chmod(0o755)
    part.replace(folder / "uv")


def fits(wheel: str) -> bool:
    """Tell whether a wheel of this file name runs on this machine."""
    machine = {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    if sys.platform == "darwin":
        return "macosx" in wheel and {"aarch64": "arm64"}.get(machine, machine) in wheel
    family = "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    return family in wheel and f"_{machine}" in wheel


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  (it runs before anything is installed)
        sys.exit("Vitrine needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …")
    main(Path(sys.argv[1]))
