"""What every table shares: the database, public uids, moments in UTC."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from peewee import AutoField, BigIntegerField, CharField, Model

from models import clock
from models.database import database

UID = re.compile(r"[0-9a-f]{32}")


def new_uid() -> str:
    """Make a public, permanent id: 32 lower-case hex characters (a UUID without dashes)."""
    return uuid.uuid4().hex


class UidField(CharField):
    """A public id; the numeric `id` never leaves the house."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 32, "unique": True, "default": new_uid, **options})

    def db_value(self, value: str | None) -> str | None:
        # What is no uid names no row; PostgreSQL would break on a NUL in it.
        return value if value is None or UID.fullmatch(value) else ""


class MomentField(BigIntegerField):
    """A moment in UTC, kept as whole milliseconds since 1970: sorts alike in every database."""

    def db_value(self, value: datetime | int | None) -> int | None:
        if isinstance(value, datetime):
            return round(value.timestamp() * 1000)
        return value

    def python_value(self, value: int | datetime | None) -> datetime | None:
        return datetime.fromtimestamp(value / 1000, UTC) if isinstance(value, int) else value


class Table(Model):
    """A table of the house; `created_at` is set once, `updated_at` at each save."""

    id = AutoField()
    uid = UidField()
    created_at = MomentField(default=clock.now)
    updated_at = MomentField(default=clock.now)

    class Meta:
        database = database
        legacy_table_names = False

    def save(self, *args: Any, **options: Any) -> Any:
        self.updated_at = clock.now()
        return super().save(*args, **options)


class Link(Model):
    """A row without a public life of its own: it joins two tables or belongs to one."""

    class Meta:
        database = database
        legacy_table_names = False
