"""A real mail server on a port of this machine: it takes mails, or says what it is told to."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

Rule = Callable[[str], str | None]


@dataclass
class Sink:
    """What came, and what is said of a recipient or a mail instead of taking it."""

    port: int = 0
    came: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    lines: int = 0
    # What is answered to RCPT TO and to the words of a mail to somebody; None: taken.
    refuses: Rule = lambda _address: None
    unwanted: Rule = lambda _address: None

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        """Count the lines."""
        self.lines += 1
        session.host_name = hostname
        return answers

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        refusal = self.refuses(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 2.1.5 welcome"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        [address] = envelope.rcpt_tos
        refusal = self.unwanted(address)
        if refusal is not None and refusal.startswith(("4", "5")):
            return refusal
        assert isinstance(envelope.content, bytes)
        assert server.transport is not None
        self.to.append(address)
        self.came.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        if refusal == "silence":
            server.transport.abort()
        return "250 2.0.0 taken"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth: Any
    ) -> AuthResult:
        """Let in who knows the password."""
        self.logins.append((auth.login.decode(), auth.password.decode()))
        return AuthResult(success=auth.password == b"right", handled=False)


@contextmanager
def mail_server(*, tls: ssl.SSLContext | None = None, implicit: bool = False) -> Iterator[Sink]:
    """Run a mail server for the block; with `tls` it offers that, or speaks nothing else."""
    sink, loop = Sink(), asyncio.new_event_loop()
    options: dict[str, Any] = {"loop": loop}
    if tls:
        options |= {"authenticator": sink.authenticate, "auth_require_tls": not implicit}
        options |= {} if implicit else {"tls_context": tls}
    # A line encrypted from its first byte on is none to aiosmtpd, which asks for no more.
    begun = loop.create_server(
        lambda: SMTP(sink, **options), "127.0.0.1", 0, ssl=tls if implicit else None
    )
    server = loop.run_until_complete(begun)
    sink.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
