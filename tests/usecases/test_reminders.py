"""Reminders: who is told when, by a real mail server, never twice, and what is kept of whom."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import Settings
from gateways import mail as gateway
from models import clock
from models.audience import Reminder
from models.base import Table
from models.content import FINISHED, STARTED, Content
from models.database import HOME, connected
from models.errors import Invalid, NotFound
from models.share import Share
from models.shop import Shop
from tests.builders import a_live, a_reminder, a_share, a_shop
from tests.conftest import NOON
from tests.smtp import Sink, mail_server
from usecases import lives, reminders
from usecases.reminders import (
    BEFORE,
    MOST,
    MOST_TO_ONE,
    Due,
    NothingToAwait,
    RemindersFull,
    ask,
    forget_reminders,
    remind,
    reminded_of,
    take_back,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = NOON + HOUR


@pytest.fixture
def live(app: Flask, alice: Shop, noon: datetime) -> Content:
    """A show in an hour."""
    return a_live(alice, starts_at=START, urls=["https://shop.example/*", "https://shop.example/s"])


@pytest.fixture
def sink(app: Flask, tmp_path: Path) -> Iterator[Sink]:
    """The mail server."""
    with mail_server() as opened:
        gateway.configure(server=f"smtp://127.0.0.1:{opened.port}", outbox=tmp_path)
        yield opened
    gateway.configure(server="", outbox=tmp_path)


def asks(live: Content, mail: str = "noor@shop.example", **facts: Any) -> None:
    """Somebody asks on the page of a live."""
    plain = {"app_id": None, "wording": "1", "locale": "fr", "time_zone": "Europe/Paris"}
    ask(live.uid, mail=mail, **{**plain, **facts})


def written(due: Due) -> EmailMessage:
    """A mail that says when the show starts."""
    message = EmailMessage()
    message["From"], message["To"] = "no-reply@vitrine.example", due.mail
    message["Subject"] = f"{due.show.starts_at:%d %H:%M} {due.page}"
    message.set_content(due.token)
    return message


def at(moment: datetime) -> None:
    """Do what the worker does at a moment."""
    with clock.frozen(moment):
        remind(written)


def test_what_was_asked_is_kept_with_the_consent(live: Content) -> None:
    asks(live, "Noor@Shop.Example")
    [row] = Reminder.select()
    assert (row.mail, row.locale, row.time_zone) == ("noor@shop.example", "fr", "Europe/Paris")
    assert (row.wording, row.consented_at, row.told_for) == ("1", NOON, None)


@pytest.mark.parametrize("zone", ["Atlantis/Sea", "../../etc/passwd", "", "Europe", "\0", "x" * 64])
def test_a_time_zone_that_nobody_knows_is_left_open(live: Content, zone: str) -> None:
    asks(live, time_zone=zone)
    assert Reminder.get().time_zone == ""


def test_asked_again_nothing_changes(live: Content) -> None:
    asks(live)
    with clock.frozen(NOON + MINUTE):
        asks(live, "NOOR@shop.example", locale="en")
    assert [(each.locale, each.consented_at) for each in Reminder.select()] == [("fr", NOON)]


@pytest.mark.parametrize(
    "mail",
    ["noor", "noor@shop", "a\r\nBcc: b@c.example", "Noor <noor@shop.example>", "x" * 250 + "@a.eu"],
)
def test_what_is_no_address_is_refused(live: Content, mail: str) -> None:
    with pytest.raises(Invalid) as refused:
        asks(live, mail)
    assert refused.value.problems[0].where == "mail"


def test_a_wording_that_is_not_asked_is_no_consent(live: Content) -> None:
    with pytest.raises(Invalid) as refused:
        asks(live, wording="0")
    assert refused.value.problems[0].where == "consent"
    assert not Reminder.select().exists()


@pytest.mark.parametrize(
    "facts",
    [{"state": STARTED}, {"state": FINISHED}, {"starts_at": None}, {"starts_at": NOON}],
    ids=["on air", "over", "without a plan", "late"],
)
def test_there_is_nothing_to_await(live: Content, facts: dict[str, Any]) -> None:
    Content.update(**facts).where(Content.id == live.id).execute()
    with pytest.raises(NothingToAwait):
        asks(live)


@pytest.mark.parametrize("facts", [{"published": False}, {"kind": "video"}])
def test_what_is_not_to_be_seen_is_not_found(live: Content, facts: dict[str, Any]) -> None:
    Content.update(**facts).where(Content.id == live.id).execute()
    with pytest.raises(NotFound):
        asks(live)


def test_a_live_takes_so_many_reminders_and_says_so_to_everybody(
    live: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST >= 1000
    monkeypatch.setattr(reminders, "MOST", 2)
    asks(live, "a@shop.example")
    asks(live, "b@shop.example")
    for mail in ("a@shop.example", "c@shop.example"):
        with pytest.raises(RemindersFull):
            asks(live, mail)
    assert Reminder.select().count() == 2


def test_nobody_is_written_to_for_every_show_there_is(alice: Shop, noon: datetime) -> None:
    for _ in range(MOST_TO_ONE + 3):
        asks(a_live(alice, starts_at=START))
    assert Reminder.select().count() == MOST_TO_ONE


def test_the_mail_comes_ten_minutes_before_the_start_and_once(live: Content, sink: Sink) -> None:
    asks(live)
    at(START - BEFORE - MINUTE)
    assert sink.to == []
    for minutes in range(10, -20, -1):
        at(START - minutes * MINUTE)
    assert sink.to == ["noor@shop.example"]
    assert sink.came[0]["Subject"] == "15 13:00 https://shop.example/s"


def test_who_asks_later_is_told_at_once(live: Content, sink: Sink) -> None:
    with clock.frozen(START - 3 * MINUTE):
        asks(live)
        remind(written)
    assert len(sink.came) == 1


def test_a_show_that_begins_early_is_told_of_then(live: Content, sink: Sink) -> None:
    asks(live)
    Content.update(state=STARTED).where(Content.id == live.id).execute()
    at(NOON + MINUTE)
    assert len(sink.came) == 1


def test_a_worker_that_was_away_tells_late_but_not_when_it_is_too_late(
    live: Content, sink: Sink
) -> None:
    asks(live)
    at(START + 15 * MINUTE)
    assert sink.came == []
    at(START + 14 * MINUTE)
    assert len(sink.came) == 1


def test_a_live_that_is_moved_is_told_of_at_its_new_time(
    alice: Shop, live: Content, sink: Sink
) -> None:
    asks(live)
    lives.change(alice, live.uid, starts_at=START + DAY)
    at(START - MINUTE)
    assert sink.came == []
    at(START + DAY - MINUTE)
    assert [each["Subject"][:8] for each in sink.came] == ["16 13:00"]


@pytest.mark.parametrize(("later", "mails"), [(59 * MINUTE, 1), (HOUR, 2), (-HOUR, 1)])
def test_moved_after_the_mail_only_another_hour_is_told_of(
    alice: Shop, live: Content, sink: Sink, later: timedelta, mails: int
) -> None:
    asks(live)
    at(START - BEFORE)
    lives.change(alice, live.uid, starts_at=START + later)
    at(START + later - MINUTE)
    at(START + later)
    assert len(sink.came) == mails


@pytest.mark.parametrize(
    "facts",
    [{"published": False}, {"awaiting_approval": True, "published": False}, {"state": FINISHED}],
    ids=["hidden", "not approved", "cancelled"],
)
def test_what_is_not_shown_is_never_told_of(
    live: Content, sink: Sink, facts: dict[str, Any]
) -> None:
    asks(live)
    Content.update(**facts).where(Content.id == live.id).execute()
    at(START - MINUTE)
    assert (sink.came, sink.lines) == ([], 0)


def test_a_removed_live_and_a_shop_that_is_off_tell_nobody(
    alice: Shop, live: Content, sink: Sink
) -> None:
    other = a_live(alice, starts_at=START)
    asks(live)
    asks(other)
    lives.remove(alice, other.uid)
    Shop.update(displaying=False).where(Shop.id == alice.id).execute()
    at(START - MINUTE)
    assert (sink.came, Reminder.select().count()) == ([], 1)


def test_what_was_asked_at_another_shop_leads_there_while_it_is_shared(
    live: Content, sink: Sink
) -> None:
    dora = a_shop("Dora")
    share = a_share(live, dora)
    asks(live, app_id=dora.app_id)
    told: list[Due] = []

    def note(due: Due) -> EmailMessage:
        told.append(due)
        return written(due)

    Share.delete().where(Share.id == share.id).execute()
    at(START - MINUTE)
    assert sink.came == []
    a_share(live, dora)
    with clock.frozen(START - MINUTE):
        remind(note)
    [due] = told
    assert (due.show.shop, due.app_id, due.page) == ("Dora", dora.app_id, None)


def test_one_that_is_hidden_holds_nobody_up(
    alice: Shop, live: Content, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    hidden = a_live(alice, starts_at=START, published=False)
    for number in range(5):
        a_reminder(hidden, f"{number}@shop.example")
    for number in range(5):
        a_reminder(live, f"{number}@shop.example")
    at(START - MINUTE)
    assert sink.to == [f"{number}@shop.example" for number in range(5)]
    # Two mails by each line.
    assert sink.lines == 3


def test_what_is_not_taken_is_tried_again_with_growing_waits(live: Content, sink: Sink) -> None:
    asks(live, "later@shop.example")
    asks(live, "noor@shop.example")
    tried: list[datetime] = []

    def later(address: str) -> str | None:
        if address.startswith("later"):
            tried.append(clock.now())
            return "451 4.7.1 greylisted"
        return None

    sink.refuses = later
    for minute in range(26):
        at(START - BEFORE + minute * MINUTE)
    waits = [(moment - tried[0]) // MINUTE for moment in tried]
    assert waits == [0, 1, 3, 7, 15]
    assert sink.to == ["noor@shop.example"]


def test_what_was_refused_at_first_is_sent_once_it_is_taken(live: Content, sink: Sink) -> None:
    asks(live)
    sink.unwanted = lambda _address: "451 4.7.1 greylisted"
    at(START - BEFORE)
    sink.unwanted = lambda _address: None
    for minute in range(20):
        at(START - BEFORE + minute * MINUTE)
    assert len(sink.came) == 1


def test_an_address_that_nobody_has_is_forgotten(live: Content, sink: Sink) -> None:
    asks(live)
    sink.refuses = lambda _address: "550 5.1.1 nobody"
    at(START - BEFORE)
    assert not Reminder.select().exists()


def test_a_server_that_hangs_up_after_some_mails_takes_the_rest_by_another_line(
    live: Content, sink: Sink
) -> None:
    for number in range(4):
        a_reminder(live, f"{number}@shop.example")
    heard: list[str] = []

    def two(address: str) -> str | None:
        heard.append(address)
        return "421 4.7.0 enough" if len(heard) == 3 else None

    sink.refuses = two
    at(START - BEFORE)
    assert (len(sink.to), sink.lines) == (3, 2)
    at(START - BEFORE + MINUTE)
    assert sorted(sink.to) == [f"{number}@shop.example" for number in range(4)]


def test_without_a_mail_server_in_order_nothing_is_lost(
    live: Content, sink: Sink, tmp_path: Path
) -> None:
    asks(live)
    gateway.configure(server="smtp://127.0.0.1:1", outbox=tmp_path)
    at(START - BEFORE)
    gateway.configure(server=f"smtp://127.0.0.1:{sink.port}", outbox=tmp_path)
    at(START - BEFORE + MINUTE)
    assert len(sink.came) == 1


def test_a_worker_that_is_killed_at_a_mail_does_not_send_it_twice(
    alice: Shop, sink: Sink, settings: Settings
) -> None:
    a_reminder(a_live(alice, starts_at=clock.now() + 5 * MINUTE))
    script = "from app import Settings, open_house; open_house(Settings()).jobs['remind']()"
    environment = {
        **os.environ,
        "VITRINE_DATA": str(settings.data),
        "VITRINE_DATABASE_URL": settings.database_url,
        "VITRINE_SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    worker = subprocess.Popen([sys.executable, "-c", script], cwd=HOME.parent, env=environment)
    asked: list[str] = []

    def kill(address: str) -> None:
        asked.append(address)
        worker.kill()
        worker.wait()

    sink.refuses = kill
    assert worker.wait(60) != 0
    assert asked == ["noor@shop.example"]
    sink.refuses = lambda _address: None
    remind(written)
    assert sink.came == []


def test_workers_at_the_same_time_send_nothing_twice(live: Content, sink: Sink) -> None:
    for number in range(12):
        a_reminder(live, f"{number}@shop.example")
    ready = threading.Barrier(3)

    def work() -> None:
        with connected():
            ready.wait()
            remind(written)

    with clock.frozen(START - BEFORE):
        workers = [threading.Thread(target=work) for _ in range(3)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
    assert sorted(sink.to) == sorted(f"{number}@shop.example" for number in range(12))


def test_a_mails_link_takes_the_reminder_back(live: Content, sink: Sink) -> None:
    asks(live)
    at(START - BEFORE)
    token = sink.came[0].get_content().strip()
    assert reminded_of(token) == "Autumn show"
    take_back(token)
    assert reminded_of(token) is None
    assert not Reminder.select().exists()
    take_back(token)


def test_taken_back_before_the_mail_there_is_none(live: Content, sink: Sink) -> None:
    row = a_reminder(live)
    take_back(row.uid + reminders._mark(row.uid))
    at(START - BEFORE)
    assert sink.came == []


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é" * 64, "\0" * 64])
def test_a_link_that_is_not_ours_takes_nothing_back(live: Content, token: str) -> None:
    row: Table = a_reminder(live)
    for forged in (token, row.uid, row.uid + token, row.uid + "0" * 32):
        with pytest.raises(NotFound):
            take_back(forged)
    assert Reminder.select().count() == 1


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        ({"starts_at": NOON}, True),
        ({"starts_at": NOON - DAY + MINUTE}, True),
        ({"starts_at": NOON - DAY}, False),
        ({"starts_at": NOON - DAY, "state": STARTED}, False),
        ({"starts_at": NOON + DAY, "state": FINISHED, "ends_at": NOON - DAY}, False),
        ({"starts_at": NOON + DAY, "state": FINISHED, "ends_at": NOON - HOUR}, True),
        ({"starts_at": None}, False),
    ],
    ids=["today", "hours ago", "a day ago", "on air still", "cancelled", "just over", "unplanned"],
)
def test_addresses_are_forgotten_a_day_after_the_show(
    alice: Shop, noon: datetime, facts: dict[str, Any], kept: bool
) -> None:
    a_reminder(a_live(alice, **facts))
    forget_reminders()
    assert Reminder.select().exists() is kept
