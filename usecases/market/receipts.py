"""Receipts: a mail to each user who has paid a contract, by a job, at most once; edges write it.

That one is due is written down with the payment, so no paid contract is without. Who takes it says
so before the mail is handed over: a worker that is killed in between loses that mail rather than
sending it twice; the order's page has the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import structlog
from peewee import JOIN

from gateways import mail as gateway
from gateways.mail import NotSentError, OutOfOrderError, RefusedError
from gateways.payments import payments
from gateways.queue import queue
from models import clock
from models.contract import Contract, ContractBuyer, ContractFee, ContractItem
from models.database import connected, database
from models.shop import Shop
from models.user import User
from usecases.market.sums import fees_on_top

# What the job is called that takes receipts to their mailboxes.
JOB = "mail receipts"
# After these, what the mail server does not take is tried again, and given up.
AGAIN_AFTER, GIVEN_UP_AFTER = timedelta(minutes=5), timedelta(days=3)
BATCH = 100
log = structlog.get_logger()


@dataclass(frozen=True)
class Receipt:
    """A mail to be written: to whom, by which shop, of what.

    `paid_amount` is what this buyer has paid of the contract's total, in minor units; `trial`: no
    money was moved. `recipient`: whom and where an order goes, in lines.
    """

    uid: str
    mail: str
    shop: str
    locale: str
    time_zone: str
    trial: bool
    contract: Contract
    items: tuple[ContractItem, ...]
    fees: tuple[ContractFee, ...]
    recipient: tuple[str, ...]
    paid_amount: int
    paid_at: datetime


Write = Callable[[Receipt], EmailMessage]


def promise(buyers: list[ContractBuyer]) -> None:
    """Note that buyers are due a receipt, in the transaction that notes what they have paid."""
    for each in buyers:
        # Nobody else can be charged, and nobody has proved the address of another.
        if each.user_id is not None:
            each.receipt_due_at = clock.now()
            each.save()
    database.after_commit(lambda: queue().add(JOB))


def mail_receipts(write: Write) -> None:
    """Send the receipts that are due, oldest first; several at once send nothing twice."""
    with connected():
        if rows := _due():
            try:
                with gateway.outgoing() as send:
                    for row in rows:
                        _send(row, write, send)
            except OutOfOrderError as error:
                log.warning("the mail server takes no more for now", reason=str(error))
                for row in rows:
                    _put_off(row, row.receipt_due_at)


def _due() -> list[ContractBuyer]:
    query: Any = ContractBuyer.select(ContractBuyer, Contract, Shop, User)
    query = query.join(Contract).join(Shop).switch(ContractBuyer).join(User, JOIN.LEFT_OUTER)
    query = query.where(ContractBuyer.receipt_due_at <= clock.now())
    return list(query.order_by(ContractBuyer.receipt_due_at).limit(BATCH))


def _send(row: ContractBuyer, write: Write, send: gateway.Send) -> None:
    if not _note(row, row.receipt_due_at, None):
        return  # another worker's
    try:
        send(write(_receipt(row)))
    except RefusedError as error:
        log.info("a receipt is refused for good", buyer=row.uid, reason=str(error))
    except NotSentError as error:
        log.info("a receipt is not taken yet", buyer=row.uid, reason=str(error))
        _put_off(row, None)
        if isinstance(error, OutOfOrderError):
            raise


def _put_off(row: ContractBuyer, noted: datetime | None) -> None:
    """Leave one for later, or for good after so long."""
    now = clock.now()
    late = row.contract.paid_at + GIVEN_UP_AFTER <= now
    _note(row, noted, None if late else now + AGAIN_AFTER)


def _note(row: ContractBuyer, noted: datetime | None, due_at: datetime | None) -> bool:
    """Write down when one is due, unless it is not as it was noted any more."""
    due: Any = ContractBuyer.receipt_due_at
    same = due.is_null() if noted is None else due == noted
    told = ContractBuyer.update(receipt_due_at=due_at).where(ContractBuyer.id == row.id, same)
    return bool(told.execute())


def _receipt(row: ContractBuyer) -> Receipt:
    contract = row.contract
    shop = contract.shop
    items = ContractItem.select().where(ContractItem.contract == contract)
    return Receipt(
        uid=row.uid,
        mail=row.user.email if row.user else row.email,
        shop=shop.name,
        locale=shop.locale,
        time_zone=shop.time_zone,
        trial=payments(shop.mode).takes_numbers,
        contract=contract,
        items=tuple(items.order_by(ContractItem.id)),
        fees=tuple(fees_on_top(contract)),
        recipient=(row.name or "", *row.address.splitlines()) if row.address else (),
        paid_amount=row.paid_amount,
        paid_at=contract.paid_at,
    )
