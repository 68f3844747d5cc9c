"""`GET /api/v1/sellers`: found by part of the name or the shop's own id."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_seller


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Birch", "LARCH 100%", "Élan_d"]),
        ("?name=larch", ["LARCH 100%"]),
        ("?name=%25", ["LARCH 100%"]),
        ("?name=_", ["Élan_d"]),
        ("?name=*", []),
        ("?name=%C3%A9LAN", ["Élan_d"]),
        ("?external_id=b-1", ["Birch"]),
        ("?external_id=b", []),
    ],
    ids=[
        "everything",
        "part, other case",
        "a per cent sign is one",
        "an underscore is one",
        "a star is one",
        "accents have cases too",
        "external id",
        "external ids are compared in full",
    ],
)
def test_sellers_are_found_by(alices: Caller, alice: Shop, query: str, found: list[str]) -> None:
    for name, external_id in (("Birch", "b-1"), ("LARCH 100%", "l-1"), ("Élan_d", "e-1")):
        a_seller(alice, name=name, external_id=external_id)
    listed = alices.get(f"/sellers{query}").json["data"]
    assert sorted(each["attributes"]["name"] for each in listed) == found
