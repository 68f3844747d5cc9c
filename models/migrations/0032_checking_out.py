"""Shops say whether their players have a cart of ours, which is paid on our page."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column."""
    # By hand: with a default SQLite would make the whole table anew.
    db.execute_sql("alter table shop add column checking_out boolean not null default false")


def down(_migrator: Any, db: Any) -> None:
    """Drop it."""
    db.execute_sql("alter table shop drop column checking_out")
