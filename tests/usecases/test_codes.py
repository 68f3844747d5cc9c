"""Codes: one live one per address, five guesses however many guess, and nothing that tells one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gateways import mail as gateway
from gateways import queue as queues
from models import clock
from models.errors import NotFound
from models.session import CODE_TRIES, BadCode, SignInCode
from models.shop import Shop
from models.user import User
from pages.mails import code as written
from tests.builders import a_seller
from tests.conftest import NOON
from tests.ports import free_ports
from tests.smtp import Sink, mail_server
from tests.together import at_once
from usecases import codes, passes, sessions
from usecases.code_mails import CodeMail, mail_codes
from usecases.codes import ask, code_of, forget_codes, use

NOOR = "noor@shop.example"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def row() -> SignInCode:
    """The one row there is."""
    [found] = SignInCode.select()
    return found  # type: ignore[no-any-return]


def wrong() -> str:
    """A code that is not Noor's."""
    return f"{(int(code_of(row())) + 1) % 1_000_000:06}"


def guess(shop: Shop, code: str) -> bool:
    """Tell whether a code lets Noor in."""
    try:
        return use(shop, NOOR, code) == NOOR
    except BadCode:
        return False


def test_a_code_is_six_digits_and_good_once(alice: Shop) -> None:
    ask(alice, "Noor@SHOP.example")
    code = code_of(row())
    assert len(code) == 6
    assert code.isdigit()
    assert guess(alice, code)
    assert not guess(alice, code)


