"""Sessions that a pause has cancelled are known from those that somebody has cancelled."""

from typing import Any

NOTED = (
    "update calendar_event set by_pause = true where cancelled_at is not null"
    " and subscription_id in (select id from subscription where paused)"
)


def up(_migrator: Any, db: Any) -> None:
    """Add the column; of what is paused now, all that is cancelled comes back as before."""
    db.execute_sql("alter table calendar_event add column by_pause boolean not null default false")
    db.execute_sql(NOTED)


def down(_migrator: Any, db: Any) -> None:
    """Drop it."""
    db.execute_sql("alter table calendar_event drop column by_pause")
