"""The widget's files as browsers get them."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from gateways.static import ROLLING, serve_widget

WIDGET = Path(__file__).resolve().parents[2] / "widget"
ROLLING_PATHS = {
    "/vitrine.js": "vitrine.js",
    **{
        f"{folder}/{name}": name
        for folder in ("", "/caast-latest", "/caast-staging")
        for name in ("caast.js", "caastEmitter.js")
    },
}


def get(path: str, **headers: str) -> TestResponse:
    """Ask for a file; what is none is answered 404 by the application behind."""
    client = Client(serve_widget(Response("no", 404), WIDGET))
    return client.get(path, headers=headers, buffered=True)


@pytest.mark.parametrize(("path", "file"), ROLLING_PATHS.items())
def test_a_script_that_rolls_on_is_asked_for_again(path: str, file: str) -> None:
    answer = get(f"{path}?APP_ID=x", **{"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == ROLLING
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.data) == (WIDGET / "dist" / file).read_bytes()


@pytest.mark.parametrize("path", ["/caast-next/caast.js", "/caast-latest/vitrine.js", "/caast.css"])
def test_other_addresses_are_the_applications(path: str) -> None:
    assert get(path).status_code == 404


def test_a_file_with_a_hash_in_its_name_never_changes() -> None:
    [part] = (WIDGET / "dist").glob("ui.*.js")
    assert "immutable" in get(f"/widget/{part.name}").headers["Cache-Control"]
    assert get("/widget/caast.js").headers["Cache-Control"] == ROLLING
