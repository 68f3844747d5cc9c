"""Whether the machines this installation needs are in order."""

from __future__ import annotations

from peewee import PeeweeException

from gateways.queue import queue
from gateways.storage import files
from models.database import database


def parts() -> dict[str, bool]:
    """Check database, storage and worker; each True when it works."""
    return {"database": _database(), "storage": files().healthy(), "worker": queue().attended()}


def _database() -> bool:
    try:
        database.execute_sql("select 1")
    except PeeweeException:
        return False
    return True
