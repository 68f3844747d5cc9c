"""A house with a stage: Alice's live, a port to send it to, jobs that wait to be done."""

from __future__ import annotations

import pytest

from gateways.queue import Queue, waiting_queue
from models.content import Content
from models.shop import Shop
from tests import builders
from tests.commands.running import free_port


@pytest.fixture
def queue() -> Queue:
    """Jobs wait until somebody does them."""
    return waiting_queue()


@pytest.fixture
def live(alice: Shop) -> Content:
    return builders.a_live(alice)


@pytest.fixture
def port() -> int:
    return free_port()
