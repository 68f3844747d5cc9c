"""Who is asking the streams API: a shop, named by its slug or by whose a token is; and how often.

The slug travels as `applicationId`, in older clients as `application`. It is public and opens
what is public; a Bearer token, a key of the shop, stands in for it.
"""

from __future__ import annotations

from flask import Response, g, request

from api.auth import OutOfScope, bearer
from api.limits import count_address, count_application, count_quick_state
from api.operation import Door
from models.api_key import BadKey
from models.meter import TooManyRequests
from models.shop import Shop, UnknownApplication
from usecases import shops

NAMES = ("applicationId", "application")
SCOPE = "content.read"
REFUSALS = (UnknownApplication, BadKey, OutOfScope, TooManyRequests)


def for_shop(policy: str) -> Door:
    """Make the door of what a shop asks, counted by a policy."""

    def enter(_scope: str | None) -> None:
        # Who guesses at slugs is counted too.
        count_address()
        g.shop = _shop()
        count_application(policy, g.shop.slug)

    return Door(enter, REFUSALS, ({"ApplicationId": []}, {"Token": []}))


def for_anybody() -> Door:
    """Make the door of what viewers' pages ask, counted by their addresses."""

    def enter(_scope: str | None) -> None:
        count_quick_state()

    return Door(enter, (UnknownApplication, TooManyRequests), ({}, {"ApplicationId": []}))


def named_shop() -> Shop | None:
    """Give the shop that is named, None where none is; raises `UnknownApplication`."""
    named = {text for name in NAMES for text in request.args.getlist(name)}
    if len(named) > 1:
        raise UnknownApplication("send one applicationId")
    return shops.find_application(named.pop()) if named else None


def let_pages_read(response: Response) -> Response:
    """Let scripts of any page read an answer, and after a refusal how long to wait."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response


def _shop() -> Shop:
    if not (token := bearer()):
        # Nothing sent is refused as what names nobody.
        return named_shop() or shops.find_application("")
    key = shops.enter_by_token(token)
    if not key.allows(SCOPE):
        raise OutOfScope(f"this token does not carry the scope {SCOPE}")
    named = named_shop()
    if named is not None and named.id != key.shop_id:
        raise UnknownApplication("the applicationId is not the one this token belongs to")
    return key.shop
