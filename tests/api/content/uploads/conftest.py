"""An application whose jobs wait, a video without a film, and a link to send one to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import Settings, create_app
from gateways.queue import Queue, waiting_queue
from models.content import Content
from models.database import database
from models.shop import Shop
from tests import builders
from tests.api.content.uploads.ways import LIMIT, link_of


@pytest.fixture
def queue() -> Queue:
    return waiting_queue()


@pytest.fixture
def app(settings: Settings, queue: Queue) -> Iterator[Flask]:
    """An application whose jobs wait, so that sending is all that happens."""
    made = create_app(settings.model_copy(update={"upload_limit": LIMIT}), queue)
    made.testing = True
    with database.connection_context():
        yield made
    database.close_all()


@pytest.fixture
def video(alice: Shop) -> Content:
    return builders.a_video(alice, ready=False)


@pytest.fixture
def link(app: Flask, video: Content) -> str:
    """A path to send Alice's film to."""
    return link_of(app, video)
