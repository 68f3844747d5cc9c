"""Where the pictures of products are kept."""

from __future__ import annotations

from pathlib import Path

from gateways.storage import files


def stored(url: str) -> Path:
    """The file behind a public address."""
    return files().path(url.removeprefix("https://vitrine.example/"))
