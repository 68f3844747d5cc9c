"""`GET /product/docs.html`: the description as a page, read without a token."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient


def test_the_page_is_for_everybody_and_framed_by_nobody(client: FlaskClient) -> None:
    answer = client.get("/product/docs.html")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = html.unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert "POST https://vitrine.example/oauth/token" in page
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
