"""The programme of a shop is found in its order, however long it is."""

from typing import Any

INDEX = """
create index content_programme
on content (shop_id, kind, state, coalesce(ends_at, created_at), id, published, listed)"""


def up(migrator: Any, db: Any) -> None:
    """Make the index; SQLite and PostgreSQL spell it alike."""
    db.execute_sql(INDEX)


def down(migrator: Any, db: Any) -> None:
    """Drop it."""
    db.execute_sql("drop index content_programme")
