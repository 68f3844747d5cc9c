"""Pages of two shops, what both sell, and how a content is shared."""

from __future__ import annotations

from werkzeug.test import TestResponse

from models.content import Content
from models.shop import Shop
from tests.api.content.conftest import Caller

HER_PAGE = "https://shop.example/rain"
HIS_PAGE = "https://charlie.example/rain"
GTIN = "0012345678905"


def share(caller: Caller, content: Content, shop: Shop) -> TestResponse:
    """Share a content with a shop."""
    return caller.post("/shares", {"content_id": content.uid, "app_id": shop.app_id})
