"""Full addresses of what this server shows."""

from __future__ import annotations

from flask import current_app

from models.content import LIVE, Content
from models.shop import Shop


def absolute(address: str | None) -> str | None:
    """Put the server's public address before a path; what is absolute already stays."""
    if address is None or "://" in address:
        return address
    public: str = current_app.config["PUBLIC_URL"]
    return public + address


def player_url(content: Content, borrower: Shop | None) -> str:
    """Tell the address of a content's player, as the shop it is shared with shows it, if one."""
    query = f"?shop={borrower.app_id}" if borrower else ""
    public: str = current_app.config["PUBLIC_URL"]
    kinds = "lives" if content.kind == LIVE else "videos"
    return f"{public}/embed/{kinds}/{content.uid}{query}"
