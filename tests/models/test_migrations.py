"""An upgrade keeps the data, whatever schema it starts from, and ends where the tables stand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from models.content import Content
from models.database import HOME, database, migrate, open_database
from models.product import Product
from models.shop import Shop
from models.tables import TABLES

# Rows of every table as the first schema had them. Never edited: installations look like this.
FIRST = json.loads((Path(__file__).parent / "first_schema.json").read_text())


@pytest.fixture
def empty(empty_url: str) -> Iterator[str]:
    """An empty database."""
    open_database(empty_url)
    with database.connection_context():
        yield empty_url
    database.obj.close_all()


def runner() -> Runner:
    """The migrations of this checkout."""
    return Runner(database.obj, str(HOME / "migrations"))


def fill_first_schema() -> None:
    """Bring the database to the first schema with a row in every table."""
    runner().up("0001_initial")
    for table, rows in FIRST.items():
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join([database.obj.param] * len(row))
            values = [
                json.dumps(each) if isinstance(each, list | dict) else each for each in row.values()
            ]
            database.execute_sql(f'insert into "{table}" ({names}) values ({marks})', values)


def test_the_first_schema_had_every_table_of_the_sample(empty: str) -> None:
    runner().up("0001_initial")
    tables = set(database.get_tables()) - {"schema_migration"}
    assert tables == set(FIRST)


def test_an_upgrade_from_the_first_schema_keeps_every_row(empty: str) -> None:
    fill_first_schema()
    migrate()
    for table, rows in FIRST.items():
        assert database.execute_sql(f'select count(*) from "{table}"').fetchone()[0] == len(rows)
    shop = Shop.get()
    assert (shop.name, shop.allowed_origins) == ("Alice", ["https://shop.example"])
    assert Product.get().price_amount == 12900
    content = Content.get()
    assert [each.state for each in content.assets] == ["ready"]
    assert [each.tag for each in content.tag_links] == ["rain"]


def test_migrations_end_where_the_tables_stand(empty: str) -> None:
    migrate()
    assert not any(diff_models(database.obj, TABLES))


def test_migrating_again_does_nothing(empty: str) -> None:
    assert migrate() != []
    assert migrate() == []


def test_processes_that_start_together_migrate_once(empty: str, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from models.database import migrate, open_database;"
        "open_database(sys.argv[1]); print(len(migrate(Path(sys.argv[2]))))"
    )
    command = [sys.executable, "-c", script, empty, str(tmp_path / "lock")]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HOME.parent, text=True)
        for _ in range(4)
    ]
    counts = sorted(int(each.communicate()[0]) for each in started)
    migrations = len(runner().migrations())
    assert counts == [0, 0, 0, migrations]
