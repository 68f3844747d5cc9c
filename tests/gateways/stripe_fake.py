"""Stripe as far as we call it: a web server that looks at each request and keeps what it made."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.gateways.stripe_calls import KNOWN, LEAST, error, listed, plain

KEY = "sk_test_vitrine"
HOOK_SECRET = "whsec_vitrine"
IDS = re.compile(r"/(cus|pm|acct|pi)_[a-z0-9]+")

# When all is made, in seconds of 1970.
CREATED = 1_781_524_800


@dataclass
class StripeFake:
    """What was asked and made; `broken` makes it answer 500 so many times.

    `done` is told each call that was done before it is answered.
    """

    url: str
    asked: list[tuple[str, dict[str, str], str | None]] = field(default_factory=list)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[dict[str, str], int, dict[str, Any]]] = field(default_factory=dict)
    broken: int = 0
    key: str = KEY
    secret: str = HOOK_SECRET
    done: Callable[[str], None] = lambda _call: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add_card(self, customer: str, last4: str = "4242", brand: str = "visa") -> str:
        """Add a card to a customer, as a page of the provider's does."""
        card = {"brand": brand, "last4": last4, "exp_month": 12, "exp_year": 2031}
        facts = {"type": "card", "customer": customer, "card": {**card, "funding": "credit"}}
        return str(self.make("pm", "payment_method", facts)["id"])

    def add_bank(self, customer: str, last4: str = "6789") -> str:
        """Add a bank account to a customer; 0009 has to be confirmed by its holder each time."""
        bank = {"bank_name": "Test Bank", "last4": last4, "account_holder_type": "individual"}
        facts = {"type": "us_bank_account", "customer": customer, "us_bank_account": bank}
        return str(self.make("pm", "payment_method", facts)["id"])

    def make(self, prefix: str, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Keep an object under a new id."""
        name = f"{prefix}_{len(self.made) + 1:04x}"
        self.made[name] = {
            "id": name,
            "object": kind,
            "livemode": False,
            "created": CREATED,
            **facts,
        }
        return self.made[name]

    def forget_keys(self) -> None:
        """Let a day pass, after which keys are known no more."""
        self.answers.clear()

    def dispute(self, payment: str, status: str) -> None:
        """Let a buyer's bank dispute a payment, or decide."""
        found = [each for each in self.kept("dp") if each["payment_intent"] == payment]
        made = found[0] if found else self.make("dp", "dispute", {"payment_intent": payment})
        made["status"] = status

    def give_back(self, payment: str, amount: int) -> tuple[int, dict[str, Any]]:
        """Give back some of a payment, as a page of the provider's does."""
        intent = self.made[payment]
        left = intent["amount"] - sum(each["amount"] for each in self._refunds(payment))
        if not left:
            code = "charge_already_refunded"
            return 400, error("invalid_request_error", "It has already been refunded.", code)
        if amount > left:
            why = f"Refund amount ({amount}) is greater than unrefunded amount ({left})"
            return 400, error("invalid_request_error", why)
        facts = {"payment_intent": payment, "amount": amount, "status": "succeeded"}
        return 200, self.make("re", "refund", facts)

    def kept(self, prefix: str) -> list[dict[str, Any]]:
        """List the objects whose ids begin so."""
        return [each for name, each in self.made.items() if name.startswith(f"{prefix}_")]

    def signed(self, event: dict[str, Any], at: float | None = None) -> tuple[bytes, str]:
        """Spell an event and its signature, as it is sent."""
        body = json.dumps({"object": "event", "api_version": "2026-10-28.endive", **event})
        second = int(time.time() if at is None else at)
        text = f"{second}.{body}".encode()
        mark = hmac.digest(self.secret.encode(), text, hashlib.sha256).hex()
        return body.encode(), f"t={second},v1={mark}"

    def answer(
        self, call: str, path: str, sent: dict[str, str], key: str | None
    ) -> tuple[int, dict[str, Any]]:
        """Answer a call, a repeated key with what it was answered first."""
        if self.broken:
            self.broken -= 1
            return 500, error("api_error", "An error occurred.")
        must, may = KNOWN.get(call, (set(), set()))
        if call not in KNOWN:
            return 404, error("invalid_request_error", f"Unrecognized request URL ({call}).")
        if missing := must - sent.keys():
            return 400, error("invalid_request_error", f"Missing required param: {missing}.")
        if unknown := sent.keys() - must - may:
            return 400, error("invalid_request_error", f"Received unknown parameter: {unknown}")
        if key in self.answers:
            first, status, told = self.answers[key]
            if first != sent:
                why = "Keys for idempotent requests can only be used with the same parameters."
                return 400, error("idempotency_error", why)
            return status, told
        status, told = self._do(call, path.split("/")[2:], sent)
        if key:
            self.answers[key] = sent, status, told
        return status, told

    def _do(self, call: str, path: list[str], sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        for name in (*path, *sent.values()):
            if IDS.fullmatch(f"/{name}") and name not in self.made:
                code = "resource_missing"
                return 404, error("invalid_request_error", f"No such object: '{name}'", code)
        acts: dict[str, Callable[[], tuple[int, dict[str, Any]]]] = {
            "POST /v1/customers": lambda: (200, self.make("cus", "customer", dict(sent))),
            "POST /v1/setup_intents": lambda: self._set_up(sent),
            "POST /v1/checkout/sessions": lambda: self._session(sent),
            "GET /v1/customers/*/payment_methods": lambda: self._methods(path[1]),
            "GET /v1/customers/*/payment_methods/*": lambda: self._method(path[1], path[3]),
            "POST /v1/payment_methods/*/detach": lambda: self._detach(path[1]),
            "POST /v1/accounts": lambda: self._account(sent),
            "GET /v1/accounts/*": lambda: (200, self.made[path[1]]),
            "POST /v1/account_links": lambda: (
                200,
                {"object": "account_link", "url": f"{self.url}/setup/{sent['account']}"},
            ),
            "POST /v1/payment_intents": lambda: self._pay(sent),
            "GET /v1/payment_intents": lambda: listed(
                [each for each in self.kept("pi") if each["customer"] == sent["customer"]]
            ),
            "DELETE /v1/customers/*": lambda: self._forget(path[1]),
            "GET /v1/payment_intents/*": lambda: (200, self.made[path[1]]),
            "POST /v1/payment_intents/*/cancel": lambda: self._cancel(path[1]),
            "POST /v1/transfers": lambda: self._transfer(sent),
            "GET /v1/transfers": lambda: listed(
                [
                    each
                    for each in self.kept("tr")
                    if each["transfer_group"] == sent["transfer_group"]
                ]
            ),
            "POST /v1/refunds": lambda: self.give_back(sent["payment_intent"], int(sent["amount"])),
            "GET /v1/refunds": lambda: listed(self._refunds(sent["payment_intent"])),
            "GET /v1/disputes": lambda: listed(
                [
                    each
                    for each in self.kept("dp")
                    if each["payment_intent"] == sent["payment_intent"]
                ]
            ),
        }
        return acts[call]()

    def _refunds(self, payment: str) -> list[dict[str, Any]]:
        return [each for each in self.kept("re") if each["payment_intent"] == payment]

    def _forget(self, customer: str) -> tuple[int, dict[str, Any]]:
        del self.made[customer]
        for each in self.kept("pm"):
            if each["customer"] == customer:
                each["customer"] = None
        return 200, {"id": customer, "object": "customer", "deleted": True}

    def _transfer(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Move money of a charge; the balance is empty, as it is on the day of the charge."""
        source = self.made.get(sent.get("source_transaction", ""))
        if source is None:
            why = "You have insufficient available funds in your Stripe account."
            return 400, error("invalid_request_error", why, "balance_insufficient")
        own = [each for each in self.kept("tr") if each["source_transaction"] == source["id"]]
        amount = int(sent["amount"])
        if sum(each["amount"] for each in own) + amount > source["amount"]:
            return 400, error("invalid_request_error", "More than the source transaction has.")
        if (sent["currency"], sent["transfer_group"]) != (
            source["currency"],
            source["transfer_group"],
        ):
            return 400, error("invalid_request_error", "The source transaction does not match.")
        return 200, self.make("tr", "transfer", {**plain(sent), "amount": amount})

    def _set_up(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        made = self.make("seti", "setup_intent", dict(sent))
        return 200, {**made, "client_secret": f"{made['id']}_secret_x"}

    def _session(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        made = self.make("cs", "checkout.session", dict(sent))
        return 200, {**made, "url": f"{self.url}/c/{made['id']}"}

    def _methods(self, customer: str) -> tuple[int, dict[str, Any]]:
        return listed([each for each in self.kept("pm") if each["customer"] == customer])

    def _method(self, customer: str, method: str) -> tuple[int, dict[str, Any]]:
        found = self.made[method]
        if found["customer"] != customer:
            return 404, error("invalid_request_error", "No such payment method", "resource_missing")
        return 200, found

    def _detach(self, method: str) -> tuple[int, dict[str, Any]]:
        self.made[method]["customer"] = None
        return 200, self.made[method]

    def _account(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        facts = {"email": sent["email"], "charges_enabled": False, "details_submitted": False}
        return 200, self.make("acct", "account", facts)

    def _pay(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        method = self.made[sent["payment_method"]]
        if method["customer"] != sent["customer"]:
            return 400, error("invalid_request_error", "The method is another customer's.")
        least = LEAST.get(sent["currency"], 50)
        if int(sent["amount"]) < least:
            code = "amount_too_small"
            return 400, error("invalid_request_error", f"Amount must be at least {least}.", code)
        facts = {**plain(sent), "amount": int(sent["amount"])}
        made = self.make("pi", "payment_intent", facts)
        taken = {name: facts[name] for name in ("amount", "currency", "transfer_group")}
        made["latest_charge"] = self.make("ch", "charge", taken)
        last4 = method.get("card", {}).get("last4")
        if last4 == "0002":
            made["status"] = "requires_payment_method"
            told = error("card_error", "Your card was declined.", "card_declined")
            told["error"] |= {"decline_code": "generic_decline", "payment_intent": made}
            told["error"]["charge"] = made["latest_charge"]["id"]
            return 402, told
        bank = method.get("us_bank_account", {}).get("last4")
        made["status"] = "processing" if bank else "succeeded"
        if bank == "0009":
            made["status"] = "requires_action"
        return 200, dict(made)

    def _cancel(self, payment: str) -> tuple[int, dict[str, Any]]:
        made = self.made[payment]
        if made["status"] in ("succeeded", "processing", "canceled"):
            code = "payment_intent_unexpected_state"
            return 400, error("invalid_request_error", f"It is {made['status']}.", code)
        made["status"] = "canceled"
        return 200, made


@contextmanager
def stripe_fake() -> Iterator[StripeFake]:
    """Serve on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = urlsplit(self.path).query
            self._answer("GET", {name: each[0] for name, each in parse_qs(query).items()})

        def do_DELETE(self) -> None:
            self._answer("DELETE", {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._answer("POST", dict(parse_qsl(body, strict_parsing=bool(body))))

        def _answer(self, method: str, sent: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            call = f"{method} {IDS.sub('/*', path)}"
            key = self.headers.get("Idempotency-Key")
            with fake.lock:
                fake.asked.append((call, sent, key))
                if self.headers["Authorization"] != f"Bearer {fake.key}":
                    status, told = 401, error("invalid_request_error", "Invalid API Key provided")
                else:
                    status, told = fake.answer(call, path, sent, key)
            fake.done(call)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_request: object) -> None:
            # Who asks and is killed before the answer is what is tested.
            pass

    server = Server(("127.0.0.1", 0), Handler)
    fake = StripeFake(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
