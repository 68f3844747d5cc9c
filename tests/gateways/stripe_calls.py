"""The calls of Stripe that we make, and how it spells its answers."""

from __future__ import annotations

from typing import Any

# What each call must send, and may; another parameter is refused as the real one refuses it.
KNOWN: dict[str, tuple[set[str], set[str]]] = {
    "POST /v1/customers": ({"email"}, {"name"}),
    "DELETE /v1/customers/*": (set(), set()),
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
            "metadata[vitrine_key]",
        },
    ),
    "GET /v1/payment_intents": ({"customer"}, {"limit"}),
    "GET /v1/payment_intents/*": (set(), {"expand[0]"}),
    "POST /v1/payment_intents/*/cancel": (set(), set()),
    "POST /v1/transfers": (
        {"amount", "currency", "destination"},
        {"transfer_group", "source_transaction", "metadata[vitrine_key]"},
    ),
    "GET /v1/transfers": ({"transfer_group"}, {"limit"}),
    "POST /v1/refunds": ({"payment_intent", "amount"}, set()),
    "GET /v1/refunds": ({"payment_intent"}, {"limit"}),
    "GET /v1/disputes": ({"payment_intent"}, {"limit"}),
}
# What is charged at least, as of https://docs.stripe.com/currencies, in the currency's units.
LEAST = {"jpy": 50}


def plain(sent: dict[str, str]) -> dict[str, Any]:
    """What was sent as it is kept: a key in its metadata, without words about the call."""
    facts: dict[str, Any] = {name: each for name, each in sent.items() if "[" not in name}
    return facts | {"metadata": {"vitrine_key": sent.get("metadata[vitrine_key]")}}


def listed(rows: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
    """Spell a list, newest first."""
    return 200, {"object": "list", "data": rows[::-1], "has_more": False}


def error(kind: str, message: str, code: str | None = None) -> dict[str, Any]:
    """Spell a refusal."""
    return {"error": {"type": kind, "message": message, **({"code": code} if code else {})}}
