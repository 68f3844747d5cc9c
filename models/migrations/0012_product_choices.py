"""Products gain their choices: options, and the variants that are sold."""

from typing import Any

from peewee import JSONField


def up(migrator: Any, db: Any) -> None:
    """Add the column."""
    migrator.migrate(migrator.add_column("product", "choices", JSONField(null=True)))


def down(migrator: Any, db: Any) -> None:
    """Drop it."""
    migrator.migrate(migrator.drop_column("product", "choices"))
