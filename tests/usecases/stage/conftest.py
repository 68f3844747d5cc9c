"""A house with a stage: Alice's live, a port to send it to, jobs that wait to be done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import Settings, create_app
from gateways.queue import waiting_queue
from models.content import Content
from models.database import database
from models.shop import Shop
from tests import builders
from tests.commands.running import free_port


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application whose jobs wait until somebody does them."""
    made = create_app(settings, waiting_queue())
    made.testing = True
    with database.connection_context():
        yield made
    database.obj.close_all() if hasattr(database.obj, "close_all") else database.close()


@pytest.fixture
def live(alice: Shop) -> Content:
    return builders.a_live(alice)


@pytest.fixture
def port() -> int:
    return free_port()
