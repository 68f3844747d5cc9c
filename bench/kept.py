"""Databases that benches fill once and keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def kept_database(home: Path, fill: Callable[[Path], None]) -> Path:
    """Give the `vitrine.db` of a data folder; filled at the first call, then kept.

    One that was not filled to its end is begun anew.
    """
    file = home / "vitrine.db"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        part = home / "part.db"
        part.unlink(missing_ok=True)
        fill(part)
        part.rename(file)
    return file
