"""How many statements an answer takes; on SQLite, which tells."""

from __future__ import annotations

from typing import Any

from models.database import database
from tests.api.marketplace.conftest import Caller


def statements(caller: Caller, path: str) -> tuple[int, Any]:
    """Get a path, and tell how many statements that took, and what was answered."""
    seen: list[str] = []
    connection = database.connection()
    connection.set_trace_callback(seen.append)
    told = caller.told("GET", path)
    connection.set_trace_callback(None)
    return len(seen), told
