"""`PATCH /api/v1/sellers/<uid>`: single fields of a seller."""

from __future__ import annotations

from tests.api.content.conftest import Caller
from tests.api.content.sellers.ways import SELLER


def test_patch_changes_single_fields_and_null_empties_them(alices: Caller) -> None:
    uid = alices.post("/sellers", {**SELLER, "url": "https://larch.example"}).json["data"]["id"]
    told = alices.patch(f"/sellers/{uid}", {"url": None}).json["data"]["attributes"]
    assert told["url"] is None
    assert told["name"] == SELLER["name"]


def test_a_required_field_cannot_be_emptied(alices: Caller) -> None:
    uid = alices.post("/sellers", SELLER).json["data"]["id"]
    assert alices.patch(f"/sellers/{uid}", {"name": None}).status_code == 422
    assert alices.patch(f"/sellers/{uid}", {"name": "  "}).status_code == 422
