"""Every request has an id, the caller's own where it can stand in a log; addresses have an end."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app import LONGEST_QUERY


@pytest.mark.parametrize("sent", ["01HZX5V2-a.b_c", "a" * 8, "f" * 128])
def test_a_wellformed_id_is_taken_over(client: FlaskClient, sent: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": sent})
    assert answer.headers["X-Request-Id"] == sent


@pytest.mark.parametrize("sent", ["", "short", "a" * 129, "a b c d e f", "äöüäöüäöü", "<script>!"])
def test_any_other_is_replaced(client: FlaskClient, sent: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": sent})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-Id"])


def test_a_query_without_end_is_refused_in_the_dialect(
    client: FlaskClient, key: dict[str, str]
) -> None:
    longest = "name=" + "a" * (LONGEST_QUERY - 5)
    assert client.get(f"/api/v1/products?{longest}", headers=key).status_code == 422
    answer = client.get(f"/api/v1/products?{longest}a", headers=key)
    assert (answer.status_code, answer.json["errors"][0]["status"]) == (414, "414")
    assert client.get(f"/healthz?{longest}a").status_code == 414


def test_without_a_secret_there_are_no_hooks(client: FlaskClient) -> None:
    assert client.post("/hooks/rtmp?secret=", data={"call": "publish"}).status_code == 404
