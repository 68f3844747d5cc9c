"""Taking sign-in codes to their mailboxes, by a job; written by the edge.

Who takes a mail says so first, so several workers send nothing twice. What the mail server does not
take now is tried again as long as the code is good.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import structlog

from gateways import mail as gateway
from gateways.mail import NotSentError, OutOfOrderError, RefusedError
from models import clock
from models.database import connected
from models.session import CODE_LASTS, SignInCode
from models.shop import Shop
from usecases.codes import code_of

log = structlog.get_logger()
AGAIN_AFTER = timedelta(seconds=20)
BATCH = 100


@dataclass(frozen=True)
class CodeMail:
    """A mail to be written: to whom, with which code, good for how many minutes, by which shop."""

    uid: str
    mail: str
    code: str
    minutes: int
    shop: str
    locale: str


Write = Callable[[CodeMail], EmailMessage]


def mail_codes(write: Write) -> None:
    """Send the codes that wait, oldest first."""
    with connected():
        if rows := _waiting():
            try:
                with gateway.outgoing() as send:
                    for row in rows:
                        _send(row, write, send)
            except OutOfOrderError as error:
                log.warning("the mail server takes no more for now", reason=str(error))
                _put_off(rows)


def _waiting() -> list[SignInCode]:
    now = clock.now()
    query: Any = SignInCode.select(SignInCode, Shop).join(Shop)
    query = query.where(
        SignInCode.mailed_at.is_null(),
        SignInCode.used_at.is_null(),
        SignInCode.ends_at > now,
        SignInCode.due_at <= now,
    )
    return list(query.order_by(SignInCode.asked_at).limit(BATCH))


def _send(row: SignInCode, write: Write, send: gateway.Send) -> None:
    # A code that was asked for meanwhile is another one.
    mine: Any = (SignInCode.id == row.id) & (SignInCode.nonce == row.nonce)
    taken = SignInCode.update(mailed_at=clock.now())
    if not taken.where(mine, SignInCode.mailed_at.is_null()).execute():
        return
    try:
        send(write(_letter(row)))
    except RefusedError as error:
        log.info("a code is refused for good", code=row.uid, reason=str(error))
    except NotSentError as error:
        log.info("a code is not taken yet", code=row.uid, reason=str(error))
        later = SignInCode.update(mailed_at=None, due_at=clock.now() + AGAIN_AFTER)
        later.where(mine).execute()
        if isinstance(error, OutOfOrderError):
            raise


def _put_off(rows: list[SignInCode]) -> None:
    """Leave what nobody has taken for later: who asks meanwhile does not wait for it as well."""
    ids = [each.id for each in rows]
    later = SignInCode.update(due_at=clock.now() + AGAIN_AFTER)
    later.where(SignInCode.id.in_(ids), SignInCode.mailed_at.is_null()).execute()


def _letter(row: SignInCode) -> CodeMail:
    return CodeMail(
        uid=row.nonce,
        mail=row.email,
        code=code_of(row),
        minutes=round(CODE_LASTS.total_seconds() / 60),
        shop=row.shop.name,
        locale=row.shop.locale,
    )
