"""Sign-in codes: six digits for a mailbox, good for ten minutes and five guesses.

A code is made of the row's own nonce and the installation's secret and kept nowhere: neither the
database nor the queue holds what would let somebody in. Asking says the same whoever has
the address, and whether a mail goes out or not.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Case, IntegrityError

from gateways.queue import queue
from models import clock
from models.base import new_uid
from models.database import connected, database
from models.session import (
    CODE_LASTS,
    CODE_PAUSE,
    CODE_TRIES,
    CODES_BEFORE_LONG_PAUSE,
    CODES_FORGOTTEN,
    LONG_CODE_PAUSE,
    BadCode,
    SignInCode,
)
from models.shop import Shop
from usecases.mailboxes import read_mailbox
from usecases.passes import digest_of
from usecases.rows import refuse_sellers

# What the job is called that takes codes to their mailboxes.
JOB = "mail codes"
DIGITS = 6


@dataclass(frozen=True)
class Asked:
    """Whether a code was sent now, else one was before; the next can be had from `next_at` on."""

    sent: bool
    next_at: datetime


def ask(shop: Shop, email: str) -> Asked:
    """Send a code to an address, unless it was sent one just now. Raises `Invalid`."""
    refuse_sellers(shop)
    address, now = read_mailbox(email, "email"), clock.now()
    # Two that ask at once for a new address meet in the index: the second finds the first's row.
    with database.atomic():
        sent = _renewed(shop, address, now) or _made(shop, address, now)
        if sent:
            database.after_commit(lambda: queue().add(JOB))
    row = SignInCode.get(SignInCode.shop == shop, SignInCode.email == address)
    often = row.unused >= CODES_BEFORE_LONG_PAUSE
    return Asked(sent, row.asked_at + (LONG_CODE_PAUSE if often else CODE_PAUSE))


def use(shop: Shop, email: str, code: str) -> str:
    """Use up the code of an address, and give the address; raises `BadCode`, `Invalid`.

    Each guess is counted before it is looked at, so that many at once have no more than five.
    """
    refuse_sellers(shop)
    address, now = read_mailbox(email, "email"), clock.now()
    row = SignInCode.get_or_none(SignInCode.shop == shop, SignInCode.email == address)
    if row is not None:
        live: Any = (SignInCode.id == row.id) & (SignInCode.nonce == row.nonce)
        live &= SignInCode.used_at.is_null() & (SignInCode.ends_at > now)
        guess = SignInCode.update(tries=SignInCode.tries + 1)
        counted = guess.where(live, SignInCode.tries < CODE_TRIES).execute()
        right = hmac.compare_digest(code.encode("utf-8", "replace"), code_of(row).encode())
        if counted and right:
            spent = SignInCode.update(used_at=now, unused=0)
            if spent.where(live).execute():
                return address
    raise BadCode("this code is wrong or no longer good; ask for a new one")


def code_of(row: SignInCode) -> str:
    """Tell the code of a row: six digits."""
    made = int(digest_of("sign-in code", row.uid, row.nonce), 16)
    return f"{made % 10**DIGITS:0{DIGITS}}"


def forget_codes() -> None:
    """Remove the codes of addresses that have asked for none in a while."""
    with connected():
        # A row says how many were asked for, as long as that counts.
        SignInCode.delete().where(SignInCode.asked_at <= clock.now() - CODES_FORGOTTEN).execute()


def _renewed(shop: Shop, address: str, now: datetime) -> bool:
    """Give an address that has a row a new code; False: it has none, or must wait."""
    quiet: Any = SignInCode.asked_at <= now - CODES_FORGOTTEN
    seldom = (SignInCode.unused < CODES_BEFORE_LONG_PAUSE) & (
        SignInCode.asked_at <= now - CODE_PAUSE
    )
    rested = quiet | seldom | (SignInCode.asked_at <= now - LONG_CODE_PAUSE)
    unused = Case(None, [(quiet, 1)], SignInCode.unused + 1)
    more: Any = SignInCode.update(unused=unused, **_facts(now))
    mine: Any = (SignInCode.shop == shop) & (SignInCode.email == address)
    return bool(more.where(mine, rested).execute())


def _made(shop: Shop, address: str, now: datetime) -> bool:
    try:
        with database.atomic():
            SignInCode.create(shop=shop, email=address, **_facts(now))
    except IntegrityError:
        return False
    return True


def _facts(now: datetime) -> dict[str, Any]:
    return {
        "nonce": new_uid(),
        "tries": 0,
        "asked_at": now,
        "ends_at": now + CODE_LASTS,
        "used_at": None,
        "mailed_at": None,
        "due_at": now,
    }
