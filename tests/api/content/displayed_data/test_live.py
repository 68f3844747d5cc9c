"""`GET /api/v1/displayed_data/live`: the live that is on, next or last."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.content import FINISHED, NOT_STARTED, STARTED
from models.shop import Shop
from tests.builders import a_live
from usecases import shops


def ask(client: FlaskClient, shop: Shop) -> TestResponse:
    """Ask as an element without a name does."""
    headers = {"Origin": "https://shop.example"}
    path = "/api/v1/displayed_data/live"
    return client.get(path, query_string={"app_id": shop.app_id}, headers=headers)


def names(answer: TestResponse) -> list[str]:
    """What it shows."""
    return [each["attributes"]["name"] for each in answer.get_json()["contents"]]


def test_what_is_on_air_comes_before_what_is_next_and_what_was(
    client: FlaskClient, alice: Shop, charlie: Shop, noon: datetime
) -> None:
    a_live(charlie, name="another shop's", state=STARTED)
    later = [
        a_live(alice, name=f"in {days}", state=NOT_STARTED, starts_at=noon + timedelta(days))
        for days in (3, 1)
    ]
    assert names(ask(client, alice)) == ["in 1"]
    on = a_live(alice, name="on air", state=STARTED, starts_at=noon)
    answer = ask(client, alice)
    assert names(answer) == ["on air"]
    assert answer.json["attributes"]["component"] == "embed"
    assert answer.headers["Cache-Control"].startswith("public")
    for each in (*later, on):
        each.published = False
        each.save()
    assert ask(client, alice).status_code == 404


def test_a_live_that_is_over_without_a_replay_is_none(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    a_live(alice, state=FINISHED)
    assert ask(client, alice).status_code == 404


def test_a_shop_that_is_switched_off_has_none(client: FlaskClient, alice: Shop) -> None:
    a_live(alice, state=STARTED)
    shops.change_shop(alice, displaying=False)
    answer = ask(client, alice)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (404, "not-found")
