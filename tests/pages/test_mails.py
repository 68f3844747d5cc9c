"""The mail that reminds of a show: what it says, and what nobody writes into it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from models import clock
from pages.languages import language_of
from pages.mails import read_sender, reminder
from pages.texts import CONSENTS, consent
from usecases.reminders import WORDINGS, Due
from usecases.showtimes import Showtime

EIGHT = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)
TOKEN = "0123456789abcdef" * 4
URL = "https://video.a-shop-with-a-rather-long-name.example"


def a_due(**facts: object) -> Due:
    show = {
        "uid": "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e",
        "name": "Autumn show",
        "description": "",
        "shop": "Alice",
        "starts_at": EIGHT,
        "ends_at": EIGHT + timedelta(hours=1),
        "changed_at": EIGHT,
    }
    plain = {
        "uid": "a" * 32,
        "mail": "noor@shop.example",
        "locale": "en-GB",
        "time_zone": "Europe/Paris",
        "asked_at": EIGHT - timedelta(days=3),
        "token": TOKEN,
        "app_id": None,
        "page": None,
    }
    known = {name: facts.pop(name) for name in list(facts) if name in show}
    return Due(**{**plain, **facts}, show=Showtime(**{**show, **known}))  # type: ignore[arg-type]


def sent(due: Due) -> EmailMessage:
    """The mail as whoever gets it reads it."""
    with clock.frozen(EIGHT):
        made = reminder(due, url=URL, sender="no-reply@video.example")
    read: EmailMessage = message_from_bytes(made.as_bytes(), policy=policy.default)  # type: ignore[assignment]
    return read


def parts(message: EmailMessage) -> tuple[str, str]:
    """Its plain text and its HTML."""
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    return str(plain.get_content()), str(html.get_content())


def test_it_says_what_when_and_where() -> None:
    message = sent(a_due())
    assert message["Subject"] == "Starting soon: Autumn show"
    assert (message["From"], message["To"]) == (
        "Alice <no-reply@video.example>",
        "noor@shop.example",
    )
    watch = f"{URL}/embed/lives/5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"
    for part in parts(message):
        assert "on Thursday, 1 October 2026 at 22:00 (Central European Summer Time)." in part
        assert "28 September 2026" in part
        for address in (watch, f"{watch}/calendar.ics", f"{URL}/embed/reminders/{TOKEN}"):
            assert address in part


def test_it_speaks_its_readers_language() -> None:
    message = sent(a_due(locale="fr-CA"))
    assert message["Subject"] == "Bientôt : Autumn show"
    plain, html = parts(message)
    assert "jeudi 1 octobre 2026 à 22 h 00" in plain
    assert '<html lang="fr" dir="ltr">' in html


@pytest.mark.parametrize("locale", ["ar", "zz-unknown", "en"])
def test_without_a_catalog_it_speaks_english(locale: str) -> None:
    assert str(sent(a_due(locale=locale))["Subject"]).startswith("Starting soon")


def test_it_leads_to_the_shops_page_where_there_is_one() -> None:
    plain, html = parts(sent(a_due(page="https://shop.example/show?a=1&b=2")))
    assert "https://shop.example/show?a=1&b=2" in plain
    assert 'href="https://shop.example/show?a=1&amp;b=2"' in html


def test_of_a_shared_live_it_leads_to_who_shows_it() -> None:
    plain, _ = parts(sent(a_due(app_id="dora", shop="Dora")))
    assert "5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e?shop=dora" in plain
    assert "calendar.ics?shop=dora" in plain


def test_mail_programs_take_it_back_by_one_click() -> None:
    with clock.frozen(EIGHT):
        made = reminder(a_due(), url=URL, sender="no-reply@video.example")
    # An address that is cut or coded is none to who reads this header.
    lines = made.as_bytes().decode().split("\r\n")
    assert f"List-Unsubscribe: <{URL}/embed/reminders/{TOKEN}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert made["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("field", ["name", "shop"])
@pytest.mark.parametrize(
    "evil",
    ["x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example\n\nbody", "x\u2028Bcc: y", "\x00"],
)
def test_a_name_writes_no_header_of_its_own(field: str, evil: str) -> None:
    message = sent(a_due(**{field: evil}))
    assert message["Bcc"] is None
    assert message["To"] == "noor@shop.example"
    assert message.get_all("Subject") == [message["Subject"]]


def test_a_name_is_text_in_the_html() -> None:
    _, html = parts(sent(a_due(name="<script>alert(1)</script>{{ 7 * 7 }}", shop="A & <b>B</b>")))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in html
    assert "A &amp; &lt;b&gt;B&lt;/b&gt;" in html


def test_a_long_name_with_letters_of_all_kinds_arrives() -> None:
    name = "Défilé d’automne 🧥 " * 25
    message = sent(a_due(name=name))
    assert str(message["Subject"]).startswith("Starting soon: Défilé d’automne 🧥 Défilé")
    assert name.strip() in parts(message)[0]


def test_another_start_is_another_message() -> None:
    first, again, moved = (
        sent(a_due(**facts))["Message-ID"]
        for facts in ({}, {}, {"starts_at": EIGHT + timedelta(days=1)})  # type: ignore[arg-type]
    )
    assert first == again != moved


def test_every_wording_that_is_agreed_to_has_its_sentence() -> None:
    assert tuple(CONSENTS) == WORDINGS
    english = language_of("en")
    assert english
    version, words = consent(english, "Alice")
    assert version == WORDINGS[-1]
    assert words.startswith("Alice may send me an e-mail")


@pytest.mark.parametrize("text", ["shop", "a@b@c", "a\r\nBcc: b@c.example", "Alice <a@b.example>"])
def test_an_address_to_send_from_is_read_at_the_start(text: str) -> None:
    assert read_sender("no-reply@video.example") == "no-reply@video.example"
    with pytest.raises(ValueError, match="VITRINE_MAIL_FROM"):
        read_sender(text)
