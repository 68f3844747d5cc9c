"""What an installation has before lives gets what lives need, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from models.broadcast import Broadcast
from models.content import Content
from models.database import database, migrate, open_database
from models.share import Share
from tests.models.test_migrations import fill_first_schema, runner


@pytest.fixture
def earlier(empty_url: str) -> Iterator[None]:
    """A database of the earlier release, with a row in every table."""
    open_database(empty_url)
    with database.connection_context():
        fill_first_schema()
        runner().up("0002_asset_claims")
        yield
    database.obj.close_all()


def set_all(table: str, field: str, value: Any) -> None:
    """Write a value into every row, whatever today's model is like."""
    database.execute_sql(f'update "{table}" set {field} = {database.obj.param}', (value,))


@pytest.mark.parametrize(
    ("moderated", "published", "waits"),
    [(True, False, True), (True, True, False), (False, False, False)],
    ids=["waiting until now", "published before", "a draft of a trusted seller"],
)
def test_what_waited_to_be_published_awaits_approval(
    earlier: None, moderated: bool, published: bool, waits: bool
) -> None:
    set_all("seller", "moderated", moderated)
    set_all("content", "published", published)
    migrate()
    content = Content.get()
    assert (content.awaiting_approval, content.published) == (waits, published)


@pytest.mark.parametrize(("kind", "keys"), [("live", 1), ("video", 0)])
def test_lives_get_a_stream_key(earlier: None, kind: str, keys: int) -> None:
    set_all("content", "kind", kind)
    migrate()
    assert [len(each.stream_key) for each in Broadcast.select()] == [48] * keys


def test_the_way_back_leaves_the_rows_of_the_earlier_release(earlier: None) -> None:
    before = database.execute_sql("select * from content").fetchall()
    migrate()
    runner().down("0003_lives")
    assert database.execute_sql("select * from content").fetchall() == before
    assert not Share.table_exists()
