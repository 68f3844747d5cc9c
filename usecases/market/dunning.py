"""Dunning: a buyer whose renewal could not be charged is told by mail, once for each try.

Edges write the mail. Who takes one says so before it is handed over, so several workers send
nothing twice. What has been paid or called off meanwhile is told to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import structlog

from gateways import mail as gateway
from gateways.mail import NotSentError, OutOfOrderError, RefusedError
from gateways.queue import queue
from models import clock
from models.contract import SETTLING, UNCOLLECTIBLE, Contract, ContractItem
from models.database import connected, database
from models.renewal import Renewal
from models.shop import Shop
from models.subscription import Subscription
from models.user import User

# What the job is called that takes these mails to their mailboxes.
JOB = "mail unpaid renewals"
# What the mail server does not take now is tried again, until there is the next to tell of.
AGAIN_AFTER, GIVEN_UP_AFTER = timedelta(minutes=5), timedelta(days=1)
BATCH = 100
log = structlog.get_logger()


@dataclass(frozen=True)
class Unpaid:
    """A mail to be written: to whom, by which shop, what could not be charged (minor units).

    `again_at`: when it is tried again; None: never, the subscription has ended.
    """

    uid: str
    mail: str
    shop: str
    locale: str
    time_zone: str
    name: str
    amount: int
    currency: str
    again_at: datetime | None


Write = Callable[[Unpaid], EmailMessage]


def promise(renewal: Renewal) -> None:
    """Note that the buyer is to be told, in the transaction that counts the try."""
    Renewal.update(mails_at=clock.now()).where(Renewal.id == renewal.id).execute()
    database.after_commit(lambda: queue().add(JOB))


def mail_unpaid(write: Write) -> None:
    """Send what is to be told, oldest first."""
    with connected():
        if rows := _due():
            try:
                with gateway.outgoing() as send:
                    for row in rows:
                        _send(row, write, send)
            except OutOfOrderError as error:
                log.warning("the mail server takes no more for now", reason=str(error))
                for row in rows:
                    _put_off(row, row.mails_at)


def _due() -> list[Renewal]:
    rows: Any = Renewal.select(Renewal, Contract, Subscription, Shop, User).join(Contract)
    rows = rows.switch(Renewal).join(Subscription).join(Shop).switch(Subscription).join(User)
    rows = rows.where(Renewal.mails_at <= clock.now())
    return list(rows.order_by(Renewal.mails_at).limit(BATCH))


def _send(row: Renewal, write: Write, send: gateway.Send) -> None:
    if not _note(row, row.mails_at, None):
        return  # another worker's, or the next try's
    if row.contract.status not in (*SETTLING, UNCOLLECTIBLE):
        return
    try:
        send(write(_unpaid(row)))
    except RefusedError as error:
        log.info("a mail about a renewal is refused for good", renewal=row.uid, reason=str(error))
    except NotSentError as error:
        log.info("a mail about a renewal is not taken yet", renewal=row.uid, reason=str(error))
        _put_off(row, None)
        if isinstance(error, OutOfOrderError):
            raise


def _put_off(row: Renewal, noted: datetime | None) -> None:
    """Leave one for later, or for good after so long."""
    now = clock.now()
    late = row.updated_at + GIVEN_UP_AFTER <= now
    _note(row, noted, None if late else now + AGAIN_AFTER)


def _note(row: Renewal, noted: datetime | None, mails_at: datetime | None) -> bool:
    """Write down when to tell, unless it is not as it was noted any more."""
    told: Any = Renewal.mails_at
    same = told.is_null() if noted is None else told == noted
    change = Renewal.update(mails_at=mails_at).where(Renewal.id == row.id, same)
    return bool(change.execute())


def _unpaid(row: Renewal) -> Unpaid:
    subscription, contract = row.subscription, row.contract
    line = ContractItem.get(ContractItem.contract == contract)
    return Unpaid(
        uid=f"{row.uid}.{row.tries}",
        mail=subscription.user.email,
        shop=subscription.shop.name,
        locale=subscription.shop.locale,
        time_zone=subscription.user.time_zone,
        name=line.description,
        amount=contract.total_amount,
        currency=contract.currency,
        again_at=row.tries_at,
    )
