"""The script's versions: the rolling one, and those frozen for ever in `widget/frozen/N`."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha384
from pathlib import Path

WIDGET = Path(__file__).resolve().parents[1] / "widget"
# `/vitrine.js`, `/vitrine.2.js`, and their all-in-one twins.
SCRIPT = re.compile(r"/vitrine(?P<whole>\.all)?(\.(?P<number>[1-9]\d{0,3}))?\.js")


@dataclass(frozen=True)
class Script:
    """A file to put into a page: its version (None: rolling), its address and its sha384.

    `whole`: it is the all-in-one file. `integrity` is spelled as the attribute of the tag.
    """

    number: int | None
    whole: bool
    path: str
    file: Path
    integrity: str


@cache
def scripts() -> tuple[Script, ...]:
    """List every script there is to include: the rolling ones, then the frozen, newest first."""
    frozen = sorted((int(each.name) for each in (WIDGET / "frozen").iterdir()), reverse=True)
    folders = [(None, WIDGET / "dist"), *((each, WIDGET / "frozen" / str(each)) for each in frozen)]
    return tuple(
        _script(number, folder / name)
        for number, folder in folders
        for name in ("vitrine.js", "vitrine.all.js")
    )


def newest() -> int:
    """Tell the number of the version that was frozen last."""
    return max(each.number for each in scripts() if each.number is not None)


def read_path(path: str) -> tuple[bool, int | None] | None:
    """Read a script's path as (all-in-one, version); None: it is none of ours."""
    found = SCRIPT.fullmatch(path)
    if found is None:
        return None
    return bool(found["whole"]), int(found["number"]) if found["number"] else None


def _script(number: int | None, file: Path) -> Script:
    path = f"/{file.name}" if number is None else f"/{file.stem}.{number}.js"
    integrity = "sha384-" + b64encode(sha384(file.read_bytes()).digest()).decode()
    return Script(number, ".all" in file.name, path, file, integrity)
