"""`DELETE /v1/contracts/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_draft, a_lamp, a_sale


def test_a_draft_is_gone(server: Caller, charlies: Caller) -> None:
    draft = a_draft(server, a_lamp(server))
    path = f"/contracts/{draft['id']}"
    assert refusal(charlies.ask("DELETE", path)) == (404, "not_found")
    assert server.told("DELETE", path) == draft
    assert refusal(server.ask("GET", path)) == (404, "not_found")


def test_what_was_sent_is_called_off(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    assert server.told("DELETE", path)["status"] == "void"
    assert server.told("GET", path)["status"] == "void"
    assert refusal(server.ask("DELETE", path)) == (409, "wrong_status")


def test_what_was_paid_stays(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    server.told("PUT", f"{path}/settle")
    assert refusal(server.ask("DELETE", path)) == (409, "wrong_status")
    assert server.told("GET", path)["status"] == "paid"
