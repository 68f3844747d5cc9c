"""An order as pages and servers send it, and a page of Alice's shop that sends one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ORDER: dict[str, Any] = {
    "order_id": "2026-1042",
    "total": 134.8,
    "products": [
        {"id": "SKU-1", "quantity": 2, "price": 64.95, "productCategory": "Jackets"},
        {"id": "GIFT", "quantity": 1},
    ],
}


@dataclass(frozen=True)
class Page:
    """A page of a shop, which knows its public app id and has no key."""

    client: FlaskClient
    app_id: str
    origin: str = "https://shop.example"

    def tell(self, body: Any = None, **sent: Any) -> TestResponse:
        """Tell of an order as `navigator.sendBeacon` does: no header of one's own, plain text."""
        plain = {
            "query_string": {"app_id": self.app_id},
            "data": orjson.dumps(ORDER if body is None else body),
            "content_type": "text/plain;charset=UTF-8",
            "headers": {"Origin": self.origin},
        }
        return self.client.post("/api/v1/purchases", **{**plain, **sent})
