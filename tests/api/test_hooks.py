"""`/hooks/rtmp`: whom nginx may let in, and what it may know."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app import Settings
from models import clock
from models.broadcast import Broadcast, Take
from models.content import FINISHED, Content
from models.shop import Shop
from tests import builders
from usecases import airing

SECRET = "q3v9-of-both"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"hook_secret": SECRET})


@pytest.fixture
def live(alice: Shop) -> Content:
    return builders.a_live(alice)


@pytest.fixture
def stream_key(live: Content) -> str:
    return str(Broadcast.get(Broadcast.content == live).stream_key)


def asked(client: FlaskClient, call: str, name: str, secret: str = SECRET, **more: Any) -> Any:
    """Ask as nginx does."""
    facts = {"app": "live", "addr": "203.0.113.7", "call": call, "name": name, **more}
    return client.post(f"/hooks/rtmp?secret={secret}", data=facts)


def test_a_publisher_is_passed_on_under_a_name_that_is_no_key(
    client: FlaskClient, live: Content, stream_key: str
) -> None:
    told = asked(client, "publish", stream_key)
    name = told.headers["Location"]
    assert (told.status_code, name.partition(".")[0]) == (302, live.uid)
    assert stream_key not in name
    assert asked(client, "publish", "studio", key=stream_key).headers["Location"] == name
    assert asked(client, "publish", name).status_code == 403
    assert not Take.select().exists()


@pytest.mark.parametrize("call", ["publish", "update_publish"])
def test_a_wrong_key_is_refused(client: FlaskClient, live: Content, call: str) -> None:
    assert asked(client, call, "no-such-key").status_code == 403
    assert asked(client, call, "").status_code == 403


def test_a_second_publisher_is_refused_and_the_first_goes_on(
    client: FlaskClient, stream_key: str
) -> None:
    airing.open_take(stream_key, "rtmp somebody", "rtmp")
    assert asked(client, "publish", stream_key).status_code == 409
    assert asked(client, "update_publish", stream_key, time="3").status_code == 204


def test_nobody_begins_on_a_full_disk(
    client: FlaskClient, stream_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("usecases.relaying.RESERVE", 1 << 62)
    assert asked(client, "publish", stream_key).status_code == 503


def test_who_sends_a_finished_live_or_by_an_old_key_is_let_go(
    client: FlaskClient, alice: Shop, live: Content, stream_key: str
) -> None:
    airing.rotate_key(alice, live.uid)
    assert asked(client, "update_publish", stream_key).status_code == 403
    other = Broadcast.get(Broadcast.content == live).stream_key
    assert asked(client, "update_publish", other).status_code == 204
    live.state = FINISHED
    live.save()
    assert asked(client, "update_publish", other).status_code == 409
    assert asked(client, "publish", other).status_code == 409


def test_nginx_asks_for_its_own_relay_too_and_for_nothing_else(
    client: FlaskClient, stream_key: str
) -> None:
    assert asked(client, "update_play", "any.name").status_code == 204
    assert asked(client, "play", stream_key).status_code == 422
    assert asked(client, "update_publish", stream_key, time="soon").status_code == 204


@pytest.mark.parametrize("secret", ["", "another", "q3v9-of-both%00", "\u0101"])
def test_who_does_not_know_the_secret_is_told_nothing(
    client: FlaskClient, stream_key: str, secret: str
) -> None:
    assert asked(client, "publish", stream_key, secret).status_code == 401
    assert client.post("/hooks/rtmp", data={"call": "publish"}).status_code == 401


def test_neither_secret_nor_key_is_logged(
    client: FlaskClient, stream_key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(client, "publish", stream_key)
    asked(client, "publish", "studio", "another", key=stream_key)
    said = capsys.readouterr().out
    assert said.count("/hooks/rtmp") == 2
    assert not [each for each in (SECRET, "another", stream_key) if each in said]


def test_the_time_of_an_update_counts(client: FlaskClient, stream_key: str) -> None:
    with clock.frozen(clock.now()):
        assert asked(client, "update_publish", stream_key, time="30").status_code == 204
        assert asked(client, "update_publish", stream_key, time="31").status_code == 409
