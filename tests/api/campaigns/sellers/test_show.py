"""`GET /v2/<access key>/seller/<id>`."""

from __future__ import annotations

from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_seller
from usecases.numerals import numeral_of


def test_a_seller_is_found_by_its_number_and_by_its_uid(server: Server) -> None:
    larch = a_seller(server.shop, picture="media/pictures/9c2e")
    told = server.get(f"/seller/{numeral_of(larch.uid)}")
    assert told == server.get(f"/seller/{larch.uid}")
    assert told["profileUrl"] == "https://vitrine.example/media/pictures/9c2e/640.webp"


def test_another_shops_seller_does_not_exist(server: Server, charlies: Server) -> None:
    theirs = a_seller(charlies.shop)
    for name in (theirs.uid, numeral_of(theirs.uid), "12", "x", "9" * 40):
        assert refusal(server.ask("GET", f"/seller/{name}")) == (404, -840)
