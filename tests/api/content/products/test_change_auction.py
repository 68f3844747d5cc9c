"""`auction` of a product: terms by which every live that carries it auctions it."""

from __future__ import annotations

from typing import Any

import pytest

from models.content import STARTED, Content
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product

TERMS = {"starting_price": "7.00", "increment": "1.00", "duration_seconds": 120}
WHOLE = {**TERMS, "maximum_price": None, "extending": True}


def auction(caller: Caller, uid: str) -> Any:
    """The terms that a product is told with."""
    return caller.get(f"/products/{uid}").json["data"]["attributes"]["auction"]


def test_terms_come_and_go(alices: Caller) -> None:
    made = alices.post("/products", {"name": "Mug", "auction": TERMS}).json["data"]
    assert made["attributes"]["auction"] == WHOLE
    path = f"/products/{made['id']}"
    alices.put(path, {"name": "Cup"})
    assert auction(alices, made["id"]) == WHOLE
    changed = {**TERMS, "maximum_price": "50.00", "extending": False}
    alices.patch(path, {"auction": changed})
    assert auction(alices, made["id"]) == changed
    alices.patch(path, {"auction": TERMS})
    assert auction(alices, made["id"]) == WHOLE, "what is not sent of it is as at first"
    alices.patch(path, {"auction": None})
    assert auction(alices, made["id"]) is None


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"starting_price": "7.001"}, "/auction/starting_price"),
        ({"increment": "0.00"}, "/auction/increment"),
        ({"maximum_price": "7.00"}, "/auction/maximum_price"),
        ({"duration_seconds": 0}, "/auction/duration_seconds"),
        ({"duration_seconds": None}, "/auction/duration_seconds"),
    ],
)
def test_a_wrong_term_is_named_and_nothing_is_changed(
    alices: Caller, alice: Shop, wrong: dict[str, Any], pointer: str
) -> None:
    uid = a_product(alice, name="Mug").uid
    refused = alices.patch(f"/products/{uid}", {"name": "Cup", "auction": {**TERMS, **wrong}})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    told = alices.get(f"/products/{uid}").json["data"]["attributes"]
    assert (told["name"], told["auction"]) == ("Mug", None)


def test_a_live_on_air_locks_them(alices: Caller, alice: Shop) -> None:
    product = a_product(alice)
    alices.patch(f"/products/{product.uid}", {"auction": TERMS})
    a_live(alice, products=(product,))
    Content.update(state=STARTED).execute()
    refused = alices.patch(f"/products/{product.uid}", {"auction": None})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "product-locked")
    same = alices.patch(f"/products/{product.uid}", {"auction": TERMS, "price": "9.00"})
    assert same.status_code == 200
