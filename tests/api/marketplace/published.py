"""What the published contract says of each object: every field, its type, and the object within.

Kinds of values: `text`, `moment` (UTC to the second), `cents` (whole), `number`, `flag`, `texts`,
an id by its prefix (`user_`), an object by its name, several of them in a list. `?`: or null.
"""

from __future__ import annotations

import re
from typing import Any

Shape = dict[str, Any]

ROW = {"mode": "text", "created": "moment", "updated": "moment?"}
OF_CONTRACT = {**ROW, "contract_id": "inv_"}
SHAPES: dict[str, Shape] = {
    "Platform": {
        **ROW,
        "id": "plat_",
        "name": "text",
        "admins": ["User"],
        "description": "text?",
        "logo": "text?",
        "url": "text",
        "platformFee": "number",
        "activeSubscription": "text?",
    },
    "Waitlist": {
        **ROW,
        "id": "wlist_",
        "email": "text",
        "name": "text?",
        "position": "cents",
        "granted": "moment?",
    },
    "User": {
        **ROW,
        "id": "user_",
        "platform_id": "plat_",
        # Users are not told the addresses of others.
        "email": "text?",
        **dict.fromkeys(("username", "bio", "name", "firstName", "lastName"), "text?"),
        **dict.fromkeys(("image", "plan", "stripeConnectId", "stripeCustomerId"), "text?"),
        "chargesEnabled": "flag",
        "detailsSubmitted": "flag",
        "timezone": "text",
        "authenticated": "moment?",
        "links": ["UserLink"],
        "paymentMethods": ["PaymentMethod"],
        "scheduledDeletion": "moment?",
        "onboarded": "moment?",
    },
    "UserLink": {**ROW, "id": "link_", "user_id": "user_", "label": "text", "url": "text"},
    "PaymentMethod": {
        **ROW,
        "id": "text",
        "stripePaymentMethodId": "text",
        "user_id": "user_",
        "type": "text",
        "isDefault": "flag",
        "brand": "text",
        "last4": "text",
        "accountHolderType": "text?",
        "expMonth": "cents?",
        "expYear": "cents?",
        "funding": "text?",
    },
    "Product": {
        **ROW,
        "id": "prod_",
        "platform_id": "plat_",
        "user_id": "user_?",
        "user": "User?",
        "parent_product_id": "prod_?",
        "name": "text",
        "description": "text?",
        "image": "text?",
        "quantity": "cents?",
        **dict.fromkeys(("isAvailableInStock", "isEnabled", "useSeasonalPrices"), "flag"),
        **dict.fromkeys(("activeSubscriptions", "activeBuyers"), "cents"),
        **dict.fromkeys(("subscriptionLimit", "buyerLimit", "price"), "cents?"),
        **dict.fromkeys(("category", "subcategory", "cycle"), "text?"),
        "tags": "texts",
        "expires": "moment?",
        "seasonalPrices": ["SeasonalPrice"],
    },
    "SeasonalPrice": {
        **ROW,
        "id": "price_",
        "type": "text",
        "product_id": "prod_",
        "service_id": "serv_?",
        "seasonstart": "moment",
        "seasonEnd": "moment",
        "price": "cents",
    },
    "Contract": {
        **ROW,
        "id": "inv_",
        "platform_id": "plat_",
        "user_id": "user_?",
        "items": ["ContractItem"],
        "notes": "text?",
        **dict.fromkeys(("sent", "lastSent", "due", "lastPaymentAttempt", "paid"), "moment?"),
        "subTotal": "cents",
        "total": "cents",
        "currency": "text",
        "status": "text",
        "buyers": ["ContractBuyer"],
        "sellers": ["ContractSeller"],
        "fees": ["ContractFee"],
        "includeStripeFees": "flag",
        "includeCandleFees": "flag",
        "includePlatformFees": "flag",
    },
    "ContractItem": {
        **OF_CONTRACT,
        "id": "item_",
        "user_id": "user_?",
        "type": "text",
        "service_id": "serv_?",
        "product_id": "prod_?",
        "subscription_id": "subs_?",
        "startDate": "moment?",
        "endDate": "moment?",
        **dict.fromkeys(("quantity", "price", "tota", "total"), "cents"),
        "description": "text",
        "product": "Product?",
    },
    "ContractBuyer": {
        **OF_CONTRACT,
        "id": "buyer_",
        "user_id": "user_?",
        "email": "text",
        "name": "text?",
        "image": "text?",
        **dict.fromkeys(("baseAmountDue", "amountDue", "amountPaid"), "cents"),
    },
    "ContractSeller": {
        **OF_CONTRACT,
        "id": "seller_",
        "user_id": "user_?",
        "email": "text?",
        "name": "text?",
        "image": "text?",
        **dict.fromkeys(("baseAmountOwed", "amountOwed", "amountReceived"), "cents"),
    },
    "ContractFee": {
        **OF_CONTRACT,
        "id": "fee_",
        "buyer_user_id": "user_?",
        "type": "text",
        "amount": "cents",
        "description": "text",
    },
    "Cart": {
        **ROW,
        "id": "cart_",
        "platform_id": "plat_",
        "user_id": "user_",
        "items": ["CartItem"],
    },
    "CartItem": {
        **ROW,
        "id": "citem_",
        "cart_id": "cart_",
        "type": "text",
        "quantity": "cents",
        "quanity": "cents",
        "startDate": "moment?",
        "endDate": "moment?",
        "price": "cents?",
        "service_id": "serv_?",
        "product_id": "prod_",
        "product": "Product",
    },
    "Subscription": {
        **ROW,
        "id": "subs_",
        "platform_id": "plat_",
        "user_id": "user_",
        "service_id": "serv_?",
        "price": "cents",
        "isActive": "flag",
        "isPaused": "flag",
        **dict.fromkeys(("pausedAt", "pausedUntil", "ended"), "moment?"),
        "cycle": "text",
        "startDate": "moment",
    },
    "Calendar": {
        **ROW,
        "id": "cal_",
        "platform_id": "plat_",
        "user_id": "user_",
        "name": "text",
        "description": "text?",
        "googleCalendarIds": "texts",
        "availability": ["CalendarAvailability"],
        "events": ["CalendarEvent"],
    },
    "CalendarAvailability": {
        **ROW,
        "id": "avail_",
        "calendar_id": "cal_",
        "dayOfWeek": "text?",
        "overrideDate": "text?",
        "startTime": "text",
        "endTime": "text",
    },
    "CalendarEvent": {
        **ROW,
        "id": "calev_",
        "calendar_id": "cal_",
        "user_id": "user_",
        "service_id": "serv_?",
        "subscription_id": "subs_?",
        **dict.fromkeys(("googleCalendarEventId", "description", "location", "color"), "text?"),
        "title": "text",
        "eventStart": "moment",
        "eventEnd": "moment",
        "isDefault": "flag",
        "isUnavailable": "flag",
        **dict.fromkeys(("cancelled", "booked", "confirmed"), "moment?"),
        "attendees": ["EventAttendee"],
    },
    "EventAttendee": {
        **ROW,
        "id": "att_",
        "calendar_event_id": "calev_",
        "user_id": "user_?",
        "email": "text",
        "name": "text?",
        "responseStatus": "text",
        "comment": "text?",
    },
    "Transaction": {
        **ROW,
        "id": "tran_",
        "platform_id": "plat_",
        "contract_id": "inv_?",
        "buyer_user_id": "user_?",
        "seller_user_id": "user_?",
        "amount": "cents",
        "currency": "text",
        "stripeChargeId": "text?",
        "type": "text",
        "status": "text",
    },
    # Of these the published samples are plainly other objects'; `docs/marketplace-api.md` has them.
    "Nothing": {},
    "Tokens": {"token": "text", "refreshToken": "text"},
    "Membership": {"isMember": "flag", "role": "text?"},
    "Count": {"count": "cents"},
    "Username": {"username": "text"},
    "Medium": {"id": "media_", "url": "text"},
    "Secret": {"clientSecret": "text"},
    "Revenue": {"user_id": "user_", "currency": "text", "revenue": "cents"},
    "Spend": {"user_id": "user_", "currency": "text", "spend": "cents"},
    "Turnover": {"currency": "text", "amount": "cents"},
    "Fee": {"type": "text", "amount": "cents", "description": "text"},
    "Estimate": {
        "type": "text",
        "currency": "text",
        "fees": ["Fee"],
        **dict.fromkeys(("amount", "totalFees", "buyerTotal", "sellerNet"), "cents"),
    },
    "LocalTime": {"date": "moment", **dict.fromkeys(("timezone", "localtime", "offset"), "text")},
}
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def faults(told: Any, kind: Any, at: str = "") -> list[str]:
    """List what of an answer is not as published; empty: nothing."""
    if isinstance(kind, list):
        if not isinstance(told, list):
            return [f"{at}: is no list"]
        return [why for each in told for why in faults(each, kind[0], f"{at}[]")]
    if kind.endswith("?"):
        return [] if told is None else faults(told, kind.removesuffix("?"), at)
    if kind not in SHAPES:
        return [] if _fits(told, kind) else [f"{at}: {told!r} is no {kind}"]
    if not isinstance(told, dict):
        return [f"{at}: is no {kind}"]
    lacking = [f"{at}: has no {name}" for name in SHAPES[kind].keys() - told.keys()]
    known = {name: each for name, each in SHAPES[kind].items() if name in told}
    within = [why for name, each in known.items() for why in faults(told[name], each, name)]
    return lacking + within


def told_of(told: Any, kind: Any, seen: dict[str, set[str]]) -> None:
    """Note for each object which of its fields were told, and not as null or empty."""
    if isinstance(kind, list):
        for each in told:
            told_of(each, kind[0], seen)
    elif told is not None and (name := kind.removesuffix("?")) in SHAPES:
        seen.setdefault(name, set()).update(
            word for word in SHAPES[name] if told[word] or told[word] in (0, False)
        )
        for word, within in SHAPES[name].items():
            told_of(told[word], within, seen)


def _fits(told: Any, kind: str) -> bool:
    if kind == "flag":
        return isinstance(told, bool)
    if kind in ("cents", "number"):
        types: Any = int if kind == "cents" else (int, float)
        return isinstance(told, types) and not isinstance(told, bool)
    if kind == "texts":
        return isinstance(told, list) and all(isinstance(each, str) for each in told)
    if kind == "moment":
        return isinstance(told, str) and MOMENT.fullmatch(told) is not None
    if kind.endswith("_"):
        return isinstance(told, str) and re.fullmatch(f"{kind}[0-9a-f]{{32}}", told) is not None
    return isinstance(told, str)
