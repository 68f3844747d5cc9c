"""Products gain the terms they are auctioned on, and auctions that follow them."""

from typing import Any

from peewee import BooleanField, JSONField


def up(migrator: Any, db: Any) -> None:
    """Add the columns."""
    migrator.migrate(
        migrator.add_column("product", "auction", JSONField(null=True)),
        migrator.add_column("auction", "follows", BooleanField(default=False)),
    )


def down(migrator: Any, db: Any) -> None:
    """Drop them."""
    migrator.migrate(
        migrator.drop_column("auction", "follows"),
        migrator.drop_column("product", "auction"),
    )
