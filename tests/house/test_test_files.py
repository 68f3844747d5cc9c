"""`content.lives.show` is tested in `tests/api/content/lives/test_show.py`: none is forgotten."""

from __future__ import annotations

import ast
from pathlib import Path

from flask import Flask

HOME = Path(__file__).resolve().parents[2]
TESTS = HOME / "tests" / "api"
APIS = ("content", "streams", "campaigns", "catalog", "marketplace")


def names_of_tests(file: Path) -> list[str]:
    """The tests that a file has by name; none where there is no file."""
    if not file.exists():
        return []
    body = ast.parse(file.read_text()).body
    return [
        each.name
        for each in body
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    ]


def place_of(endpoint: str) -> Path:
    """The file in which an operation is tested."""
    *folders, view = endpoint.split(".")
    return TESTS.joinpath(*folders, f"test_{view}.py")


def operations(app: Flask) -> list[str]:
    """The endpoints of all operations of the APIs for shops' servers."""
    rules = app.url_map.iter_rules()
    return sorted({each.endpoint for each in rules if each.endpoint.partition(".")[0] in APIS})


def test_every_operation_has_a_test_file_of_its_own(app: Flask) -> None:
    endpoints = operations(app)
    assert len(endpoints) > 70
    places = [str(place_of(each).relative_to(HOME)) for each in endpoints]
    assert not [each for each in places if not names_of_tests(HOME / each)]


def test_every_test_file_is_some_operations(app: Flask) -> None:
    places = [place_of(each).with_suffix("") for each in operations(app)]
    found = [each for api in APIS for each in (TESTS / api).glob("*/test_*.py")]
    files = [each.with_suffix("") for each in found]
    # A second file of an operation goes on with its name: `test_create_from_feeds.py`.
    lost = [
        each
        for each in files
        if not any(each == place or str(each).startswith(f"{place}_") for place in places)
    ]
    assert not lost
