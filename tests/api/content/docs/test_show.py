"""`GET /api/v1/docs`: the description as a page, read without a key."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient


def test_the_page_names_every_operation_by_method_and_address(client: FlaskClient) -> None:
    answer = client.get("/api/v1/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = html.unescape(re.sub(r"<[^>]+>", "", answer.text))
    told = client.get("/api/v1/openapi.json").json["paths"]
    for path, methods in told.items():
        for method, said in methods.items():
            assert said["summary"] in page
            assert f"{method.upper()} https://vitrine.example/api/v1{path.split('{')[0]}" in page


def test_the_page_may_be_framed_by_nobody(client: FlaskClient) -> None:
    headers = client.get("/api/v1/docs").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers
