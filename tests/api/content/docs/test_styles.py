"""`GET /api/v1/docs/api.css`: the looks of the page, kept by browsers for an hour."""

from __future__ import annotations

from flask.testing import FlaskClient

PATH = "/api/v1/docs/api.css"


def test_the_page_names_its_stylesheet_which_is_there(client: FlaskClient) -> None:
    assert f'href="{PATH}"' in client.get("/api/v1/docs").text
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert b"{" in answer.data
    assert "max-age=3600" in answer.headers["Cache-Control"]


def test_what_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(PATH).headers["ETag"]
    again = client.get(PATH, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
