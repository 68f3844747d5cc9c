"""Full addresses of what this server shows."""

from __future__ import annotations

from flask import current_app


def absolute(address: str | None) -> str | None:
    """Put the server's public address before a path; what is absolute already stays."""
    if address is None or "://" in address:
        return address
    public: str = current_app.config["PUBLIC_URL"]
    return public + address
