"""The script's versions: which there are, how they are served, and that none of them changes."""

from __future__ import annotations

import re
from base64 import b64decode
from hashlib import sha384
from pathlib import Path

import pytest

from gateways.releases import Script, newest, read_path, scripts
from tests.gateways.test_static import WIDGET, get

FROZEN = [each for each in scripts() if each.number]
PUBLISHED = (WIDGET.parent / "docs" / "operations.md").read_text()


def path_of(script: Script) -> str:
    """Name a case."""
    return script.path


def test_the_rolling_scripts_come_first_and_then_the_newest() -> None:
    numbers = [each.number for each in scripts()]
    assert numbers[:2] == [None, None]
    assert numbers[2:] == sorted((each for each in numbers if each), reverse=True)
    assert numbers[2] == newest()
    assert [each.path for each in scripts()[:2]] == ["/vitrine.js", "/vitrine.all.js"]


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("/vitrine.js", (False, None)),
        ("/vitrine.all.js", (True, None)),
        ("/vitrine.12.js", (False, 12)),
        ("/vitrine.all.3.js", (True, 3)),
        ("/vitrine.0.js", None),
        ("/vitrine.01.js", None),
        ("/vitrine.js.br", None),
        ("/vitrine.min.js", None),
    ],
)
def test_a_path_tells_which_script_it_is(path: str, read: tuple[bool, int | None] | None) -> None:
    assert read_path(path) == read


@pytest.mark.parametrize("script", FROZEN, ids=path_of)
def test_a_frozen_script_is_published_with_its_sha384(script: Script) -> None:
    digest = sha384(script.file.read_bytes()).digest()
    assert b64decode(script.integrity.removeprefix("sha384-")) == digest
    assert f"| `{script.path}` | `{script.integrity}` |" in PUBLISHED


def test_nothing_is_published_that_is_not_frozen() -> None:
    published = re.findall(r"^\| `(/vitrine\S+)` \| `sha384-", PUBLISHED, re.MULTILINE)
    assert set(published) == {each.path for each in FROZEN}


@pytest.mark.parametrize("script", FROZEN, ids=path_of)
def test_a_frozen_script_is_kept_for_ever_and_may_be_verified_by_any_page(script: Script) -> None:
    answer = get(script.path)
    assert answer.data == script.file.read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "folder", sorted((WIDGET / "frozen").iterdir()), ids=lambda each: each.name
)
def test_what_a_frozen_script_fetches_is_there(folder: Path) -> None:
    boot = (folder / "vitrine.js").read_text()
    [second] = set(re.findall(r"ui\.[0-9a-f]{8}\.js", boot))
    digest = second.split(".")[1]
    parts = {each.name for each in folder.glob(f"*.{digest}.js")}
    assert second in parts
    for each in parts:
        assert get(f"/widget/{each}").data == (folder / each).read_bytes()


def test_a_version_that_never_was_is_not_there() -> None:
    assert get(f"/vitrine.{newest() + 1}.js").status_code == 404
