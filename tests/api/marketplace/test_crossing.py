"""Pages of other origins call the marketplace API, as browsers let them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.api.marketplace.conftest import Caller

PAGE = {"Origin": "https://store.example"}
ASKED = "api_key,authorization,content-type,mode,idempotency-key"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/auth/otp/email"),
        ("PUT", "/users/auth"),
        ("DELETE", "/carts/auth"),
        ("POST", "/calendars/auth/availability"),
        ("GET", "/products"),
    ],
)
def test_a_browser_that_asks_first_is_told_that_it_may(
    client: FlaskClient, method: str, path: str
) -> None:
    asked = {
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": ASKED,
    }
    answer = client.options(f"/v1{path}", headers={**PAGE, **asked})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
    allowed = answer.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert set(ASKED.split(",")) <= set(allowed)
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_pages_may_read_answers_and_refusals(noors: Caller) -> None:
    for path, status in (("/users/auth", 200), ("/products/prod_x", 404)):
        answer = noors.ask("GET", path, headers={**noors.headers, **PAGE})
        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
    answer = noors.client.get("/v1/users/auth", headers=PAGE)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (401, "*")
