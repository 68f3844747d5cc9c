"""Templates as they are sent, and a shop that speaks two languages."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.catalog.conftest import Server

PATH = "/product-templates"
# The published sample of a new template.
SAMPLE: dict[str, Any] = {
    "id": "545b4e3dfaee4c10def3db24",
    "name": {"en": "T-shirt"},
    "attributes": [
        {
            "key": "color",
            "name": {"en": "Color", "pl": "Kolor"},
            "type": "TEXT",
            "metadata": {"mandatory": False, "variantAttribute": True, "defaultValue": "GREEN"},
            "values": [{"key": "GREEN"}, {"key": "RED"}],
        }
    ],
}
ONE = f"{PATH}/{SAMPLE['id']}"
# What everybody may send that is no template, and a place or a word of its refusal.
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"name": None}, "name"),
    "an empty name": ({"name": {}}, "name"),
    "a nameless language": ({"name": {"en": ""}}, "name"),
    "a language the shop does not speak": ({"name": {"de": "Hemd"}}, "name.de: must be one of"),
    "a language twice": ({"name": {"en": "Shirt", "EN": "Top"}}, "stands in the map already"),
    "a name that is a number": ({"name": {"en": 7}}, "name"),
    "NUL in a name": ({"name": {"en": "a\0b"}}, "control characters"),
    "no attributes": ({"attributes": None}, "attributes"),
    "attributes as a map": ({"attributes": {}}, "attributes"),
    "an unknown field": ({"colour": 1}, "colour: is not known here"),
    "too many attributes": (
        {"attributes": [{**SAMPLE["attributes"][0], "key": f"k{at}"} for at in range(201)]},
        "attributes: List should have at most 200 items",
    ),
    "one key twice": ({"attributes": SAMPLE["attributes"] * 2}, "stands in the list already"),
}
WRONG_ATTRIBUTE: dict[str, tuple[dict[str, Any], str]] = {
    "a key with a dash": ({"key": "main-color"}, "attributes.0.key"),
    "a key of another script": ({"key": "цвет"}, "attributes.0.key"),
    "an empty key": ({"key": ""}, "attributes.0.key"),
    "a long key": ({"key": "k" * 101}, "attributes.0.key"),
    "an unknown type": ({"type": "MONEY"}, "attributes.0.type"),
    "a type in lower case": ({"type": "text"}, "attributes.0.type"),
    "no metadata": ({"metadata": None}, "attributes.0.metadata"),
    "a flag that is text": (
        {"metadata": {"mandatory": "yes", "variantAttribute": True}},
        "attributes.0.metadata.mandatory",
    ),
    "variants that differ by nothing": ({"values": None}, "attributes.0.values: is required"),
    "no values in a list of them": ({"values": []}, "attributes.0.values"),
    "a value twice": ({"values": [{"key": "GREEN"}] * 2}, "attributes.0.values.1: stands"),
    "a value without a key": ({"values": [{"name": {"en": "Red"}}]}, "attributes.0.values.0.key"),
    "a value of another type": (
        {"values": [{"key": "GREEN"}, {"key": 7}]},
        "attributes.0.values.1: must be of the type string",
    ),
    "a default that is no value": (
        {"metadata": {"variantAttribute": True, "defaultValue": "BLUE"}},
        "attributes.0.metadata.defaultValue: must be one of the values",
    ),
    "a default of another type": (
        {"metadata": {"defaultValue": True}, "values": None},
        "attributes.0.metadata.defaultValue: must be of the type string",
    ),
    "an attribute's unknown language": (
        {"name": {"de": "Farbe"}},
        "attributes.0.name.de: must be one of",
    ),
    "a value's unknown language": (
        {"values": [{"key": "GREEN", "name": {"de": "Grün"}}]},
        "attributes.0.values.0.name.de: must be one of",
    ),
}


def a_body(**facts: Any) -> dict[str, Any]:
    """The sample with other facts; None: without them."""
    sent = {**SAMPLE, **facts}
    return {name: value for name, value in sent.items() if value is not None}


def an_attribute(**facts: Any) -> dict[str, Any]:
    """The sample's attribute with other facts; None: without them."""
    sent = {**SAMPLE["attributes"][0], **facts}
    return {name: value for name, value in sent.items() if value is not None}


WRONG |= {
    name: ({"attributes": [an_attribute(**facts)]}, why)
    for name, (facts, why) in WRONG_ATTRIBUTE.items()
}


@pytest.fixture
def alice(alice: Shop) -> Shop:
    """Alice's shop speaks English and Polish."""
    alice.locales = ["en", "pl"]
    alice.save()
    return alice


@pytest.fixture
def made(server: Server) -> Server:
    """Alice's server, which has made the sample."""
    server.post(PATH, SAMPLE)
    return server
