"""Sending mail: by a real mail server, plain and encrypted; and into a folder without one."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from gateways import mail
from gateways.mail import (
    NotSentError,
    OutOfOrderError,
    RefusedError,
    configure,
    outgoing,
    read_server,
)
from tests.smtp import Sink, mail_server

NEEDS_OPENSSL = pytest.mark.skipif(
    not shutil.which("openssl"), reason="makes its certificate with openssl"
)


def a_mail(to: str = "noor@shop.example") -> EmailMessage:
    """A mail."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "no-reply@v.example", to, "Soon: ça"
    message.set_content("It starts.\n.\nOn a line of its own.\n")
    return message


@pytest.fixture(autouse=True)
def afterwards(tmp_path: Path) -> Iterator[None]:
    """Nothing of a test's mail server is left."""
    yield
    configure(server="", outbox=tmp_path)


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    """A mail server that asks for nothing, like one of the own network."""
    with mail_server() as opened:
        configure(server=f"smtp://127.0.0.1:{opened.port}", outbox=tmp_path)
        yield opened


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate of this machine, which is trusted."""
    key, file = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    make += ["-keyout", key, "-out", file, "-subj", "/CN=mail"]
    subprocess.run(
        [*make, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    monkeypatch.setenv("SSL_CERT_FILE", file)
    return context


def test_several_mails_go_by_one_line_and_arrive_as_they_were(sink: Sink) -> None:
    with outgoing() as send:
        send(a_mail("noor@shop.example"))
        send(a_mail("adam@shop.example"))
    assert sink.lines == 1
    assert sink.to == ["noor@shop.example", "adam@shop.example"]
    assert sink.came[0]["Subject"] == "Soon: ça"
    lines = sink.came[0].get_content().splitlines()
    assert lines == ["It starts.", ".", "On a line of its own."]


@NEEDS_OPENSSL
@pytest.mark.parametrize(("scheme", "implicit"), [("smtp", False), ("smtps", True)])
def test_a_password_goes_by_an_encrypted_line(
    certificate: ssl.SSLContext, tmp_path: Path, scheme: str, implicit: bool
) -> None:
    with mail_server(tls=certificate, implicit=implicit) as sink:
        configure(server=f"{scheme}://al%40ice:right@127.0.0.1:{sink.port}", outbox=tmp_path)
        with outgoing() as send:
            send(a_mail())
        assert sink.logins == [("al@ice", "right")]
        assert sink.encrypted == [True]


@NEEDS_OPENSSL
def test_a_wrong_password_sends_nothing(certificate: ssl.SSLContext, tmp_path: Path) -> None:
    with mail_server(tls=certificate) as sink:
        configure(server=f"smtp://alice:wrong@127.0.0.1:{sink.port}", outbox=tmp_path)
        with pytest.raises(OutOfOrderError, match="535"), outgoing():
            pass
        assert sink.came == []


@NEEDS_OPENSSL
def test_a_certificate_that_nobody_trusts_sends_nothing(
    certificate: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with mail_server(tls=certificate) as sink:
        configure(server=f"smtp://alice:right@127.0.0.1:{sink.port}", outbox=tmp_path)
        with pytest.raises(OutOfOrderError, match="certificate"), outgoing():
            pass
        assert (sink.logins, sink.came) == ([], [])


def test_a_password_is_not_sent_by_a_line_that_others_can_read(sink: Sink, tmp_path: Path) -> None:
    configure(server=f"smtp://alice:right@127.0.0.1:{sink.port}", outbox=tmp_path)
    with pytest.raises(OutOfOrderError, match="TLS"), outgoing():
        pass
    assert sink.logins == []


def test_a_server_that_is_not_there_is_out_of_order(tmp_path: Path) -> None:
    with mail_server() as sink:
        port = sink.port
    configure(server=f"smtp://127.0.0.1:{port}", outbox=tmp_path)
    with pytest.raises(OutOfOrderError), outgoing():
        pass


@pytest.mark.parametrize(
    ("at", "said", "refusal"),
    [
        ("refuses", "550 5.1.1 nobody named noor@shop.example", RefusedError),
        ("refuses", "450 4.2.0 later, noor@shop.example", NotSentError),
        ("refuses", "421 4.7.0 goodbye", OutOfOrderError),
        ("unwanted", "554 5.7.1 unwanted", RefusedError),
        ("unwanted", "451 4.7.1 greylisted", NotSentError),
    ],
)
def test_a_refusal_says_whether_another_attempt_makes_sense(
    sink: Sink, at: str, said: str, refusal: type[NotSentError]
) -> None:
    setattr(sink, at, lambda _address: said)
    with outgoing() as send, pytest.raises(NotSentError) as refused:
        send(a_mail())
    assert type(refused.value) is refusal
    # The log gets the codes; whose address it is stays out of it.
    assert str(refused.value) == " ".join(said.split()[:2])


def test_after_a_refusal_the_line_takes_the_next_mail(sink: Sink) -> None:
    sink.refuses = lambda address: "550 5.1.1 no" if address.startswith("noor") else None
    with outgoing() as send:
        with pytest.raises(RefusedError):
            send(a_mail())
        send(a_mail("adam@shop.example"))
    assert (sink.to, sink.lines) == (["adam@shop.example"], 1)


def test_what_may_have_been_taken_counts_as_sent(sink: Sink) -> None:
    sink.unwanted = lambda _address: "silence"
    with outgoing() as send:
        send(a_mail())
        with pytest.raises(OutOfOrderError):
            send(a_mail("adam@shop.example"))
    assert sink.to == ["noor@shop.example"]


def test_without_a_server_mails_are_kept_in_a_folder(tmp_path: Path) -> None:
    outbox = tmp_path / "outbox"
    configure(server="", outbox=outbox)
    with outgoing() as send:
        send(a_mail())
        send(a_mail("adam@shop.example"))
    files = sorted(outbox.iterdir())
    assert [each.suffix for each in files] == [".eml", ".eml"]
    assert {each.stat().st_mode & 0o77 for each in (outbox, *files)} == {0}
    read = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in files]
    assert {each["To"] for each in read} == {"noor@shop.example", "adam@shop.example"}
    mail.forget_written(datetime.now(UTC) - timedelta(minutes=1))
    assert len(list(outbox.iterdir())) == 2
    mail.forget_written(datetime.now(UTC) + timedelta(minutes=1))
    assert list(outbox.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("smtp://mail.example", ("mail.example", 587, False, "", "")),
        ("smtps://a%40b:c%3Ad@mail.example", ("mail.example", 465, True, "a@b", "c:d")),
        ("smtp://[::1]:25/", ("::1", 25, False, "", "")),
    ],
)
def test_the_address_of_a_server_is_read(
    address: str, read: tuple[str, int, bool, str, str]
) -> None:
    found = read_server(address)
    assert (found.host, found.port, found.tls, found.user, found.password) == read


@pytest.mark.parametrize(
    "address",
    ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x", "smtp:25"],
)
def test_what_is_no_server_is_refused_at_the_start(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="VITRINE_SMTP_URL"):
        configure(server=address, outbox=tmp_path)
