"""`/v1/openapi.json`: this API described (`api/description.py`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from api.description import Dialect, Document, Part, sent
from api.marketplace.envelope import Refusal, refused, spelled
from api.marketplace.ids import (
    BUYER,
    CART,
    CART_ITEM,
    CONTRACT,
    CONTRACT_ITEM,
    ENTRY,
    EVENT,
    FEE,
    LINK,
    PLATFORM,
    PRICE,
    PRODUCT,
    SAMPLE,
    SELLER,
    SUBSCRIPTION,
    USER,
    id_of,
    pattern_of,
)
from api.operation import Answer, operation

routes = Blueprint("description", __name__)

GROUPS = {
    "auth": "Signing in.",
    "platforms": "The marketplace itself, and what its users are on it.",
    "waitlists": "Who wants to be let in.",
    "account": "The user of the token.",
    "users": "All users.",
    "products": "What is sold.",
    "carts": "What users mean to buy.",
    "contracts": "Who buys what from whom, for how much, and how far that is.",
    "subscriptions": "What is paid and done again and again.",
    "calendars": "When users can be had.",
    "transactions": "Money that moved.",
    "media": "Pictures and names, for other things to use.",
    "description": "This description.",
}
JOINS = {
    "community": "platforms",
    "usernames": "media",
    "estimates": "media",
    "wallet": "account",
    "wallets": "users",
    "prices": "products",
    "contract_items": "contracts",
    "contract_buyers": "contracts",
    "contract_sellers": "contracts",
    "contract_fees": "contracts",
    "calendar_events": "calendars",
    "availability": "calendars",
    "localtime": "calendars",
}
ABOUT = """\
A shop as a marketplace: its users and how they sign in. Send the platform's key as `api_key`, or as
a Bearer token, and for what is a user's own the user's token as a Bearer token; the key may stand
beside it. The header `mode`, if it is sent, must be the platform's.
Answers are bare, refusals are `{"status", "message", "code"}`. Operations marked as extensions are
ours; the others follow a published contract.
"""
SCHEMES = {
    "ApiKey": {
        "type": "apiKey",
        "in": "header",
        "name": "api_key",
        "description": "A key of the platform.",
    },
    "Token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A user's token, or a key of the platform.",
    },
}


def _part(words: str, kind: str) -> Part:
    return Part(words, id_of(kind, SAMPLE), {"pattern": pattern_of(kind)})


PARTS = {
    "platform_id": _part("The platform's id.", PLATFORM),
    "domain": Part("Host of the platform's pages, with its port if any.", "shop.example"),
    "user_id": _part("The user's id.", USER),
    "link_id": _part("The link's id.", LINK),
    "entry_id": _part("The entry's id.", ENTRY),
    "product_id": _part("The product's id.", PRODUCT),
    "price_id": _part("The seasonal price's id.", PRICE),
    "cart_id": _part("The cart's id.", CART),
    "cart_item_id": _part("The id of a thing in the cart.", CART_ITEM),
    "contract_id": _part("The contract's id.", CONTRACT),
    "item_id": _part("The line's id.", CONTRACT_ITEM),
    "buyer_id": _part("The buyer's id in the contract.", BUYER),
    "seller_id": _part("The seller's id in the contract.", SELLER),
    "fee_id": _part("The fee's id.", FEE),
    "subscription_id": _part("The subscription's id.", SUBSCRIPTION),
    "event_id": _part("The event's id.", EVENT),
    "payment_method_id": Part("The provider's id of a way to pay.", "pm_123e4567e89b12d3a4564266"),
}


def _refused(status: int, code: str, sentence: str) -> tuple[str, Any]:
    return spelled(code), refused(status, code, sentence)


MARKETPLACE = Dialect(
    name="marketplace",
    title="Vitrine marketplace API",
    about=ABOUT,
    groups=GROUPS,
    refusal=Refusal,
    refused=_refused,
    joins=JOINS,
    schemes=SCHEMES,
    security=({"ApiKey": []}, {"Token": []}),
    parts=PARTS,
)


@routes.get("")
@operation("Get this description", answer=Document, scope=None, extension=True)
def show() -> Answer:
    """Describe this API in OpenAPI 3.1."""
    return sent(MARKETPLACE)
