"""Callers of the content API: Alice's server, Charlie's server, and what they send."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart


@dataclass(frozen=True)
class Caller:
    """A shop's server: its calls carry its key; paths are below /api/v1."""

    client: FlaskClient
    headers: dict[str, str]

    def __call__(self, method: str, path: str, **sent: Any) -> TestResponse:
        return self.client.open(f"/api/v1{path}", method=method, headers=self.headers, **sent)

    def get(self, path: str) -> TestResponse:
        return self("GET", path)

    def post(self, path: str, body: Any = None) -> TestResponse:
        return self("POST", path, json=body)

    def put(self, path: str, body: Any) -> TestResponse:
        return self("PUT", path, json=body)

    def patch(self, path: str, body: Any) -> TestResponse:
        return self("PATCH", path, json=body)

    def delete(self, path: str) -> TestResponse:
        return self("DELETE", path)

    def form(self, method: str, path: str, **fields: Any) -> TestResponse:
        """Send a form; a file is a pair of stream and name, a list sends a field repeatedly."""
        lists = {
            name: [_part(each) for each in (sent if isinstance(sent, list) else [sent])]
            for name, sent in fields.items()
        }
        boundary, body = encode_multipart(MultiDict(lists))
        kind = f"multipart/form-data; boundary={boundary}"
        return self(method, path, data=body, content_type=kind)


def _part(sent: Any) -> Any:
    return FileStorage(*sent) if isinstance(sent, tuple) else sent


@pytest.fixture
def alices(client: FlaskClient, key: dict[str, str]) -> Caller:
    """Alice's server."""
    return Caller(client, key)


@pytest.fixture
def charlies(client: FlaskClient, charlies_key: dict[str, str]) -> Caller:
    """Charlie's server."""
    return Caller(client, charlies_key)


@pytest.fixture
def photo() -> bytes:
    """A photograph of one colour, 800 by 600."""
    out = io.BytesIO()
    Image.new("RGB", (800, 600), (11, 110, 79)).save(out, "JPEG")
    return out.getvalue()
