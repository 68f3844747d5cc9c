"""`POST /v1/auth/otp/email`."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from models import clock
from models.user import User
from tests.api.marketplace.conftest import Caller, code_for, refusal
from tests.conftest import NOON

PATH = "/auth/otp/email"


def test_a_code_is_mailed(server: Caller, outbox: Path) -> None:
    assert server.told("POST", PATH, {"email": "Noor@Shop.example"}) == {}
    [written] = outbox.glob("*.eml")
    mail = message_from_bytes(written.read_bytes(), policy=policy.default)
    assert mail["To"] == "noor@shop.example"
    [code] = set(re.findall(r"\b\d{6}\b", f"{mail['Subject']} {mail.get_body(('plain',))}"))  # type: ignore[attr-defined]
    assert code == code_for("noor@shop.example")


def test_known_and_unknown_addresses_are_answered_alike(server: Caller, noor: User) -> None:
    known = server.ask("POST", PATH, {"email": noor.email})
    unknown = server.ask("POST", PATH, {"email": "nobody@shop.example"})
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data) == (200, b"{}")
    assert not User.select().where(User.email == "nobody@shop.example").exists()


def test_asking_again_at_once_is_answered_alike_and_sends_nothing(
    server: Caller, outbox: Path
) -> None:
    for seconds, mails in ((0, 1), (29, 1), (30, 2)):
        with clock.frozen(NOON + timedelta(seconds=seconds)):
            assert server.told("POST", PATH, {"email": "noor@shop.example"}) == {}
            assert len(list(outbox.glob("*.eml"))) == mails


@pytest.mark.parametrize(
    "email", ["noor", "", "noor@", "a@b@c.example", "x" * 300 + "@a.example", 5]
)
def test_what_is_no_address_is_refused(server: Caller, email: object, outbox: Path) -> None:
    assert refusal(server.ask("POST", PATH, {"email": email})) == (422, "invalid")
    assert not list(outbox.glob("*.eml"))
