"""A rehearsal at the hosted player's address: opened by its passcode, and by nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import clock
from models.broadcast import HAND, Broadcast, Take
from models.content import Content
from models.shop import Shop
from tests.builders import a_live, a_viewer
from tests.conftest import NOON
from usecases import airing, passes

CODE = "9876"


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live, in rehearsal and sent."""
    made = a_live(alice, starts_by=HAND)
    due = noon + timedelta(hours=1)
    facts = {"rehearsing": True, "passcode": CODE, "sender": "studio", "sender_due_at": due}
    Broadcast.update(**facts).where(Broadcast.content == made).execute()
    Take.create(content=made, via="browser", folder=f"media/lives/{made.uid}/take", began_at=noon)
    return made


def address(live: Content, **query: str) -> dict[str, Any]:
    """The address, for a request."""
    asked = {"ak": live.shop.access_key, "ck": live.uid, **query}
    return {"path": "/v1/player.html", "query_string": asked}


def tried(client: FlaskClient, live: Content, passcode: str, **query: str) -> TestResponse:
    """Send the form."""
    return client.post(**address(live, **query), data={"passcode": passcode})


def brought(answer: TestResponse) -> dict[str, str]:
    """What follows the `#` of where it leads."""
    assert answer.status_code == 303, answer.text
    found = parse_qs(urlsplit(answer.location).fragment)
    return {name: value for name, [value] in found.items()}


def state(client: FlaskClient, live: Content, rehearsal: str) -> TestResponse:
    """Ask for the state of the rehearsal."""
    headers = {"Authorization": f"Bearer {rehearsal}"}
    return client.get(f"/audience/v1/lives/{live.uid}/rehearsal", headers=headers)


def test_the_passcode_is_asked_for_and_opens_the_picture(
    client: FlaskClient, live: Content
) -> None:
    asking = client.get(**address(live))
    assert asking.status_code == 200
    assert 'name="passcode"' in asking.text
    assert CODE not in asking.text
    led = tried(client, live, CODE, backButton="1")
    assert urlsplit(led.location).path == f"/embed/lives/{live.uid}"
    assert urlsplit(led.location).query == "back=1"
    seen = state(client, live, brought(led)["rehearsal"])
    assert (seen.status_code, seen.headers["Cache-Control"]) == (200, "no-store")
    assert seen.json
    told = {name: seen.json[name] for name in ("state", "interrupted", "playback_url", "push_url")}
    assert told == {
        "state": "started",
        "interrupted": False,
        "playback_url": f"/media/lives/{live.uid}/take/live.m3u8",
        "push_url": None,
    }


def test_while_nothing_is_sent_the_picture_is_awaited(client: FlaskClient, live: Content) -> None:
    rehearsal = brought(tried(client, live, CODE))["rehearsal"]
    Take.delete().execute()
    seen = state(client, live, rehearsal)
    assert seen.json
    assert (seen.json["interrupted"], seen.json["playback_url"]) == (True, None)


@pytest.mark.parametrize("passcode", ["", "1234", "98765", "987", "é\0", "9" * 5_000])
def test_another_passcode_opens_nothing(client: FlaskClient, live: Content, passcode: str) -> None:
    answer = tried(client, live, passcode)
    assert answer.status_code == 403
    assert "This is not the passcode." in answer.text
    assert "take" not in answer.text


def test_wrong_tries_are_limited_whoever_tries(client: FlaskClient, live: Content) -> None:
    statuses = [
        client.post(
            **address(live),
            data={"passcode": str(1000 + number)},
            environ_base={"REMOTE_ADDR": f"192.0.2.{number}"},
        ).status_code
        for number in range(7)
    ]
    assert statuses == [403] * 5 + [429] * 2
    refused = tried(client, live, CODE)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "12")
    with clock.frozen(NOON + timedelta(seconds=12)):
        assert brought(tried(client, live, CODE))


def test_the_right_passcode_may_be_sent_by_many(client: FlaskClient, live: Content) -> None:
    for _ in range(12):
        assert brought(tried(client, live, CODE))


def test_who_skips_it_sees_what_everybody_sees(client: FlaskClient, live: Content) -> None:
    answer = client.post(**address(live), data={"skip": "", "passcode": ""})
    assert brought(answer) == {}
    told = client.get(f"/audience/v1/lives/{live.uid}/state").json
    assert told
    assert (told["state"], told["playback_url"]) == ("not_started", None)


def test_what_opens_no_rehearsal(client: FlaskClient, alice: Shop, live: Content) -> None:
    rehearsal = brought(tried(client, live, CODE))["rehearsal"]
    other = a_live(alice, starts_by=HAND)
    Broadcast.update(rehearsing=True, passcode=CODE).where(Broadcast.content == other).execute()
    assert state(client, other, rehearsal).status_code == 401
    for forged in ("", "x", f"{rehearsal}x", passes.written(a_viewer(live))):
        assert state(client, live, forged).status_code == 401
    with clock.frozen(NOON + timedelta(hours=12)):
        Broadcast.update(sender_due_at=clock.now() + timedelta(hours=1)).execute()
        assert state(client, live, rehearsal).status_code == 401
    Broadcast.update(passcode="1111").where(Broadcast.content == live).execute()
    assert state(client, live, rehearsal).status_code == 401


def test_the_end_of_the_rehearsal_and_the_start_of_the_show_end_it(
    client: FlaskClient, alice: Shop, live: Content
) -> None:
    rehearsal = brought(tried(client, live, CODE))["rehearsal"]
    Broadcast.update(rehearsing=False).where(Broadcast.content == live).execute()
    assert state(client, live, rehearsal).status_code == 401
    assert brought(client.get(**address(live))) == {}
    Broadcast.update(rehearsing=True).where(Broadcast.content == live).execute()
    airing.start(alice, live.uid)
    assert state(client, live, rehearsal).status_code == 401
    assert brought(client.get(**address(live))) == {}
    assert brought(tried(client, live, CODE)) == {}
