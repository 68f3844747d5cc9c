"""`GET /v1/contracts`."""

from __future__ import annotations

from typing import Any

import pytest

from models.database import database
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_draft, a_lamp, a_sale, ids


def test_all_are_listed_newest_first(server: Caller, charlies: Caller) -> None:
    made = [a_draft(server, a_lamp(server)) for _ in range(3)]
    assert server.told("GET", "/contracts") == made[::-1]
    assert charlies.told("GET", "/contracts") == []


def test_a_part_is_named_by_the_one_before_it(server: Caller) -> None:
    made = ids(a_draft(server) for _ in range(4))[::-1]
    query = {"after": made[0], "limit": "2"}
    assert ids(server.told("GET", "/contracts", query_string=query)) == made[1:3]


@pytest.mark.parametrize("query", [{"limit": "0"}, {"after": "inv_x"}], ids=str)
def test_what_cannot_be_is_refused(server: Caller, query: dict[str, str]) -> None:
    assert refusal(server.ask("GET", "/contracts", query_string=query)) == (422, "invalid")


def test_more_contracts_cost_no_more_queries(
    server: Caller, noor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest, **options)

    a_sale(server, noor)
    server.told("GET", "/contracts")  # notes that its key is in use
    counts = []
    for more in (0, 3):
        for _ in range(more):
            a_sale(server, noor, card="")
        with monkeypatch.context() as patch:
            patch.setattr(database.obj, "execute_sql", listen)
            asked.clear()
            assert len(server.told("GET", "/contracts")) == 1 + more
            counts.append(len(asked))
    assert counts[0] == counts[1] > 0
