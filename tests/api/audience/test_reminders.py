"""`POST /audience/v1/lives/<uid>/reminders`: who may ask, how often, and what it does not tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.limits import REMINDER_RATE
from models import clock
from models.audience import Reminder
from models.content import STARTED
from models.shop import Shop
from tests.api.audience.conftest import Player, code_of
from tests.builders import a_live, a_share, a_shop
from tests.conftest import NOON
from usecases import reminders

ASKED = {"mail": "noor@shop.example", "consent": "1", "locale": "fr-CA", "time_zone": "Asia/Tokyo"}


@pytest.fixture
def player(client: FlaskClient, alice: Shop, noon: datetime) -> Player:
    """The page of a show in an hour."""
    return Player(client, a_live(alice, starts_at=NOON + timedelta(hours=1)))


def test_a_reminder_is_taken(player: Player) -> None:
    answer = player.post("/reminders", ASKED)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    [row] = Reminder.select()
    assert (row.mail, row.locale, row.time_zone) == ("noor@shop.example", "fr-CA", "Asia/Tokyo")
    assert (row.content_id, row.shop) == (player.live.id, None)


def test_nobody_learns_whether_an_address_is_known(player: Player) -> None:
    new, known = (player.post("/reminders", ASKED) for _ in range(2))
    other = player.post("/reminders", {**ASKED, "mail": "adam@shop.example"})
    kept = {"X-Request-Id", "Date"}
    plain = [
        (each.status_code, each.data, {n: v for n, v in each.headers if n not in kept})
        for each in (new, known, other)
    ]
    told = [(status, body, set(headers) - {"RateLimit"}) for status, body, headers in plain]
    assert told[0] == told[1] == told[2]
    assert Reminder.select().count() == 2


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"mail": "noor"}, "/mail"),
        ({"mail": "noor@shop.example\r\nBcc: eve@evil.example"}, "/mail"),
        ({"mail": f"{'n' * 300}@shop.example"}, "/mail"),
        ({"consent": "0"}, "/consent"),
        ({"consent": True}, "/consent"),
        ({"locale": "fr\r\nBcc: x"}, "/locale"),
        ({"time_zone": "x" * 65}, "/time_zone"),
        ({"name": "Noor"}, "/name"),
    ],
)
def test_what_cannot_be_used_is_named(player: Player, sent: dict[str, Any], where: str) -> None:
    answer = player.post("/reminders", {**ASKED, **sent})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["source"]["pointer"] == where
    assert not Reminder.select().exists()


@pytest.mark.parametrize("missing", ["mail", "consent", "locale"])
def test_without_an_address_a_consent_and_a_language_there_is_none(
    player: Player, missing: str
) -> None:
    sent = {name: value for name, value in ASKED.items() if name != missing}
    assert player.post("/reminders", sent).status_code == 422


def test_a_show_that_has_begun_takes_none(player: Player) -> None:
    player.live.state = STARTED
    player.live.save()
    assert code_of(player.post("/reminders", ASKED)) == (409, "nothing-to-await")


def test_a_live_that_is_full_says_so(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "MOST", 0)
    assert code_of(player.post("/reminders", ASKED)) == (409, "reminders-full")


def test_one_address_of_the_network_asks_so_often(player: Player) -> None:
    def ask(number: int, address: str = "203.0.113.7") -> int:
        sent = {**ASKED, "mail": f"{number}@shop.example"}
        return player.post("/reminders", sent, address=address).status_code

    statuses = [ask(number) for number in range(REMINDER_RATE + 1)]
    assert statuses == [204] * REMINDER_RATE + [429]
    assert ask(99, "198.51.100.1") == 204
    refused = player.post("/reminders", ASKED)
    assert code_of(refused) == (429, "too-many-requests")
    assert int(refused.headers["Retry-After"]) <= 60
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert ask(100) == 204


def test_a_borrowing_shops_page_asks_for_its_own(player: Player) -> None:
    dora = a_shop("Dora")
    assert player.post(f"/reminders?shop={dora.app_id}", ASKED).status_code == 404
    a_share(player.live, dora)
    assert player.post(f"/reminders?shop={dora.app_id}", ASKED).status_code == 204
    assert Reminder.get().shop == dora
