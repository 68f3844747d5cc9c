"""`PUT /api/v1/sellers/<uid>`: a seller sent as a whole."""

from __future__ import annotations

from tests.api.content.conftest import Caller
from tests.api.content.sellers.ways import SELLER


def test_put_asks_for_the_required_fields_and_keeps_what_is_not_sent(alices: Caller) -> None:
    uid = alices.post("/sellers", {**SELLER, "url": "https://larch.example"}).json["data"]["id"]
    assert alices.put(f"/sellers/{uid}", {"name": "Larch"}).status_code == 422
    changed = alices.put(f"/sellers/{uid}", {"name": "Larch", "external_id": "vendor-18"})
    assert changed.status_code == 200
    told = changed.json["data"]["attributes"]
    assert (told["name"], told["external_id"]) == ("Larch", "vendor-18")
    assert told["url"] == "https://larch.example"
