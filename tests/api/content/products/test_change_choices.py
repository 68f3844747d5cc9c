"""A product's choices: options of any depth, the variants that are sold, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.product import Product
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product

SIZES = {"name": "Size", "values": ["S", "M"]}
COLOURS = {"name": "Colour", "values": ["red"]}


def variant(*values: str, **facts: Any) -> dict[str, Any]:
    """Spell a variant as it is told."""
    plain = {"ref": "-".join(values), "options": list(values), "price": None, "in_stock": True}
    return {**plain, **facts}


def test_choices_are_kept_as_sent(alices: Caller, alice: Shop) -> None:
    product = a_product(alice)
    sold = [variant("S", "red"), variant("M", "red", price="139.00", in_stock=False)]
    choices = {"options": [SIZES, COLOURS], "variants": sold}
    answer = alices.patch(f"/products/{product.uid}", {"choices": choices})
    assert answer.status_code == 200, answer.json
    assert answer.json["data"]["attributes"]["choices"] == choices
    other = alices.patch(f"/products/{product.uid}", {"name": "Coat"})
    assert other.json["data"]["attributes"]["choices"] == choices
    gone = alices.patch(f"/products/{product.uid}", {"choices": None})
    assert gone.json["data"]["attributes"]["choices"] is None


def test_a_form_sends_choices_as_json(alices: Caller) -> None:
    choices = {"options": [SIZES], "variants": [variant("S")]}
    answer = alices.form("POST", "/products", name="Coat", choices=json.dumps(choices))
    assert answer.status_code == 201, answer.json
    assert answer.json["data"]["attributes"]["choices"] == choices


def test_five_options_with_250_variants_fit(alices: Caller, alice: Shop) -> None:
    product = a_product(alice)
    values = [str(each) for each in range(50)]
    options = [{"name": f"Option {each}", "values": values} for each in range(5)]
    sold = [
        variant(*[str((each // 50**place) % 50) for place in range(5)], ref=f"V{each}")
        for each in range(250)
    ]
    choices = {"options": options, "variants": sold}
    answer = alices.patch(f"/products/{product.uid}", {"choices": choices})
    assert answer.status_code == 200, answer.json
    assert len(Product.get_by_id(product.id).choices["variants"]) == 250
    sixth = {"name": "Sixth", "values": ["a"]}
    for beyond in (
        {"options": [*options, sixth], "variants": sold},
        {"options": options, "variants": [*sold, variant("0", "0", "1", "0", "0", ref="V250")]},
    ):
        answer = alices.patch(f"/products/{product.uid}", {"choices": beyond})
        assert answer.status_code == 422


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"options": [SIZES, SIZES], "variants": [variant("S", "S")]}, "name of its own"),
        ({"options": [{**SIZES, "values": ["S", "S"]}], "variants": [variant("S")]}, "once"),
        ({"options": [SIZES], "variants": [variant("S", "red")]}, "one value for each option"),
        ({"options": [SIZES], "variants": [variant("L")]}, "Size has no value L"),
        ({"options": [SIZES], "variants": [variant("S"), variant("S", ref="X")]}, "of its own"),
        ({"options": [SIZES], "variants": [variant("S"), variant("M", ref="S")]}, "of its own"),
        ({"options": [], "variants": [variant("S")]}, "at least 1"),
        ({"options": [SIZES], "variants": []}, "at least 1"),
        ({"options": [SIZES], "variants": [variant("S", price="1.999")]}, "decimals"),
    ],
    ids=[
        "two options of one name",
        "a value that stands twice",
        "a value too many",
        "a value no option has",
        "one combination twice",
        "one ref twice",
        "no options",
        "no variants",
        "a price finer than its currency",
    ],
)
def test_choices_that_make_no_sense_are_refused(
    alices: Caller, alice: Shop, choices: dict[str, Any], words: str
) -> None:
    product = a_product(alice)
    answer = alices.patch(f"/products/{product.uid}", {"choices": choices})
    assert answer.status_code == 422
    assert words in json.dumps(answer.json["errors"])
    assert Product.get_by_id(product.id).choices is None


def test_prices_of_variants_mean_nothing_in_another_currency(alices: Caller, alice: Shop) -> None:
    product = a_product(alice)
    choices = {"options": [SIZES], "variants": [variant("S", price="9.00")]}
    path = f"/products/{product.uid}"
    alices.patch(path, {"choices": choices})
    answer = alices.patch(path, {"currency": "JPY", "price": "900", "discount_price": None})
    assert answer.json["data"]["attributes"]["choices"]["variants"][0]["price"] == "9.00"
