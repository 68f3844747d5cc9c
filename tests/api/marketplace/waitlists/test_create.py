"""`POST /v1/waitlists`."""

from __future__ import annotations

from models.waitlist import WaitlistEntry
from tests.api.marketplace.conftest import Caller, refusal


def test_an_address_is_put_at_the_end(server: Caller) -> None:
    first = server.told("POST", "/waitlists", {"email": "Noor@Shop.example", "name": "Noor Doe"})
    entry = WaitlistEntry.get()
    assert first.pop("created") == first.pop("updated")
    assert first == {
        "id": f"wlist_{entry.uid}",
        "mode": "test",
        "email": "noor@shop.example",
        "name": "Noor Doe",
        "position": 1,
        "granted": None,
    }
    second = server.told("POST", "/waitlists", {"email": "bob@shop.example"})
    assert (second["position"], second["name"]) == (2, None)


def test_one_that_waits_already_stays_where_it_is(server: Caller, charlies: Caller) -> None:
    first = server.told("POST", "/waitlists", {"email": "noor@shop.example"})
    server.told("POST", "/waitlists", {"email": "bob@shop.example"})
    assert server.told("POST", "/waitlists", {"email": "NOOR@shop.example", "name": "N"}) == first
    assert charlies.told("POST", "/waitlists", {"email": "noor@shop.example"})["id"] != first["id"]


def test_what_is_no_address_is_refused(server: Caller) -> None:
    assert refusal(server.ask("POST", "/waitlists", {"email": "noor"})) == (422, "invalid")
    assert refusal(server.ask("POST", "/waitlists", {"name": "Noor"})) == (422, "invalid")
