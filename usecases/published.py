"""Published files: finding the file behind a public address, and nothing else on the disk."""

from __future__ import annotations

from pathlib import Path

from gateways.storage import PUBLIC, files


def find_file(name: str) -> Path | None:
    """Give the file published under `media/<name>`, or nothing."""
    try:
        path = files().path(f"{PUBLIC}/{name}")
        inside = path.is_relative_to(files().path(PUBLIC))
        return path if inside and path.is_file() else None
    except (ValueError, OSError):
        return None
