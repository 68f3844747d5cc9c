"""Callers of the catalog API: Alice's server with a token, Charlie's, and readers without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.seller import Seller
from models.shop import Shop
from usecases import shops
from usecases.catalog import granting


@dataclass(frozen=True)
class Server:
    """A caller of a tenant; paths begin behind the tenant. An empty token: a reader."""

    client: FlaskClient
    shop: Shop
    token: str = ""

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **query: Any,
    ) -> TestResponse:
        """Ask anything."""
        sent = {} if body is None else {"json": body}
        shown = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.open(
            f"/product/{self.shop.slug}{path}",
            method=method,
            query_string=query,
            headers={**shown, **(headers or {})},
            **sent,
        )

    def get(self, path: str, **query: Any) -> Any:
        """Give what is answered."""
        return good(self.ask("GET", path, **query))

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        return good(self.ask("POST", path, body, **query))

    def put(self, path: str, body: Any = None, **query: Any) -> Any:
        return good(self.ask("PUT", path, body, **query))

    def patch(self, path: str, body: Any = None, **query: Any) -> Any:
        return good(self.ask("PATCH", path, body, **query))

    def delete(self, path: str, **query: Any) -> Any:
        return good(self.ask("DELETE", path, **query))


def good(answer: TestResponse) -> Any:
    """What a successful answer holds."""
    assert answer.status_code in (200, 201, 204, 207), answer.text
    return answer.get_json(silent=True)


def a_server(
    client: FlaskClient, shop: Shop, *scopes: str, key: list[str] | None = None, **facts: Any
) -> Server:
    """Make a key of a shop, or of a `seller`, and give who shows a token of it.

    The token has `scopes`, all that the key carries unless given; the key has those of `key`.
    """
    _, text = shops.make_key(shop, scopes=key, **facts)
    return Server(client, shop, granting.grant(shop.app_id, text, " ".join(scopes)).token())


@pytest.fixture
def server(client: FlaskClient, alice: Shop) -> Server:
    """Alice's server."""
    return a_server(client, alice)


@pytest.fixture
def charlies(client: FlaskClient, charlie: Shop) -> Server:
    """Charlie's server."""
    return a_server(client, charlie)


@pytest.fixture
def reader(client: FlaskClient, alice: Shop) -> Server:
    """Somebody who reads what Alice has published."""
    return Server(client, alice)


def a_sellers_server(client: FlaskClient, seller: Seller) -> Server:
    """The server of a seller, which sees what is the seller's."""
    return a_server(client, seller.shop, seller=seller)


def refusal(answer: TestResponse) -> tuple[int, str]:
    """The status and the sentence of a refusal, which is spelled as published."""
    told = answer.json
    assert told is not None
    if answer.status_code == 401:
        assert set(told) == {"fault"}
        assert set(told["fault"]) == {"faultstring", "detail"}
        return 401, told["fault"]["detail"]["errorcode"]
    assert set(told) - {"productId", "details"} == {"code", "status", "message"}
    assert told["code"] == answer.status_code
    for each in told.get("details", ()):
        assert set(each) == {"field", "type", "message", "moreInfo"}
    return answer.status_code, told["message"]
