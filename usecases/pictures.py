"""Pictures: where the sizes of a stored picture are."""

from __future__ import annotations

from gateways.storage import files

WIDTHS = (160, 640)


def picture_url(key: str | None, width: int, kind: str = "webp") -> str | None:
    """Tell the address of a picture in one of its sizes (`WIDTHS`) as `webp` or `jpg`."""
    return files().url(f"{key}/{width}.{kind}") if key else None
