"""`GET /v1/users`."""

from __future__ import annotations

from typing import Any

import pytest

from models.database import database
from models.shop import Shop
from models.user import UserLink
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user


def test_all_users_are_listed_in_the_order_they_came(
    server: Caller, charlies: Caller, alice: Shop
) -> None:
    users = [a_user(alice) for _ in range(3)]
    UserLink.create(user=users[1], label="Hers", url="https://b.example")
    told = server.told("GET", "/users")
    assert [each["id"] for each in told] == [f"user_{each.uid}" for each in users]
    assert [len(each["links"]) for each in told] == [0, 1, 0]
    assert charlies.told("GET", "/users") == []


def test_a_part_is_named_by_the_one_before_it(server: Caller, alice: Shop) -> None:
    ids = [f"user_{a_user(alice).uid}" for _ in range(5)]
    query = {"after": ids[1], "limit": "2", "page": "7"}
    told = server.told("GET", "/users", query_string=query)
    assert [each["id"] for each in told] == ids[2:4]
    assert server.told("GET", "/users", query_string={"after": ids[-1]}) == []


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "10001"}, {"limit": "x"}, {"after": "user_x"}], ids=str
)
def test_what_cannot_be_is_refused(server: Caller, query: dict[str, str]) -> None:
    assert refusal(server.ask("GET", "/users", query_string=query)) == (422, "invalid")


def test_more_users_cost_no_more_queries(
    server: Caller, alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest, **options)

    a_user(alice)
    server.told("GET", "/users")  # notes that its key is in use
    monkeypatch.setattr(database.obj, "execute_sql", listen)
    counts = []
    for more in (0, 10):
        for _ in range(more):
            UserLink.create(user=a_user(alice), label="x", url="https://b.example")
        asked.clear()
        assert len(server.told("GET", "/users")) == 1 + more
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0
