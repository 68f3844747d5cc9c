"""What every test may ask for: an empty house, Alice's shop, Charlie's shop, a client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import Settings, create_app
from gateways.queue import immediate_queue
from models import clock
from models.database import database
from models.shop import Shop
from tests import builders

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def compressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The widget's files, compressed once for all tests: that takes longer than most of them."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def settings(tmp_path: Path, compressed: Path) -> Settings:
    """Settings of a fresh installation in a folder of its own."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "static").symlink_to(compressed)
    return Settings(
        data=tmp_path / "data", public_url="https://vitrine.example", display_lifetime=30
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """A whole application on a fresh database, doing its jobs on the spot."""
    made = create_app(settings, immediate_queue())
    made.testing = True
    with database.connection_context():
        yield made
    database.obj.close_all() if hasattr(database.obj, "close_all") else database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A caller."""
    return app.test_client()


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
