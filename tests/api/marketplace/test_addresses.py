"""Words that stand where ids do name nobody and nothing: what is not done to them is said so."""

from __future__ import annotations

import pytest

from tests.api.marketplace.conftest import Caller, refusal


@pytest.mark.parametrize(
    ("method", "path", "done"),
    [
        ("PUT", "/products/categories", "GET"),
        ("DELETE", "/products/categories", "GET"),
        ("PUT", "/contracts/auth", "GET"),
        ("DELETE", "/contracts/auth", "GET"),
        ("GET", "/users/auth/bank_account", "POST"),
    ],
)
def test_what_is_not_done_to_a_word_is_refused_as_that(
    server: Caller, method: str, path: str, done: str
) -> None:
    answer = server.ask(method, path, {} if method == "PUT" else None)
    assert refusal(answer) == (405, "method_not_allowed")
    assert done in answer.allow
    assert not answer.allow & {method}


@pytest.mark.parametrize("path", ["/products/x", "/contracts/categoriesx", "/users/authors"])
def test_what_is_no_id_names_nothing(server: Caller, path: str) -> None:
    answer = server.ask("GET", path)
    assert refusal(answer) == (404, "not_found")
    assert answer.json is not None
    assert "with this id" in answer.json["message"]
