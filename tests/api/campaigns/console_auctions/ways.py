"""Ways of tests of a campaign's auctions."""

from __future__ import annotations

from typing import Any

from models.content import Content
from tests.api.campaigns.conftest import Server


def ask(server: Server, live: Content, verb: str, *rows: object) -> Any:
    """Start, end or reset auctions; give the first row of the answer."""
    where = f"/console/{live.uid}/product/auction/{verb}"
    return server.post(where, list(rows))["results"][0]
