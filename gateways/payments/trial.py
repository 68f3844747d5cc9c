"""The provider that moves no money: a shop can be tried from the cart to the payout.

What it does follows from the number of a card alone, so that every outcome can be had on purpose.
It keeps what it was told in a file of its own, as a provider would.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

from gateways.payments import (
    MISSING,
    Account,
    Aftermath,
    Charge,
    Event,
    Method,
    NotTheirs,
    PaymentError,
    Refund,
    State,
)

SOURCE = "trial"
TABLES = (
    "create table if not exists kept"
    " (id text primary key, owner text, body text not null, number integer unique)",
    "create index if not exists owned on kept (owner, number)",
)


@dataclass(frozen=True)
class Outcome:
    """How charges of a card begin and end, and why they fail."""

    begins: State = "succeeded"
    ends: State = "succeeded"
    decline_code: str | None = None


DECLINED = Outcome("failed", "failed", "generic_decline")
CARDS = {
    "4242424242424242": Outcome(),
    "4000000000000002": DECLINED,
    "4000000000009995": Outcome("failed", "failed", "insufficient_funds"),
    "4000000000000077": Outcome("processing", "succeeded"),
    "4000000000000259": Outcome("processing", "failed", "generic_decline"),
}
MESSAGES = {
    "generic_decline": "The card was declined.",
    "insufficient_funds": "The card has insufficient funds.",
}


class Trial:
    """Cards of CARDS, customers and accounts, in the SQLite file `file`."""

    source, takes_numbers = SOURCE, True

    def __init__(self, file: Path) -> None:
        self._file = file

    def open_customer(self, email: str, name: str | None, *, key: str) -> str:
        """Open a customer."""
        return self._once("cus", key, {"email": email, "name": name})

    def forget_customer(self, customer: str) -> None:
        """Forget a customer and their cards."""
        with self._open() as kept:
            kept.execute("delete from kept where id = ?", (customer,))
            kept.execute("update kept set owner = null where owner = ?", (customer,))

    def begin_method(self, customer: str) -> str:
        """Begin to add a card; `confirm` ends it."""
        self._read(customer)
        setup = self._once("seti", uuid4().hex, {"customer": customer})
        return f"{setup}_secret_{_digest(f'secret of {setup}')}"

    def confirm(
        self, secret: str, number: str, month: int, year: int, *, customer: str | None = None
    ) -> Method:
        """Add the card of a number to whom the secret was made for, once."""
        setup, _, _ = secret.partition("_secret_")
        if secret != f"{setup}_secret_{_digest(f'secret of {setup}')}":
            raise _refused("No such set-up.", status=404, code=MISSING)
        owner = self._read(setup)["customer"]
        if customer not in (None, owner):
            raise _refused("No such set-up.", status=404, code=MISSING)
        if number not in CARDS:
            raise _refused("This is no card for trying.", status=402, code="incorrect_number")
        card = {"number": number, "month": month, "year": year, "created": int(time())}
        method = self._once("pm", setup, card, owner=owner)
        return self._method(method, self._read(method))

    def method_page(self, customer: str, back: str) -> str:
        """Lead back at once, since cards for trying are typed into our own page."""
        self._read(customer)
        return back

    def methods(self, customer: str) -> list[Method]:
        """List a customer's cards, newest first."""
        self._read(customer)
        with self._open() as kept:
            rows = kept.execute(
                "select id, body from kept where owner = ? order by number desc", (customer,)
            ).fetchall()
        return [self._method(method, json.loads(body)) for method, body in rows]

    def forget_method(self, customer: str, method: str) -> None:
        """Take a card from a customer."""
        with self._open() as kept:
            if not kept.execute(
                "update kept set owner = null where id = ? and owner = ?", (method, customer)
            ).rowcount:
                raise _missing(method)

    def open_account(self, email: str, *, key: str) -> str:
        """Open an account, which is complete at once: nobody's identity is looked at."""
        return self._once("acct", key, {"email": email})

    def account(self, account: str) -> Account:
        """Tell that an account is complete."""
        self._read(account)
        return Account(account, charges_enabled=True, details_submitted=True)

    def account_page(self, account: str, back: str) -> str:
        """Lead back at once, since there is nothing to complete."""
        self._read(account)
        return back

    def charge(
        self,
        amount: int,
        currency: str,
        *,
        customer: str,
        method: str,
        group: str,
        key: str,
        late: bool = False,
    ) -> Charge:
        """Charge a card: what comes of it is told by its number. Keys are known for ever."""
        made = _id("pi", key)
        if not self._knows(made):
            number = self._read(method, owner=customer)["number"]
            facts = {"amount": amount, "currency": currency, "group": group, "method": method}
            self._once("pi", key, {**facts, "number": number})
        charged = self._read(made)
        if charged["amount"] != amount:
            raise _refused("This key was used for another amount.", code="idempotency_error")
        outcome = CARDS[charged["number"]]
        return _charge(made, outcome.begins, outcome)

    def look_up(self, charge: str) -> Charge:
        """Tell how a payment ended: what was under way is done as soon as somebody asks."""
        outcome = CARDS[self._read(charge)["number"]]
        return _charge(charge, outcome.ends, outcome)

    def transfer(
        self,
        amount: int,
        currency: str,
        *,
        account: str,
        charge: str | None,
        group: str,
        key: str,
        late: bool = False,
    ) -> str:
        """Pay an account."""
        self._read(account)
        facts = {"amount": amount, "currency": currency, "account": account, "group": group}
        return self._once("tr", key, {**facts, "charge": charge})

    def refund(self, payment: str, amount: int, currency: str, *, key: str) -> str:
        """Give back some of a payment, at most all of it."""
        paid, back = self._read(payment)["amount"], self.aftermath(payment, currency).refunds
        others = sum(each.amount for each in back if each.id != _id("re", key))
        if others + amount > paid:
            raise _refused("More than was paid.", code="charge_already_refunded")
        return self._once("re", key, {"amount": amount}, owner=payment)

    def aftermath(self, payment: str, currency: str) -> Aftermath:
        """Tell what was given back."""
        self._read(payment)
        with self._open() as kept:
            rows = kept.execute(
                "select id, body from kept where owner = ? order by number", (payment,)
            ).fetchall()
        back = (Refund(made, json.loads(body)["amount"], "succeeded") for made, body in rows)
        return Aftermath(tuple(back))

    def read_event(self, body: bytes, signature: str) -> Event:
        """Tell nothing by itself."""
        raise NotTheirs

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=15)) as kept, kept:
            for each in TABLES:
                kept.execute(each)
            yield kept

    def _once(self, prefix: str, key: str, body: dict[str, Any], owner: str | None = None) -> str:
        """Keep something under an id made of its key; who comes again finds the first."""
        made = _id(prefix, key)
        with self._open() as kept:
            kept.execute(
                "insert or ignore into kept select ?, ?, ?, coalesce(max(number), 0) + 1 from kept",
                (made, owner, json.dumps(body)),
            )
        return made

    def _knows(self, name: str) -> bool:
        with self._open() as kept:
            return bool(kept.execute("select 1 from kept where id = ?", (name,)).fetchone())

    def _read(self, name: str, owner: str | None = None) -> dict[str, Any]:
        with self._open() as kept:
            found = kept.execute("select body, owner from kept where id = ?", (name,)).fetchone()
        if found is None or (owner is not None and found[1] != owner):
            raise _missing(name)
        body: dict[str, Any] = json.loads(found[0])
        return body

    @staticmethod
    def _method(method: str, card: dict[str, Any]) -> Method:
        facts = {"exp_month": card["month"], "exp_year": card["year"], "funding": "credit"}
        facts["created"] = card["created"]
        facts["fingerprint"] = _digest(card["number"])
        return Method(method, "card", "visa", card["number"][-4:], **facts)


def _charge(made: str, state: State, outcome: Outcome) -> Charge:
    charge = made.replace("pi_", "ch_", 1)
    if state != "failed":
        return Charge(made, charge, state)
    decline = outcome.decline_code
    return Charge(made, charge, state, MESSAGES[decline or ""], "card_declined", decline)


def _id(prefix: str, key: str) -> str:
    return f"{prefix}_{_digest(f'{prefix} {key}')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _missing(name: str) -> PaymentError:
    return _refused(f"No such {name}.", status=404, code=MISSING)


def _refused(message: str, *, status: int = 400, code: str) -> PaymentError:
    return PaymentError(message, source=SOURCE, status=status, code=code)
