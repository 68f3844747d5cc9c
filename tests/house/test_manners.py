"""Words and constructs that have no place in what is shipped."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
UNSAFE = {
    "a template switching escaping off": (
        r"\|\s*safe\b|autoescape false",
        ("templates", "demo/templates"),
    ),
    "markup made of text": (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function",
        ("widget/boot.js", "widget/ui", "widget/player", "demo/static"),
    ),
    "a message to anybody": (
        r"postMessage\([^)]*['\"]\*['\"]",
        ("widget/boot.js", "widget/ui", "widget/player"),
    ),
    "a shell": (
        r"shell=True",
        ("app.py", "api", "commands", "demo", "gateways", "media", "models", "pages", "usecases"),
    ),
    "inline script or style": (
        r"<style\b|\sstyle=|\son[a-z]+=\"|unsafe-(inline|eval)",
        ("templates", "demo/templates"),
    ),
}


@pytest.mark.parametrize(("pattern", "places"), UNSAFE.values(), ids=UNSAFE)
def test_nothing_unsafe_is_shipped(pattern: str, places: tuple[str, ...]) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *places],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    files = [
        HOME / line
        for line in listed.splitlines()
        if Path(line).suffix in {".py", ".js", ".html", ".xml"}
    ]
    assert files
    found = [
        f"{each.relative_to(HOME)}: {hit[0]}"
        for each in files
        if each.exists() and (hit := re.search(pattern, each.read_text()))
    ]
    assert not found
