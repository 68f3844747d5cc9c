"""Taking a reminder back: a mail's link asks first, a mail program's click does it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.audience import Reminder
from models.shop import Shop
from tests import builders
from tests.pages.reading import Page, policy
from usecases.passes import digest_of


@pytest.fixture
def link(alice: Shop) -> str:
    """The address in a mail."""
    row = builders.a_reminder(builders.a_live(alice, name="Autumn <b>show</b>"))
    return f"/embed/reminders/{row.uid}{digest_of('reminder', row.uid)[:32]}"


def test_the_page_asks_first(client: FlaskClient, link: str) -> None:
    answer = client.get(link)
    page = Page(answer)
    assert answer.status_code == 200
    assert "Autumn <b>show</b>" in page.text
    assert page.first("form")["method"] == "post"
    assert Reminder.select().count() == 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert policy(answer)["script-src"] == "'none'"


@pytest.mark.parametrize("body", [None, {"List-Unsubscribe": "One-Click"}], ids=["form", "click"])
def test_it_is_taken_back_once_and_for_all(
    client: FlaskClient, link: str, body: dict[str, str] | None
) -> None:
    answer = client.post(link, data=body)
    assert answer.status_code == 200
    assert "You get no e-mail" in Page(answer).text
    assert not Reminder.select().exists()
    for again in (client.get(link), client.post(link, data=body)):
        assert again.status_code == 200
        assert "You get no e-mail" in Page(again).text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_whole_is_not_found(client: FlaskClient, link: str, method: str) -> None:
    for wrong in (link[:-1], link[:-1] + "x", "/embed/reminders/x"):
        assert client.open(wrong, method=method).status_code == 404
    assert Reminder.select().count() == 1


def test_it_speaks_the_readers_language(client: FlaskClient, link: str) -> None:
    answer = client.get(link, headers={"Accept-Language": "fr"})
    assert "Annuler ce rappel" in Page(answer).text
