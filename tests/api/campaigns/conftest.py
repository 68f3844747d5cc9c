"""Callers of the campaigns API: Alice's server, which sends a key of her shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.seller import Seller
from models.shop import Shop
from usecases import shops


@dataclass(frozen=True)
class Server:
    """A server of a shop; paths begin behind the access key."""

    client: FlaskClient
    shop: Shop
    token: str

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> TestResponse:
        """Ask anything."""
        sent = {} if body is None else {"json": body}
        headers = {"Authorization": f"Bearer {self.token}"}
        where = f"/v2/{self.shop.access_key}{path}"
        return self.client.open(where, method=method, query_string=query, headers=headers, **sent)

    def get(self, path: str, **query: Any) -> Any:
        """Give what is answered."""
        return self._good(self.ask("GET", path, **query))

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        return self._good(self.ask("POST", path, body, **query))

    def put(self, path: str, body: Any = None, **query: Any) -> Any:
        return self._good(self.ask("PUT", path, body, **query))

    def delete(self, path: str, body: Any = None, **query: Any) -> Any:
        return self._good(self.ask("DELETE", path, body, **query))

    def _good(self, answer: TestResponse) -> Any:
        assert answer.status_code in (200, 204), answer.text
        return answer.get_json(silent=True)


def a_server(client: FlaskClient, shop: Shop, **facts: Any) -> Server:
    """Make a key of a shop, or of a `seller`, and give who sends it."""
    _, text = shops.make_key(shop, **facts)
    return Server(client, shop, text)


@pytest.fixture
def server(client: FlaskClient, alice: Shop) -> Server:
    """Alice's server."""
    return a_server(client, alice)


@pytest.fixture
def charlies(client: FlaskClient, charlie: Shop) -> Server:
    """Charlie's server."""
    return a_server(client, charlie)


def a_sellers_server(client: FlaskClient, seller: Seller) -> Server:
    """The server of a seller, which sees what is the seller's."""
    return a_server(client, seller.shop, seller=seller)


def refusal(answer: TestResponse) -> tuple[int, int]:
    """The status and the number of a refusal, which is spelled as published."""
    assert answer.json is not None
    assert set(answer.json) == {"_s", "_e"}
    assert answer.json["_e"]
    return answer.status_code, answer.json["_s"]
