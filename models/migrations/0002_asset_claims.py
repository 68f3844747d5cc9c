"""Which worker prepares an asset, until when, and how often it was tried."""

from typing import Any

from peewee import BigIntegerField, CharField, IntegerField


def up(migrator: Any, db: Any) -> None:
    """Add the three columns; what an earlier release left processing is taken up again."""
    migrator.migrate(
        migrator.add_column("asset", "claim", CharField(max_length=100, null=True)),
        migrator.add_column("asset", "due_at", BigIntegerField(null=True)),
        migrator.add_column("asset", "attempts", IntegerField(default=0)),
    )


def down(migrator: Any, db: Any) -> None:
    """Drop the three columns."""
    migrator.migrate(
        *(migrator.drop_column("asset", each) for each in ("claim", "due_at", "attempts"))
    )
