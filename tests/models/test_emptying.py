"""What a test does to its PostgreSQL database is not found by the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playhouse.pool import PooledDatabase

from models.broadcast import Broadcast
from models.database import database, open_database
from tests.builders import a_live, a_shop
from tests.emptying import Emptied

CHANGES = {
    "a table under another name": 'alter table "broadcast" rename to "away"',
    "a table more": "create table more (id int)",
    "an index less": "drop index shop_slug",
    "a table less": "drop table reminder",
    "a migration forgotten": "delete from schema_migration where name = '0015_campaigns'",
}


@pytest.fixture
def begin(emptied: Emptied, migrated: object, postgres: str) -> Iterator[Callable[[], object]]:
    """Open the database that the next test gets; answers what its tables, indexes and rows are."""
    if not postgres:
        pytest.skip("each test has an SQLite file of its own: run it with --postgres")

    def opened() -> object:
        url = emptied.url()
        close()
        open_database(url)
        database.connect()
        tables = database.get_tables()
        indexes = [each.name for table in tables for each in database.get_indexes(table)]
        filled = [each for each in tables if database.execute_sql(f"table {each}").fetchall()]
        migrations = database.execute_sql("select name from schema_migration").fetchall()
        return sorted(indexes), tables, filled, sorted(migrations)

    def close() -> None:
        if isinstance(database.obj, PooledDatabase):
            database.obj.close_all()

    yield opened
    close()


def test_neither_rows_nor_numbers_stay(begin: Callable[[], object]) -> None:
    empty = begin()
    first = a_live(a_shop())
    assert Broadcast.select().count() == 1
    assert begin() == empty
    assert a_live(a_shop()).id == first.id


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_is_as_it_was(begin: Callable[[], object], change: str) -> None:
    before = begin()
    database.execute_sql(change)
    assert begin() == before


def test_what_was_left_open_is_closed(begin: Callable[[], object]) -> None:
    empty = begin()
    database.begin()
    a_shop()
    assert begin() == empty


def test_migrations_are_numbered_on(begin: Callable[[], object]) -> None:
    empty = begin()
    a_shop()
    begin()
    database.execute_sql("insert into schema_migration (name, applied) values ('x', now())")
    assert begin() == empty
