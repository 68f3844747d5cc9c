"""Every refusal has a word, a status and a spelling; nothing unexpected tells what broke."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.errors import status_of
from models.errors import DomainError

HOME = Path(__file__).resolve().parents[2]
FOLDERS = ("models", "usecases", "api", "pages")


def refusals(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every refusal of the house."""
    for folder in FOLDERS:
        for module in (HOME / folder).rglob("*.py"):
            if "migrations" not in module.parts:
                importlib.import_module(".".join(module.relative_to(HOME).with_suffix("").parts))
    for each in kind.__subclasses__():
        yield each
        yield from refusals(each)


REFUSALS = sorted(set(refusals()), key=lambda each: (each.__module__, each.__name__))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: each.__name__)
def test_a_refusal_has_a_word_a_status_and_a_sentence(refusal: type[DomainError]) -> None:
    assert refusal.__doc__
    assert refusal.code == refusal.code.lower()
    assert " " not in refusal.code
    assert 400 <= status_of(refusal) < 600


def test_one_word_means_one_status() -> None:
    told: dict[str, set[int]] = {}
    for each in REFUSALS:
        told.setdefault(each.code, set()).add(status_of(each))
    assert not {code: statuses for code, statuses in told.items() if len(statuses) > 1}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/", 404),
        ("BREW", "/api/v1/videos", 405),
        ("DELETE", "/api/v1/displayed_data", 405),
    ],
)
def test_failures_before_any_view_are_spelled_in_the_dialect(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    [error] = answer.get_json()["errors"]
    assert error["status"] == str(status)
    assert error["detail"]


def test_our_own_fault_tells_the_request_id_and_nothing_else(
    app: Flask, client: FlaskClient, key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    monkeypatch.setitem(app.view_functions, "content.sellers.index", lambda: 1 / 0)
    answer = client.get("/api/v1/sellers", headers=key)
    [error] = answer.get_json()["errors"]
    assert (answer.status_code, error["code"]) == (500, "internal-error")
    assert answer.headers["X-Request-Id"] in error["detail"]
    assert "division" not in answer.text
