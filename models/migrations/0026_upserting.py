"""Shops say whether replacing a product that does not exist makes it."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column."""
    # By hand: with a default SQLite would make the whole table anew.
    db.execute_sql("alter table shop add column upserting boolean not null default false")


def down(_migrator: Any, db: Any) -> None:
    """Drop it."""
    db.execute_sql("alter table shop drop column upserting")
