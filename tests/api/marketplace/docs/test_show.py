"""`GET /v1/docs`: the description as a page, read without a key."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient


def test_the_page_tells_calls_that_show_who_asks(client: FlaskClient) -> None:
    answer = client.get("/v1/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = html.unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert 'GET https://vitrine.example/v1/platforms \\\n  -H "api_key' in page


def test_the_page_may_be_framed_by_nobody(client: FlaskClient) -> None:
    headers = client.get("/v1/docs").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
