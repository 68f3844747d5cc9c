"""`GET /v1/contracts/<id>/sync`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_sale


def test_sums_follow_what_the_platform_takes_now(
    server: Caller, charlies: Caller, noor: User
) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}/sync"
    assert refusal(charlies.ask("GET", path)) == (404, "not_found")
    server.told("PUT", f"/platforms/plat_{server.shop.uid}", {"platformFee": 10})
    told = server.told("GET", path)
    fees = sum(each["amount"] for each in told["fees"])
    assert fees > sum(each["amount"] for each in sale["fees"])
    assert told["total"] == told["buyers"][0]["amountDue"] == 4500 + fees
    again = server.told("GET", path)
    assert again == {**told, "updated": again["updated"]}


def test_what_is_paid_stays_as_it_is(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    server.told("PUT", f"{path}/settle")
    assert refusal(server.ask("GET", f"{path}/sync")) == (409, "wrong_status")
