"""A planned show in calendars: the file that programs open, and new events on the web."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from models.content import FINISHED, NOT_STARTED, Content
from models.shop import Shop
from pages.calendars import links, written
from tests import builders
from tests.pages.reading import Page
from usecases.showtimes import Showtime

EIGHT = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)
PAGE = "https://vitrine.example/embed/lives/5d1c"


def a_showtime(**facts: object) -> Showtime:
    plain = {
        "uid": "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e",
        "name": "Autumn; show, & friends",
        "description": "Coats\nand scarves",
        "shop": "Alice",
        "starts_at": EIGHT,
        "ends_at": EIGHT + timedelta(minutes=90),
        "changed_at": EIGHT - timedelta(days=3),
    }
    return Showtime(**{**plain, **facts})  # type: ignore[arg-type]


@pytest.fixture
def live(alice: Shop) -> Content:
    return builders.a_live(alice, name="Autumn show", state=NOT_STARTED, starts_at=EIGHT)


def test_the_file_is_read_back_as_it_was_meant() -> None:
    event = Calendar.from_ical(written(a_showtime(), PAGE)).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Autumn; show, & friends · Alice"
    assert event.decoded("DTSTART") == EIGHT
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)
    assert event["URL"] == PAGE
    assert event["DESCRIPTION"] == f"Coats\nand scarves\n\n{PAGE}"
    assert event.walk("VALARM")[0].decoded("TRIGGER") == timedelta(minutes=-10)


def test_a_name_writes_no_lines_of_its_own() -> None:
    evil = a_showtime(name="x\r\nATTENDEE:mailto:eve@evil.example\r\nEND:VEVENT")
    lines = written(evil, PAGE).decode().split("\r\n")
    assert not [each for each in lines if each.startswith("ATTENDEE")]
    assert lines.count("END:VEVENT") == 1


def test_a_moved_show_is_the_same_event_and_a_later_one() -> None:
    later = a_showtime(starts_at=EIGHT + timedelta(days=1), changed_at=EIGHT)
    first, second = (
        Calendar.from_ical(written(each, PAGE)).walk("VEVENT")[0] for each in (a_showtime(), later)
    )
    assert first["UID"] == second["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"]


@pytest.mark.parametrize(
    ("kind", "host", "title", "start"),
    [
        ("google", "calendar.google.com", "text", ("dates", "20261001T200000Z/20261001T213000Z")),
        ("outlook", "outlook.live.com", "subject", ("startdt", "2026-10-01T20:00:00Z")),
        ("yahoo", "calendar.yahoo.com", "title", ("st", "20261001T200000Z")),
    ],
)
def test_calendars_on_the_web_are_told_what_and_when(
    kind: str, host: str, title: str, start: tuple[str, str]
) -> None:
    address = urlsplit(links(a_showtime(), PAGE)[kind])
    said = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("https", host)
    assert said[title] == ["Autumn; show, & friends · Alice"]
    assert said[start[0]] == [start[1]]
    assert any(PAGE in each for values in said.values() for each in values)


def test_the_file_of_a_live(client: FlaskClient, live: Content) -> None:
    answer = client.get(f"/embed/lives/{live.uid}/calendar.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event.decoded("DTSTART") == EIGHT
    assert event.decoded("DTEND") == EIGHT + timedelta(hours=1)
    assert event["URL"] == f"https://vitrine.example/embed/lives/{live.uid}"


def test_a_web_calendar_is_led_to(client: FlaskClient, live: Content) -> None:
    answer = client.get(f"/embed/lives/{live.uid}/calendar/google")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("https://calendar.google.com/")
    assert client.get(f"/embed/lives/{live.uid}/calendar/evil").status_code == 404


def test_a_borrowing_shop_puts_its_own_name_there(client: FlaskClient, live: Content) -> None:
    dora = builders.a_shop("Dora")
    builders.a_share(live, dora)
    answer = client.get(f"/embed/lives/{live.uid}/calendar.ics?shop={dora.app_id}")
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Autumn show · Dora"
    assert event["URL"].endswith(f"?shop={dora.app_id}")


@pytest.mark.parametrize(
    "facts",
    [{"published": False}, {"state": FINISHED}, {"starts_at": None}],
    ids=["unpublished", "over", "without a plan"],
)
def test_there_is_no_calendar_of(
    client: FlaskClient, live: Content, facts: dict[str, object]
) -> None:
    Content.update(**facts).where(Content.id == live.id).execute()
    for rest in ("calendar.ics", "calendar", "calendar/google"):
        assert client.get(f"/embed/lives/{live.uid}/{rest}").status_code == 404


def test_a_tab_of_its_own_gets_the_file(client: FlaskClient, live: Content) -> None:
    dora = builders.a_shop("Dora")
    builders.a_share(live, dora)
    page = Page(client.get(f"/embed/lives/{live.uid}/calendar?shop={dora.app_id}"))
    file = f"/embed/lives/{live.uid}/calendar.ics?shop={dora.app_id}"
    assert page.first("meta", content=f"0; url={file}")["http-equiv"] == "refresh"
    assert page.first("a")["href"] == file
    assert client.get(file).status_code == 200
