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

KEY = "sk_test_vitrine"
HOOK_SECRET = "whsec_vitrine"
# What each call must send, and may; another parameter is refused as the real one refuses it.
KNOWN: dict[str, tuple[set[str], set[str]]] = {
    "POST /v1/customers": ({"email"}, {"name"}),
    "POST /v1/setup_intents": ({"customer"}, {"usage", "automatic_payment_methods[enabled]"}),
    "POST /v1/checkout/sessions": (
        {"mode", "customer", "success_url"},
        {"payment_method_types[0]", "cancel_url"},
    ),
    "GET /v1/customers/*/payment_methods": (set(), {"limit"}),
    "GET /v1/customers/*/payment_methods/*": (set(), set()),
    "POST /v1/payment_methods/*/detach": (set(), set()),
    "POST /v1/accounts": ({"type", "email"}, {"capabilities[transfers][requested]"}),
    "GET /v1/accounts/*": (set(), set()),
    "POST /v1/account_links": ({"account", "type"}, {"refresh_url", "return_url"}),
    "POST /v1/payment_intents": (
        {"amount", "currency", "customer", "payment_method", "confirm"},
        {
            "transfer_group",
            "off_session",
            "expand[0]",
            "automatic_payment_methods[enabled]",
            "automatic_payment_methods[allow_redirects]",
        },
    ),
    "GET /v1/payment_intents/*": (set(), {"expand[0]"}),
    "POST /v1/transfers": ({"amount", "currency", "destination"}, {"transfer_group"}),
    "POST /v1/refunds": ({"payment_intent", "amount"}, set()),
}
IDS = re.compile(r"/(cus|pm|acct|pi)_[a-z0-9]+")


@dataclass
class StripeFake:
    """What was asked and made; `broken` makes it answer 500 so many times."""

    url: str
    asked: list[tuple[str, dict[str, str], str | None]] = field(default_factory=list)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[dict[str, str], int, dict[str, Any]]] = field(default_factory=dict)
    broken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add_card(self, customer: str, last4: str = "4242", brand: str = "visa") -> str:
        """Add a card to a customer, as a page of the provider's does."""
        card = {"brand": brand, "last4": last4, "exp_month": 12, "exp_year": 2031}
        facts = {"type": "card", "customer": customer, "card": {**card, "funding": "credit"}}
        return str(self.make("pm", "payment_method", facts)["id"])

    def add_bank(self, customer: str) -> str:
        """Add a bank account to a customer."""
        bank = {"bank_name": "Test Bank", "last4": "6789", "account_holder_type": "individual"}
        facts = {"type": "us_bank_account", "customer": customer, "us_bank_account": bank}
        return str(self.make("pm", "payment_method", facts)["id"])

    def make(self, prefix: str, kind: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Keep an object under a new id."""
        name = f"{prefix}_{len(self.made) + 1:04x}"
        self.made[name] = {"id": name, "object": kind, "livemode": False, **facts}
        return self.made[name]

    def kept(self, prefix: str) -> list[dict[str, Any]]:
        """List the objects whose ids begin so."""
        return [each for name, each in self.made.items() if name.startswith(f"{prefix}_")]

    def signed(self, event: dict[str, Any], at: float | None = None) -> tuple[bytes, str]:
        """Spell an event and its signature, as it is sent."""
        body = json.dumps({"object": "event", "api_version": "2026-10-28.endive", **event})
        second = int(time.time() if at is None else at)
        text = f"{second}.{body}".encode()
        mark = hmac.digest(HOOK_SECRET.encode(), text, hashlib.sha256).hex()
        return body.encode(), f"t={second},v1={mark}"

    def answer(
        self, call: str, path: str, sent: dict[str, str], key: str | None
    ) -> tuple[int, dict[str, Any]]:
        """Answer a call, a repeated key with what it was answered first."""
        if self.broken:
            self.broken -= 1
            return 500, _error("api_error", "An error occurred.")
        must, may = KNOWN.get(call, (set(), set()))
        if call not in KNOWN:
            return 404, _error("invalid_request_error", f"Unrecognized request URL ({call}).")
        if missing := must - sent.keys():
            return 400, _error("invalid_request_error", f"Missing required param: {missing}.")
        if unknown := sent.keys() - must - may:
            return 400, _error("invalid_request_error", f"Received unknown parameter: {unknown}")
        if key in self.answers:
            first, status, told = self.answers[key]
            if first != sent:
                why = "Keys for idempotent requests can only be used with the same parameters."
                return 400, _error("idempotency_error", why)
            return status, told
        status, told = self._do(call, path.split("/")[2:], sent)
        if key:
            self.answers[key] = sent, status, told
        return status, told

    def _do(self, call: str, path: list[str], sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        for name in (*path, *sent.values()):
            if IDS.fullmatch(f"/{name}") and name not in self.made:
                code = "resource_missing"
                return 404, _error("invalid_request_error", f"No such object: '{name}'", code)
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
            "GET /v1/payment_intents/*": lambda: (200, self.made[path[1]]),
            "POST /v1/transfers": lambda: (200, self.make("tr", "transfer", dict(sent))),
            "POST /v1/refunds": lambda: (200, self.make("re", "refund", dict(sent))),
        }
        return acts[call]()

    def _set_up(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        made = self.make("seti", "setup_intent", dict(sent))
        return 200, {**made, "client_secret": f"{made['id']}_secret_x"}

    def _session(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        made = self.make("cs", "checkout.session", dict(sent))
        return 200, {**made, "url": f"{self.url}/c/{made['id']}"}

    def _methods(self, customer: str) -> tuple[int, dict[str, Any]]:
        own = [each for each in self.kept("pm") if each["customer"] == customer]
        return 200, {"object": "list", "data": own[::-1], "has_more": False}

    def _method(self, customer: str, method: str) -> tuple[int, dict[str, Any]]:
        found = self.made[method]
        if found["customer"] != customer:
            return 404, _error(
                "invalid_request_error", "No such payment method", "resource_missing"
            )
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
            return 400, _error("invalid_request_error", "The method is another customer's.")
        facts = {"amount": int(sent["amount"]), "transfer_group": sent["transfer_group"]}
        made = self.make("pi", "payment_intent", facts)
        made["latest_charge"] = self.make("ch", "charge", {"amount": facts["amount"]})
        last4 = method.get("card", {}).get("last4")
        if last4 == "0002":
            made["status"] = "requires_payment_method"
            told = _error("card_error", "Your card was declined.", "card_declined")
            told["error"] |= {"decline_code": "generic_decline", "payment_intent": made}
            told["error"]["charge"] = made["latest_charge"]["id"]
            return 402, told
        made["status"] = "processing" if method["type"] == "us_bank_account" else "succeeded"
        return 200, made


def _error(kind: str, message: str, code: str | None = None) -> dict[str, Any]:
    return {"error": {"type": kind, "message": message, **({"code": code} if code else {})}}


@contextmanager
def stripe_fake() -> Iterator[StripeFake]:
    """Serve on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = urlsplit(self.path).query
            self._answer("GET", {name: each[0] for name, each in parse_qs(query).items()})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._answer("POST", dict(parse_qsl(body, strict_parsing=bool(body))))

        def _answer(self, method: str, sent: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            call = f"{method} {IDS.sub('/*', path)}"
            key = self.headers.get("Idempotency-Key")
            with fake.lock:
                fake.asked.append((call, sent, key))
                if self.headers["Authorization"] != f"Bearer {KEY}":
                    status, told = 401, _error("invalid_request_error", "Invalid API Key provided")
                else:
                    status, told = fake.answer(call, path, sent, key)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake = StripeFake(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
