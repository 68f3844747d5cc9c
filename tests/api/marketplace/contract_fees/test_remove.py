"""`DELETE /v1/contracts/<id>/fee/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_draft, a_sale, fee

SENT = {"amount": 500, "description": "Delivery"}


def test_the_sums_are_as_before(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}/fee"
    made = fee(server.told("POST", path, SENT), "custom")
    told = server.told("DELETE", f"{path}/{made['id']}")
    assert [each["id"] for each in told["fees"]] == [each["id"] for each in sale["fees"]]
    assert told["total"] == sale["total"]
    assert refusal(server.ask("DELETE", f"{path}/{made['id']}")) == (404, "not_found")


def test_only_this_contracts_custom_fees_are_found(
    server: Caller, charlies: Caller, noor: User
) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}/fee"
    told = server.told("POST", path, SENT)
    made = fee(told, "custom")["id"]
    for caller, at in (
        (server, f"/contracts/{a_draft(server)['id']}/fee/{made}"),
        (charlies, f"{path}/{made}"),
        (server, f"{path}/{fee(told, 'stripe:cc')['id']}"),
        (server, f"{path}/fee_{ID}"),
    ):
        assert refusal(caller.ask("DELETE", at)) == (404, "not_found")
    assert server.told("GET", f"/contracts/{sale['id']}") == told


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}"
    made = fee(server.told("POST", f"{path}/fee", SENT), "custom")["id"]
    server.told("PUT", f"{path}/settle")
    assert refusal(server.ask("DELETE", f"{path}/fee/{made}")) == (409, "wrong_status")
