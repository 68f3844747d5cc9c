"""Who is asking without a key: a page of a shop, known by public app id and origin."""

from __future__ import annotations

from flask import g, request

from api.auth import APP_ID_HEADERS, sent_header
from models.errors import Forbidden, Unauthorized
from models.shop import Shop
from usecases import shops


class OriginNotAllowed(Forbidden):
    """The page asking is not one of the shop's."""

    code = "origin-not-allowed"


class NoOrigin(Unauthorized):
    """Neither a shop's page nor a shop's server."""

    code = "no-credentials"


def sent_app_id() -> str:
    """Read the app id of a page: in the address, where no preflight is needed, or in a header."""
    query = request.args
    return query.get("app_id") or query.get("APP_ID") or sent_header(APP_ID_HEADERS)


def enter_by_page() -> None:
    """Let a page of a shop in by its app id and origin, or raise."""
    g.shop_of_page, _ = allowed_shop(sent_app_id(), request.headers.get("Origin"))


def shop_of_page() -> Shop | None:
    """Give the shop whose page came in; None: the caller came by a key."""
    shop: Shop | None = g.get("shop_of_page")
    return shop


def allowed_shop(app_id: str, origin: str | None) -> tuple[Shop, str]:
    """Let a page in by public app id and origin, or raise."""
    if not app_id or origin is None:
        raise NoOrigin("send App-Id and Api-Key, or ask from a page of the shop with its app_id")
    asking = shops.find_shop(app_id)
    if not asking.allows(origin):
        raise OriginNotAllowed(f"{origin} is not among the shop's allowed origins; add it there")
    return asking, origin