def test_neither_the_database_nor_the_queue_holds_a_code(
    alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[Any] = []
    monkeypatch.setattr(queues.Queue, "add", lambda _queue, *words: put.append(words))
    ask(alice, NOOR)
    assert put == [(codes.JOB,)]
    [kept] = SignInCode.select().dicts()
    code = code_of(row())
    assert code not in str({**kept, "asked_at": 0, "ends_at": 0, "due_at": 0, "created_at": 0})
    # Without the installation's secret a copy of the database lets nobody in.
    secret = passes._secret.text
    passes.configure(secret="another")
    assert code_of(row()) != code
    passes.configure(secret=secret)


@pytest.mark.parametrize(("after", "good"), [(10 * MINUTE - SECOND, True), (10 * MINUTE, False)])
def test_it_is_good_for_ten_minutes(alice: Shop, after: timedelta, good: bool) -> None:
    with clock.frozen(NOON):
        ask(alice, NOOR)
    with clock.frozen(NOON + after):
        assert guess(alice, code_of(row())) is good


def test_the_fifth_guess_counts_and_the_sixth_does_not(alice: Shop) -> None:
    ask(alice, NOOR)
    for _ in range(CODE_TRIES - 1):
        assert not guess(alice, wrong())
    assert guess(alice, code_of(row()))
    SignInCode.delete().execute()
    ask(alice, NOOR)
    for _ in range(CODE_TRIES):
        assert not guess(alice, wrong())
    assert not guess(alice, code_of(row()))


def test_many_wrong_guesses_at_once_are_five(alice: Shop) -> None:
    ask(alice, NOOR)
    bad = wrong()
    assert at_once(*[lambda: guess(alice, bad)] * 12) == [False] * 12
    assert row().tries == CODE_TRIES
    assert not guess(alice, code_of(row()))


def test_of_five_right_guesses_at_once_one_lets_in(alice: Shop) -> None:
    ask(alice, NOOR)
    good = code_of(row())
    came = at_once(*[lambda: guess(alice, good)] * 5)
    assert sorted(came) == [False] * 4 + [True]


def test_of_many_who_ask_at_once_for_one_address_one_is_sent_a_code(
    alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    put: list[Any] = []
    monkeypatch.setattr(queues.Queue, "add", lambda _queue, *words: put.append(words))
    told = at_once(*[lambda: ask(alice, NOOR).sent] * 6)
    assert sorted(told) == [False] * 5 + [True]
    assert put == [(codes.JOB,)]
    assert row().unused == 1


def test_a_new_code_ends_the_old_one(alice: Shop) -> None:
    with clock.frozen(NOON):
        ask(alice, NOOR)
        old = code_of(row())
    with clock.frozen(NOON + 29 * SECOND):
        ask(alice, NOOR)
        assert code_of(row()) == old
    with clock.frozen(NOON + 30 * SECOND):
        ask(alice, NOOR)
        assert code_of(row()) != old
        assert not guess(alice, old)
        assert guess(alice, code_of(row()))


def test_who_has_used_up_the_guesses_waits_like_everybody(alice: Shop) -> None:
    with clock.frozen(NOON):
        ask(alice, NOOR)
        for _ in range(CODE_TRIES):
            guess(alice, wrong())
        ask(alice, NOOR)
        assert row().tries == CODE_TRIES
    with clock.frozen(NOON + 30 * SECOND):
        ask(alice, NOOR)
        assert row().tries == 0


def nonces(shop: Shop, moments: list[datetime]) -> int:
    """Ask at each moment; tell how many codes there were."""
    seen = set()
    for moment in moments:
        with clock.frozen(moment):
            ask(shop, NOOR)
            seen.add(row().nonce)
    return len(seen)


def test_after_ten_unused_codes_the_next_ones_are_far_apart(alice: Shop) -> None:
    assert nonces(alice, [NOON + 30 * SECOND * each for each in range(15)]) == 10
    last = NOON + 30 * SECOND * 9
    assert nonces(alice, [last + 15 * MINUTE - SECOND, last + 15 * MINUTE]) == 2
    later = last + 15 * MINUTE
    assert nonces(alice, [later + MINUTE, later + 2 * MINUTE]) == 1
    # After a quiet hour everything begins anew.
    quiet = later + 60 * MINUTE
    assert nonces(alice, [quiet + 30 * SECOND * each for each in range(3)]) == 3


def test_signing_in_begins_counting_anew(alice: Shop) -> None:
    nonces(alice, [NOON + 30 * SECOND * each for each in range(10)])
    with clock.frozen(NOON + 5 * MINUTE):
        assert guess(alice, code_of(row()))
    assert nonces(alice, [NOON + 6 * MINUTE, NOON + 7 * MINUTE]) == 2


def test_a_code_is_one_shops(alice: Shop, charlie: Shop) -> None:
    ask(alice, NOOR)
    assert not guess(charlie, code_of(row()))
    assert guess(alice, code_of(row()))


def test_a_sellers_key_asks_for_none(alice: Shop) -> None:
    alice.only_seller_id = a_seller(alice).id
    with pytest.raises(NotFound):
        ask(alice, NOOR)


def test_rows_go_once_they_count_no_more(alice: Shop) -> None:
    with clock.frozen(NOON):
        ask(alice, NOOR)
    for minutes, left in ((59, 1), (60, 0)):
        with clock.frozen(NOON + minutes * MINUTE):
            forget_codes()
        assert SignInCode.select().count() == left


@pytest.fixture
def sink(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """The mail server; jobs wait until a test does them."""
    monkeypatch.setattr(queues.Queue, "add", lambda *_: None)
    with mail_server() as opened:
        gateway.configure(server=f"smtp://127.0.0.1:{opened.port}", outbox=tmp_path)
        yield opened
    gateway.configure(server="", outbox=tmp_path)


def write(mail: CodeMail) -> Any:
    """Write a mail as the edge does."""
    return written(mail, url="https://vitrine.example", sender="no-reply@vitrine.example")


def test_a_real_mail_server_is_given_each_code_once(alice: Shop, sink: Sink) -> None:
    ask(alice, NOOR)
    ask(alice, "bob@shop.example")
    for _ in "12":
        mail_codes(write)
    assert sorted(sink.to) == ["bob@shop.example", NOOR]
    [mail] = [each for each in sink.came if each["To"] == NOOR]
    code = code_of(SignInCode.get(SignInCode.email == NOOR))
    assert mail["Subject"] == f"{code} is your code for Alice"
    for kind in ("plain", "html"):
        body: Any = mail.get_body((kind,))
        assert code in body.get_content()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert sessions.sign_in(alice, NOOR, code).user == User.get()


def test_several_workers_send_nothing_twice(alice: Shop, sink: Sink) -> None:
    for each in range(6):
        ask(alice, f"noor{each}@shop.example")
    assert at_once(*[lambda: mail_codes(write)] * 4) == [None] * 4
    assert sorted(sink.to) == [f"noor{each}@shop.example" for each in range(6)]


def test_what_is_not_taken_now_is_tried_again_while_the_code_is_good(
    alice: Shop, sink: Sink
) -> None:
    with clock.frozen(NOON):
        ask(alice, NOOR)
        sink.refuses = lambda _address: "450 4.2.1 later"
        mail_codes(write)
        sink.refuses = lambda _address: None
        mail_codes(write)
        assert sink.to == []
    with clock.frozen(NOON + 20 * SECOND):
        mail_codes(write)
    assert sink.to == [NOOR]


def test_while_the_mail_server_is_gone_codes_wait_and_are_then_sent(
    alice: Shop, sink: Sink, tmp_path: Path
) -> None:
    with clock.frozen(NOON):
        ask(alice, NOOR)
        gateway.configure(server=f"smtp://127.0.0.1:{free_ports(1)}", outbox=tmp_path)
        mail_codes(write)
        gateway.configure(server=f"smtp://127.0.0.1:{sink.port}", outbox=tmp_path)
        mail_codes(write)
        assert sink.to == []
    with clock.frozen(NOON + 20 * SECOND):
        mail_codes(write)
    assert sink.to == [NOOR]


def test_a_code_that_has_ended_is_not_sent_any_more(alice: Shop, sink: Sink) -> None:
    with clock.frozen(NOON):
        ask(alice, NOOR)
        ask(alice, "bob@shop.example")
        use(alice, "bob@shop.example", code_of(SignInCode.get(SignInCode.email != NOOR)))
        mail_codes(write)
        assert sink.to == [NOOR]
        SignInCode.update(mailed_at=None).execute()
    with clock.frozen(NOON + 10 * MINUTE):
        mail_codes(write)
    assert sink.to == [NOOR]


def test_an_address_that_is_refused_for_good_is_not_tried_again(alice: Shop, sink: Sink) -> None:
    sink.refuses = lambda _address: "550 5.1.1 nobody here"
    with clock.frozen(NOON):
        ask(alice, NOOR)
        mail_codes(write)
    sink.refuses = lambda _address: None
    with clock.frozen(NOON + MINUTE):
        mail_codes(write)
    assert sink.to == []


def test_the_mail_speaks_the_shops_language(alice: Shop, sink: Sink) -> None:
    alice.locale = "fr-CA"
    alice.save()
    ask(alice, NOOR)
    mail_codes(write)
    assert str(sink.came[0]["Subject"]).endswith("est votre code pour Alice")
