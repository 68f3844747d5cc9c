"""Transactions say with which provider of payments they were begun, which alone can end them."""

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column."""
    # By hand: with a default SQLite would make the whole table anew.
    db.execute_sql(
        "alter table money_transaction add column source varchar(16) not null default 'trial'"
    )


def down(_migrator: Any, db: Any) -> None:
    """Drop it."""
    db.execute_sql("alter table money_transaction drop column source")
