"""Ids of the marketplace API: a word for the kind, an underscore and the uid."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field
from werkzeug.routing import BaseConverter

from api.told import Told

PLATFORM, USER, LINK, ENTRY, MEDIUM = "plat", "user", "link", "wlist", "media"
PRODUCT, SERVICE, PRICE, CART, CART_ITEM = "prod", "serv", "price", "cart", "citem"
CONTRACT, CONTRACT_ITEM, BUYER, SELLER, FEE = "inv", "item", "buyer", "seller", "fee"
TRANSACTION, SUBSCRIPTION, CALENDAR, HOURS, EVENT = "tran", "subs", "cal", "avail", "calev"
ATTENDEE = "att"
SAMPLE = "123e4567e89b12d3a456426614174000"
UID = re.compile(r"[0-9a-f]{32}")


class Id(BaseConverter):
    """An id in addresses where a word may stand as well, which names nobody and nothing.

    So what is not done to `/products/categories` is refused as that, and not looked for.
    """

    regex = r"(?!(?:auth|categories)$)[^/]+"
    part_isolating = True


def id_of(kind: str, uid: str) -> str:
    """Spell an id: `user_123e…`."""
    return f"{kind}_{uid}"


def uid_of(kind: str, text: str) -> str:
    """Read the uid out of an id; empty, which names nothing, for what is no id of this kind."""
    prefix, _, uid = text.partition("_")
    return uid if prefix == kind and UID.fullmatch(uid) else ""


def pattern_of(kind: str) -> str:
    """Tell what an id of a kind looks like."""
    return f"^{kind}_[0-9a-f]{{32}}$"


PlatformId = Annotated[str, Field(examples=[f"plat_{SAMPLE}"]), Told(pattern_of(PLATFORM))]
UserId = Annotated[str, Field(examples=[f"user_{SAMPLE}"]), Told(pattern_of(USER))]
LinkId = Annotated[str, Field(examples=[f"link_{SAMPLE}"]), Told(pattern_of(LINK))]
EntryId = Annotated[str, Field(examples=[f"wlist_{SAMPLE}"]), Told(pattern_of(ENTRY))]
MediumId = Annotated[str, Field(examples=[f"media_{SAMPLE}"]), Told(pattern_of(MEDIUM))]
ProductId = Annotated[str, Field(examples=[f"{PRODUCT}_{SAMPLE}"]), Told(pattern_of(PRODUCT))]
PriceId = Annotated[str, Field(examples=[f"{PRICE}_{SAMPLE}"]), Told(pattern_of(PRICE))]
CartId = Annotated[str, Field(examples=[f"{CART}_{SAMPLE}"]), Told(pattern_of(CART))]
CartItemId = Annotated[str, Field(examples=[f"{CART_ITEM}_{SAMPLE}"]), Told(pattern_of(CART_ITEM))]
ContractId = Annotated[str, Field(examples=[f"{CONTRACT}_{SAMPLE}"]), Told(pattern_of(CONTRACT))]
ContractItemId = Annotated[
    str, Field(examples=[f"{CONTRACT_ITEM}_{SAMPLE}"]), Told(pattern_of(CONTRACT_ITEM))
]
BuyerId = Annotated[str, Field(examples=[f"{BUYER}_{SAMPLE}"]), Told(pattern_of(BUYER))]
SellerId = Annotated[str, Field(examples=[f"{SELLER}_{SAMPLE}"]), Told(pattern_of(SELLER))]
FeeId = Annotated[str, Field(examples=[f"{FEE}_{SAMPLE}"]), Told(pattern_of(FEE))]
TransactionId = Annotated[
    str, Field(examples=[f"{TRANSACTION}_{SAMPLE}"]), Told(pattern_of(TRANSACTION))
]
SubscriptionId = Annotated[
    str, Field(examples=[f"{SUBSCRIPTION}_{SAMPLE}"]), Told(pattern_of(SUBSCRIPTION))
]
CalendarId = Annotated[str, Field(examples=[f"{CALENDAR}_{SAMPLE}"]), Told(pattern_of(CALENDAR))]
HoursId = Annotated[str, Field(examples=[f"{HOURS}_{SAMPLE}"]), Told(pattern_of(HOURS))]
EventId = Annotated[str, Field(examples=[f"{EVENT}_{SAMPLE}"]), Told(pattern_of(EVENT))]
AttendeeId = Annotated[str, Field(examples=[f"{ATTENDEE}_{SAMPLE}"]), Told(pattern_of(ATTENDEE))]
