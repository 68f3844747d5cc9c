"""`…/sending`: what the page that goes live asks and sends, and how it is refused."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateways.storage import files
from models.broadcast import Broadcast, Take
from models.content import FINISHED, Content
from models.shop import Shop
from tests import builders
from usecases.spooling import SPOOL


@pytest.fixture
def live(alice: Shop) -> Content:
    return builders.a_live(alice)


def address(live: Content) -> str:
    return f"/audience/v1/lives/{live.uid}/sending"


def begun(client: FlaskClient, live: Content, **changes: Any) -> TestResponse:
    broadcast = Broadcast.get(Broadcast.content == live)
    return client.post(address(live), json={"stream_key": broadcast.stream_key, **changes})


def test_a_sending_from_begin_to_end(client: FlaskClient, live: Content) -> None:
    answer = begun(client, live)
    assert answer.status_code == 201
    assert answer.json["chunk_limit"] == 8_388_608
    session = f"{address(live)}/{answer.json['session']}"
    assert client.put(f"{session}/0", data=b"chunk").status_code == 204
    assert client.put(f"{session}/0", data=b"chunk").status_code == 204
    take = Take.get()
    assert files().path(f"{SPOOL}/{take.uid}/0").read_bytes() == b"chunk"
    assert client.delete(session).status_code == 204
    ended = client.put(f"{session}/1", data=b"chunk")
    assert (ended.status_code, ended.json["errors"][0]["code"]) == (410, "sending-ended")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"stream_key": "wrong"}, 403, "wrong-stream-key"),
        ({"stream_key": 5}, 422, "invalid"),
        ({"camera": "front"}, 422, "invalid"),
    ],
    ids=["another key", "a number", "an unknown field"],
)
def test_who_may_not_begin(
    client: FlaskClient, live: Content, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = begun(client, live, **changes)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (status, code)
    assert not Take.select().exists()


def test_one_sends_at_a_time(client: FlaskClient, live: Content) -> None:
    assert begun(client, live).status_code == 201
    second = begun(client, live)
    assert (second.status_code, second.json["errors"][0]["code"]) == (409, "already-sending")


def test_a_finished_live_is_not_sent(client: FlaskClient, live: Content) -> None:
    Content.update(state=FINISHED).execute()
    answer = begun(client, live)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (409, "live-finished")


@pytest.mark.parametrize(
    ("number", "options", "status"),
    [
        ("0", {"data": bytes(8_388_609)}, 413),
        ("99999999999", {"data": b"x"}, 422),
        ("-1", {"data": b"x"}, 404),
        ("one", {"data": b"x"}, 404),
    ],
    ids=["too large", "too far", "negative", "no number"],
)
def test_chunks_that_are_refused(
    client: FlaskClient, live: Content, number: str, options: dict[str, Any], status: int
) -> None:
    session = begun(client, live).json["session"]
    answer = client.put(f"{address(live)}/{session}/{number}", **options)
    assert answer.status_code == status


def test_a_full_disk_answers_to_try_again(
    client: FlaskClient, live: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begun(client, live).json["session"]
    monkeypatch.setattr("usecases.spooling.RESERVE", 1 << 62)
    answer = client.put(f"{address(live)}/{session}/0", data=b"x")
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (503, "no-room")
    assert "Retry-After" in answer.headers


def test_the_sessions_secret_stays_out_of_the_log(
    client: FlaskClient, live: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    session = begun(client, live).json["session"]
    client.put(f"{address(live)}/{session}/0", data=b"x")
    said = capsys.readouterr()
    assert "/sending/…/0" in said.out + said.err
    assert session not in said.out + said.err
