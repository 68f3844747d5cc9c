"""`vitrine push`: real processes that push, die and take over, on one database."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import Settings, create_app
from gateways.queue import waiting_queue
from models.audience import Presence
from models.content import STARTED, Content
from models.database import database
from tests import builders
from tests.commands.running import Running, free_port, until
from tests.conftest import NOON
from tests.pushing import Viewer, call
from usecases import changes


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(
        data=tmp_path / "data", database_url=database_url, port=free_port(), push_port=free_port()
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The same installation, opened by the test to write into its records."""
    made = create_app(settings, waiting_queue())
    with database.connection_context():
        yield made
    database.obj.close_all()


@pytest.fixture
def live(app: Flask) -> Content:
    return builders.a_live(builders.a_shop(), state=STARTED, started_at=NOON)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def say(live: Content, text: str) -> int:
    return changes.note(live, "message", {"text": text})


def test_a_viewer_of_a_killed_process_goes_on_at_another(
    live: Content, settings: Settings, tmp_path: Path
) -> None:
    path = f"/push/lives/{live.uid}?after=0"
    other = settings.model_copy(update={"push_port": free_port()})
    with (
        Running(settings, "push", log=tmp_path / "one") as one,
        Running(other, "push", log=tmp_path / "two") as two,
    ):
        until(lambda: answers(settings.push_port) and answers(other.push_port))
        here, there = call(settings.push_port, path), call(other.push_port, path)
        say(live, "one")
        assert here.upto(1) == there.upto(1) == [1]
        until(lambda: Presence.select().count() == 2)
        one.tell(signal.SIGKILL)
        one.ended(20)
        say(live, "two")
        moved = call(other.push_port, path, "Last-Event-ID: 1")
        assert moved.upto(say(live, "three")) == [2, 3]
        assert there.upto(3) == [1, 2, 3]
        two.tell(signal.SIGTERM)
        assert two.ended(20) == 0
        assert "retry: " in _last_words(there)
        assert "Traceback" not in (tmp_path / "two").read_text()
        _hang_up(here, there, moved)
    # Who was asked to end has taken its viewers along; who was killed is due soon.
    assert Presence.select().count() == 1


def test_a_taken_port_is_told_in_a_sentence(app: Flask, settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", settings.push_port))
        taken.listen()
        with Running(settings, "push", log=tmp_path / "log") as pushing:
            assert pushing.ended(30) == 1
    told = (tmp_path / "log").read_text()
    assert f"cannot listen on 127.0.0.1:{settings.push_port}" in told
    assert "Traceback" not in told


def _last_words(viewer: Viewer) -> str:
    return viewer.ended()


def _hang_up(*viewers: Viewer) -> None:
    for each in viewers:
        each.close()
