"""`GET /v1/transactions`."""

from __future__ import annotations

from typing import Any

import pytest

from models.database import database
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_contract, a_teacher
from tests.api.marketplace.transactions.moved import moved


def test_all_are_told_newest_first(server: Caller, charlies: Caller, noor: User) -> None:
    larch, contract = a_teacher(noor.shop), a_contract(noor)
    charge = {"buyer": noor, "contract": contract, "charge_id": "ch_1"}
    paid = moved(noor.shop, "outgoing", 9_300, **charge)
    payout = moved(noor.shop, "incoming", 9_000, seller=larch, status="queued")
    second, first = server.told("GET", "/transactions")
    for told, row in ((first, paid), (second, payout)):
        assert told.pop("id") == f"tran_{row.uid}"
        assert told.pop("created") == told.pop("updated")
    assert first == {
        "mode": "test",
        "platform_id": f"plat_{noor.shop.uid}",
        "contract_id": f"inv_{contract.uid}",
        "buyer_user_id": f"user_{noor.uid}",
        "seller_user_id": None,
        "amount": 9300,
        "currency": "eur",
        "stripeChargeId": "ch_1",
        "type": "outgoing",
        "status": "succeeded",
    }
    facts = [second[each] for each in ("contract_id", "seller_user_id", "type", "status")]
    assert facts == [None, f"user_{larch.uid}", "incoming", "queued"]
    assert charlies.told("GET", "/transactions") == []


def test_a_part_is_named_by_the_one_before_it(server: Caller, alice: Shop) -> None:
    ids = [f"tran_{moved(alice, 'outgoing', 100).uid}" for _ in range(5)][::-1]
    told = server.told("GET", "/transactions", query_string={"after": ids[1], "limit": "2"})
    assert [each["id"] for each in told] == ids[2:4]
    assert server.told("GET", "/transactions", query_string={"after": ids[-1]}) == []


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "10001"}, {"limit": "x"}, {"after": "tran_x"}], ids=str
)
def test_what_cannot_be_is_refused(server: Caller, query: dict[str, str]) -> None:
    assert refusal(server.ask("GET", "/transactions", query_string=query)) == (422, "invalid")


def test_another_platforms_names_no_place(charlies: Caller, alice: Shop) -> None:
    query = {"after": f"tran_{moved(alice, 'outgoing', 100).uid}"}
    answer = charlies.ask("GET", "/transactions", query_string=query)
    assert refusal(answer) == (422, "invalid")


def test_more_transactions_cost_no_more_queries(
    server: Caller, noor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest, **options)

    server.told("GET", "/transactions")  # notes that its key is in use
    monkeypatch.setattr(database.obj, "execute_sql", listen)
    counts = []
    for more in (1, 10):
        for _ in range(more):
            facts = {"buyer": noor, "seller": noor, "contract": a_contract(noor)}
            moved(noor.shop, "outgoing", 100, **facts)
        asked.clear()
        server.told("GET", "/transactions")
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0
