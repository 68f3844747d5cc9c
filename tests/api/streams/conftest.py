"""Callers of the streams API: Alice's server, which names her shop by its slug."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.shop import Shop


@dataclass(frozen=True)
class Asker:
    """Somebody who asks in the name of a shop."""

    client: FlaskClient
    slug: str

    def __call__(self, path: str, headers: Any = None, address: str = "", **query: Any) -> Any:
        """Give the body of an answer."""
        answer = self.ask(path, headers, address, **query)
        assert answer.status_code == 200, answer.json
        return answer.json["body"]

    def ask(self, path: str, headers: Any = None, address: str = "", **query: Any) -> TestResponse:
        return self.client.get(
            path,
            query_string={"applicationId": self.slug, **query},
            headers=headers,
            environ_base={"REMOTE_ADDR": address or "203.0.113.7"},
        )


@pytest.fixture
def asker(client: FlaskClient, alice: Shop) -> Asker:
    """Who asks for Alice's shop."""
    return Asker(client, alice.slug)


def refusal(answer: TestResponse) -> tuple[int, str]:
    """The status and the code of a refusal, which is enveloped as published."""
    assert answer.json is not None
    assert set(answer.json) == {"status", "serverTime", "body"}
    assert answer.json["status"] == answer.status_code
    error = answer.json["body"]["error"]
    assert error["message"] == answer.json["body"]["message"] != ""
    return answer.status_code, error["code"]
