"""An application whose jobs wait, a video without a film, and a link to send one to."""

from __future__ import annotations

import pytest
from flask import Flask

from app import Settings
from gateways.queue import Queue, waiting_queue
from models.content import Content
from models.shop import Shop
from tests import builders
from tests.api.content.uploads.ways import LIMIT, link_of


@pytest.fixture
def queue() -> Queue:
    return waiting_queue()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Films may be small only."""
    return settings.model_copy(update={"upload_limit": LIMIT})


@pytest.fixture
def video(alice: Shop) -> Content:
    return builders.a_video(alice, ready=False)


@pytest.fixture
def link(app: Flask, video: Content) -> str:
    """A path to send Alice's film to."""
    return link_of(app, video)
