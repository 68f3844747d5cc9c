"""What an installation has before reminders are sent gets what they need, and keeps all it had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from models.audience import Reminder
from models.broadcast import Broadcast
from models.database import database, migrate, open_database
from tests.models.test_migrations import fill_first_schema, runner


@pytest.fixture
def earlier(empty_url: str) -> Iterator[None]:
    """A database of the earlier release, with a reminder in it."""
    open_database(empty_url)
    with database.connection_context():
        fill_first_schema()
        runner().up("0009_shows")
        mark = database.obj.param
        database.execute_sql(
            "insert into reminder (uid, created_at, updated_at, content_id, mail, locale,"
            f" consented_at, told_at) select {mark}, 1, 1, id, {mark}, 'fr', 7, 9 from content",
            ("a" * 32, "noor@shop.example"),
        )
        yield
    database.obj.close_all()


def rows(table: str) -> Any:
    """Every row of a table, with the names of its columns."""
    cursor = database.execute_sql(f'select * from "{table}"')
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_a_reminder_is_kept_with_what_it_was_told(earlier: None) -> None:
    migrate()
    reminder = Reminder.get()
    assert (reminder.mail, reminder.locale) == ("noor@shop.example", "fr")
    assert reminder.consented_at.timestamp() == 0.007
    assert reminder.told_for.timestamp() == 0.009
    assert (reminder.shop, reminder.time_zone, reminder.wording, reminder.tries) == (
        None,
        "",
        "",
        0,
    )
    assert [each.trailer for each in Broadcast.select()] == [None] * Broadcast.select().count()


def test_the_way_back_leaves_the_rows_of_the_earlier_release(earlier: None) -> None:
    before = rows("reminder"), rows("broadcast")
    assert before[0]
    migrate()
    runner().down("0010_reminders")
    assert (rows("reminder"), rows("broadcast")) == before
