"""`GET /v1/waitlists`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller, refusal


def test_it_is_listed_in_the_order_they_came(server: Caller, charlies: Caller) -> None:
    made = [server.told("POST", "/waitlists", {"email": f"{n}@shop.example"}) for n in range(5)]
    server.told("POST", f"/waitlists/{made[1]['id']}/grant")
    told = server.told("GET", "/waitlists")
    assert [(each["id"], each["position"]) for each in told] == [
        (each["id"], place) for each, place in zip(made, (1, 2, 2, 3, 4), strict=True)
    ]
    query = {"after": made[2]["id"], "limit": "1"}
    assert server.told("GET", "/waitlists", query_string=query) == [told[3]]
    assert charlies.told("GET", "/waitlists") == []
    refused = charlies.ask("GET", "/waitlists", query_string=query)
    assert refusal(refused) == (422, "invalid")
