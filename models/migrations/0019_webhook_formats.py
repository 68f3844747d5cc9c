"""Webhooks gain the format that their messages are spelled in."""

from typing import Any

from peewee import CharField


def up(migrator: Any, db: Any) -> None:
    """Add the column; webhooks that are there go on as they are."""
    column = CharField(max_length=20, default="vitrine")
    migrator.migrate(migrator.add_column("webhook", "format", column))


def down(migrator: Any, db: Any) -> None:
    """Drop it."""
    migrator.migrate(migrator.drop_column("webhook", "format"))
