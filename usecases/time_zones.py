"""Time zones, by their names in the IANA database."""

from __future__ import annotations

from zoneinfo import ZoneInfo


def is_time_zone(name: str) -> bool:
    """Tell whether a text names a time zone, such as `Europe/Paris`."""
    try:
        return bool(ZoneInfo(name))
    except (ValueError, OSError, LookupError):
        return False
