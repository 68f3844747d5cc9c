"""An endpoint's name is a path to its file: `content.videos.show`, `api/content/videos.py`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

HOME = Path(__file__).resolve().parents[2]


def test_an_endpoints_name_leads_to_its_view(app: Flask) -> None:
    lost = []
    for endpoint, view in app.view_functions.items():
        *folders, name = endpoint.split(".")
        places = [HOME.joinpath(edge, *folders).with_suffix(".py") for edge in ("api", ".")]
        if not any(f"def {name}(" in each.read_text() for each in places if each.exists()):
            lost.append((endpoint, view.__module__))
    assert not lost


def test_views_of_the_api_declare_their_operation(app: Flask) -> None:
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint.startswith(("content.", "streams.", "campaigns.", "catalog.", "marketplace."))
        and not hasattr(view, "operation")
    ]
    assert not undeclared
