"""What a browser sees where there is nothing, and what everything else is told there."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.reading import policy

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_lost_browser_gets_a_page_in_its_language(client: FlaskClient) -> None:
    asked = {"Accept": BROWSER, "Accept-Language": "fr"}
    answer = client.get("/nowhere", headers=asked)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Il n’y a rien à regarder ici." in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert policy(answer)["script-src"] == "'none'"


@pytest.mark.parametrize(
    "accept",
    [
        pytest.param("*/*", id="a command line"),
        pytest.param("image/avif,image/webp,*/*;q=0.8", id="a picture's place"),
        pytest.param("application/json", id="a script"),
    ],
)
def test_everything_else_is_told_in_one_line(client: FlaskClient, accept: str) -> None:
    answer = client.get("/nowhere", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.text == "there is nothing at this address\n"


def test_the_name_of_what_was_sought_is_not_repeated(client: FlaskClient) -> None:
    answer = client.get("/%3Cscript%3Ealert(1)", headers={"Accept": BROWSER})
    assert "alert" not in answer.text


def test_the_api_keeps_its_own_words(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nowhere", headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert answer.json["errors"][0]["status"] == "404"
