"""Webhooks whose messages wait to be sent."""

from __future__ import annotations

import pytest
from flask import Flask

from gateways import queue as queues


@pytest.fixture(autouse=True)
def waiting(app: Flask) -> queues.Queue:
    """Jobs wait: nothing is sent here."""
    queue = queues.waiting_queue()
    queues.open_queue(queue, {})
    return queue
