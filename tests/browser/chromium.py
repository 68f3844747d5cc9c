"""Where a Chromium is: the machine's, else Playwright's own, else the distribution's package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium without a window of its own: a quarter of the work for each new visitor, but no pages
# that are kept, drawn ahead or put in a picture.
SHELL = "chromium-headless-shell"
MACOS = "/Applications/{0}.app/Contents/MacOS/{0}"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=user-gesture-required",
]


def find() -> str | None:
    """Tell the path of a Chromium that plays H.264, or None. `CHROMIUM` names one outright."""
    if named := os.environ.get("CHROMIUM"):
        return named
    if found := next((path for each in NAMES if (path := shutil.which(each))), None):
        return found
    for application in ("Google Chrome", "Chromium"):
        if Path(place := MACOS.format(application)).exists():
            return place
    return _playwrights_own()


def find_lean() -> str | None:
    """Tell the path of the one that serves most tests, and faster where the machine has it."""
    return os.environ.get("CHROMIUM") or shutil.which(SHELL) or find()


def install() -> str:
    """Find a Chromium or install one; exits with a sentence when neither works."""
    if found := find():
        return found
    subprocess.run(["playwright", "install", "chromium"], check=False, env=_venv_first())
    if found := _playwrights_own():
        return found
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        subprocess.run([*sudo, "apt-get", "update", "-q"], check=False)
        subprocess.run(
            [*sudo, "apt-get", "install", "-qy", "--no-install-recommends", "chromium"], check=False
        )
    if found := find():
        return found
    raise SystemExit("no Chromium: install one, or name it in the variable CHROMIUM")


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        path = started.chromium.executable_path
    return path if Path(path).exists() else None


def _venv_first() -> dict[str, str]:
    import sys

    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


if __name__ == "__main__":
    print(f"Chromium: {install()}")
