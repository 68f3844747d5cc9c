"""Webhooks by the real worker: not held up by films, and sent again after it was killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import Settings, create_app
from gateways.queue import queue
from models import clock
from models.database import database
from models.shop import Shop
from models.webhook import DELIVERED, PENDING, Delivery, Webhook
from tests import builders
from tests.commands.running import Running, until
from tests.films import film
from tests.halting import LADDER, Halting
from tests.receivers import Receiver, receiving, status
from usecases import products, uploads
from usecases.uploads import Piece


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", fetch_private=True)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The same installation, opened by the test."""
    made = create_app(settings)
    with database.connection_context():
        yield made
    database.close_all()


@pytest.fixture
def shop(app: Flask) -> Shop:
    return builders.a_shop()


@pytest.fixture
def receiver(shop: Shop) -> Iterator[Receiver]:
    """A server that is told everything of the shop."""
    with receiving() as opened:
        builders.a_webhook(shop, url=opened.url, events=["product.created"])
        yield opened


def states() -> list[str]:
    return [each.state for each in Delivery.select().order_by(Delivery.id)]


def test_a_message_does_not_wait_for_a_film(
    app: Flask, shop: Shop, receiver: Receiver, settings: Settings, tmp_path: Path
) -> None:
    halting = Halting(tmp_path, LADDER)
    video = builders.a_video(shop, ready=False)
    _, token = uploads.upload_link(video, "", app.config["SECRET_KEY"])[0].rsplit("/", 1)
    upload = uploads.find_upload(token, app.config["SECRET_KEY"])
    with (tmp_path / "film").open("w+b") as sent:
        sent.write(film())
        sent.seek(0)
        uploads.receive(upload, sent, Piece())
    slow = settings.model_copy(update={"ffmpeg": str(halting.program)})
    with Running(slow, "worker", log=tmp_path / "log"):
        halting.reached()
        products.add(shop, name="Jacket")
        until(lambda: states() == [DELIVERED])
    halting.close()
    assert len(receiver.came) == 1


def test_a_message_survives_the_worker_that_was_sending_it(
    shop: Shop, receiver: Receiver, settings: Settings, tmp_path: Path
) -> None:
    def hold(_handler: Any) -> None:
        receiver.over.wait()

    receiver.answers = hold
    products.add(shop, name="Jacket")
    with Running(settings, "worker", log=tmp_path / "log") as worker:
        until(lambda: len(receiver.came) == 1)
        os.kill(worker.number, signal.SIGKILL)
        worker.ended(30)
    assert states() == [PENDING]
    assert Webhook.get().claim is not None
    # A minute later.
    Webhook.update(due_at=clock.now()).execute()
    receiver.answers = status(204)
    queue().add("deliver due")
    with Running(settings, "worker", log=tmp_path / "log"):
        until(lambda: states() == [DELIVERED])
    first, second = receiver.came
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
