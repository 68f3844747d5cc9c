"""`DELETE /v1/waitlists/<id>/remove`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller, refusal


def test_what_was_there_is_told(server: Caller, charlies: Caller) -> None:
    entry = server.told("POST", "/waitlists", {"email": "noor@shop.example"})
    path = f"/waitlists/{entry['id']}/remove"
    assert refusal(charlies.ask("DELETE", path)) == (404, "not_found")
    assert server.told("DELETE", path) == entry
    assert refusal(server.ask("DELETE", path)) == (404, "not_found")
    assert server.told("POST", "/waitlists", {"email": "noor@shop.example"})["id"] != entry["id"]
