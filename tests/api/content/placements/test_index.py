"""`GET /api/v1/placements`: the shop's rules, narrowed by their name."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_placement


def test_placements_are_found_by_part_of_their_name(
    alices: Caller, alice: Shop, charlie: Shop
) -> None:
    for name in ("Jackets, below", "Rain JACKETS", "Scarves 100%"):
        a_placement(alice, name=name)
    a_placement(charlie, name="Jackets")

    def names(query: str = "") -> list[str]:
        listed = alices.get(f"/placements{query}")
        assert listed.headers["Total-Count"] == str(len(listed.json["data"]))
        return [each["attributes"]["name"] for each in listed.json["data"]]

    assert names() == ["Scarves 100%", "Rain JACKETS", "Jackets, below"]
    assert names("?name=jackets") == ["Rain JACKETS", "Jackets, below"]
    assert names("?name=%25") == ["Scarves 100%"]
    assert names("?name=hats") == []
