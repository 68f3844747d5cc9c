"""Sending mail: by a mail server (SMTP), or into a folder where no server is named.

A line by TLS is one whose certificate is trusted, and a password goes by no other line. What a
server has taken over, or may have, is never handed to it again.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import structlog

log = structlog.get_logger()

# Seconds for each answer of a mail server; ports by the kind of line (RFC 8314).
ANSWERS_WITHIN = 15.0
PORTS = {"smtp": 587, "smtps": 465}
Send = Callable[[EmailMessage], None]


class NotSentError(Exception):
    """The mail was not sent; another attempt may do better. The message says why."""


class RefusedError(NotSentError):
    """The server will never take this mail: nobody has this address, or its words are unwanted."""


class OutOfOrderError(NotSentError):
    """The server takes no mail at all now: it is not there, or does not let us in."""


@dataclass(frozen=True)
class Server:
    """A mail server; `tls`: from the first byte on, else as soon as the server offers it."""

    host: str
    port: int
    tls: bool
    user: str
    password: str


@dataclass
class _Way:
    server: Server | None = None
    outbox: Path | None = None


_way = _Way()


def configure(*, server: str, outbox: Path) -> None:
    """Choose the mail server by its address; empty: mail is written into the folder `outbox`."""
    _way.server, _way.outbox = read_server(server) if server else None, outbox


def read_server(address: str) -> Server:
    """Read `smtp://user:password@host:587`, or `smtps://…`; raises `ValueError`."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts, port = urlsplit(""), 0
    if not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("VITRINE_SMTP_URL must be smtp://user:password@host:587 or smtps://…")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port, parts.scheme == "smtps", user, password)


@contextmanager
def outgoing() -> Iterator[Send]:
    """Open a line for several mails, and give what sends one; raises `OutOfOrderError`.

    Sending raises `NotSentError`, after `OutOfOrderError` the line is of no use.
    """
    if _way.server is None:
        yield _write
        return
    try:
        line = _opened(_way.server)
    except (smtplib.SMTPException, OSError) as error:
        raise OutOfOrderError(_why(error)) from error
    try:
        yield lambda message: _hand_over(line, message)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            line.quit()


def forget_written(before: datetime) -> None:
    """Remove what was written into the outbox before a moment."""
    if _way.outbox is not None:
        for each in _way.outbox.glob("*.eml"):
            if each.stat().st_mtime < before.timestamp():
                each.unlink(missing_ok=True)


class _Line(smtplib.SMTP):
    """A line that knows whether the server has been given the words of a mail."""

    given = False

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]
        self.given = True
        return super().data(msg)


class _TlsLine(_Line, smtplib.SMTP_SSL):
    """Such a line, encrypted from its first byte on."""


def _opened(server: Server) -> _Line:
    context = ssl.create_default_context()
    where = (server.host, server.port)
    line = (
        _TlsLine(*where, timeout=ANSWERS_WITHIN, context=context)
        if server.tls
        else _Line(*where, timeout=ANSWERS_WITHIN)
    )
    try:
        line.ehlo_or_helo_if_needed()
        if not server.tls and line.has_extn("starttls"):
            line.starttls(context=context)
            line.ehlo()
        if server.user:
            if not isinstance(line.sock, ssl.SSLSocket):
                raise smtplib.SMTPException("the server offers no TLS for the password")
            line.login(server.user, server.password)
    except BaseException:
        line.close()
        raise
    return line


def _hand_over(line: _Line, message: EmailMessage) -> None:
    line.given = False
    try:
        line.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        [(code, said)] = error.recipients.values()
        raise _refusal(code)(_words(code, said)) from error
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code)(_words(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        if not line.given:
            raise OutOfOrderError(_why(error)) from error
        log.warning("a mail may have been sent, and is not sent again", reason=_why(error))


def _refusal(code: int) -> type[NotSentError]:
    # 421: the server hangs up.
    return OutOfOrderError if code == 421 else RefusedError if code >= 500 else NotSentError


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _words(code: int, said: bytes | str) -> str:
    # What a server says may name the address: the log has the code and the class of the fault.
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    first = text.split(" ", 1)[0]
    return f"{code} {first}" if first.replace(".", "").isdigit() else str(code)


def _write(message: EmailMessage) -> None:
    folder = _way.outbox
    if folder is None:
        raise RuntimeError("no outbox was chosen; app.py chooses one")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{uuid4().hex[:12]}.eml"
    unfinished = folder / f".{name}"
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / name)
    log.warning("no mail server is set (VITRINE_SMTP_URL); a mail was written", file=name)
