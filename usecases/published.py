"""Published files: finding the file behind a public address, and nothing else on the disk."""

from __future__ import annotations

from pathlib import Path

from gateways.storage import PUBLIC, files
from models.errors import NotFound


def find_file(name: str) -> Path:
    """Give the file published under `media/<name>`, or raise `NotFound`."""
    try:
        path = files().path(f"{PUBLIC}/{name}")
        inside = path.is_relative_to(files().path(PUBLIC))
        if inside and path.is_file():
            return path
    except (ValueError, OSError):
        # A name that no file can have, too long for one say.
        pass
    raise NotFound("there is no such file; it may have been replaced or removed")


def grows(name: str) -> bool:
    """Tell whether `media/<name>` is a live's manifest, which changes with each segment."""
    return name.startswith("lives/") and name.endswith(".m3u8")
