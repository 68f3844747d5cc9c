"""`GET /v1/contracts/<id>`."""

from __future__ import annotations

import pytest

from models.contract import Contract
from models.user import User
from tests.api.marketplace.conftest import ID, Caller, a_picture, refusal
from tests.api.marketplace.sales import a_sale
from usecases.market import recipients


def test_it_is_told_as_it_was_sent(server: Caller, charlies: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}"
    assert server.told("GET", path) == sale
    assert refusal(charlies.ask("GET", path)) == (404, "not_found")


def test_who_is_on_it_is_told_with_their_picture(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    image = server.uploads(f"/users/user_{noor.uid}/image", a_picture()).get_json()["image"]
    [buyer] = server.told("GET", f"/contracts/{sale['id']}")["buyers"]
    assert buyer["image"] == image is not None


def test_an_order_from_a_player_says_where_it_goes(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    assert sale["buyers"][0]["address"] is None
    found = Contract.get(Contract.uid == sale["id"].removeprefix("inv_"))
    found.user = noor
    found.save()
    recipients.name(found, "Noor Doe", "1 Larch Way\n12345 Town")
    [buyer] = server.told("GET", f"/contracts/{sale['id']}")["buyers"]
    assert (buyer["name"], buyer["address"]) == ("Noor Doe", "1 Larch Way\n12345 Town")


@pytest.mark.parametrize("name", [f"inv_{ID}", ID, "inv_x", "cart_x"])
def test_what_names_nothing_is_not_found(server: Caller, name: str) -> None:
    assert refusal(server.ask("GET", f"/contracts/{name}")) == (404, "not_found")
