"""`GET /api/v1/docs/try.js`: the script that makes the calls a reader tries."""

from __future__ import annotations

from flask.testing import FlaskClient

PATH = "/api/v1/docs/try.js"


def test_the_page_names_its_script_which_is_there(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs")
    assert f'src="{PATH}"' in page.text
    answer = client.get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert b"fetch(" in answer.data


def test_only_that_script_runs_and_it_speaks_to_this_server_alone(client: FlaskClient) -> None:
    policy = client.get("/api/v1/docs").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
