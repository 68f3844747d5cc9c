"""Auctions come as tables of their own, and the way back takes them alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playhouse.schema_diff import diff_models

from models.database import database, migrate, open_database
from models.tables import TABLES
from tests.models.test_migrations import runner

OWN = {"auction", "auction_run", "bid"}


@pytest.fixture
def migrated_here(empty_url: str) -> Iterator[None]:
    """A database of this release."""
    open_database(empty_url)
    with database.connection_context():
        migrate()
        yield
    database.obj.close_all()


def test_the_way_back_takes_auctions_alone_and_they_come_again(migrated_here: None) -> None:
    before = set(database.get_tables())
    assert before >= OWN
    runner().down("0014_auctions")
    assert not set(database.get_tables()) & OWN
    assert "auction" not in {each.name for each in database.get_columns("product")}
    assert migrate()[0] == "0014_auctions"
    assert not any(diff_models(database.obj, TABLES))
