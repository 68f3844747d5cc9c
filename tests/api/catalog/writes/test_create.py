"""POST /product/<tenant>/products."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from tests.builders import a_product, a_seller
from usecases.catalog import scopes
from usecases.catalog.facts import facts_of

# The published sample of a new product, with addresses and ids of our own.
SAMPLE: dict[str, Any] = {
    "name": "Smartphone Zony Yperia X2",
    "code": "BASIC001",
    "description": "The world's best camera and camcorder in a waterproof smartphone.",
    "published": False,
    "taxClasses": {"EN": "STANDARD"},
    "productType": "BASIC",
    "relatedItems": [{"refId": "634cea2740033d7c2e7b03a9", "type": "CONSUMABLE"}],
    "mixins": {
        "salePricesData": [
            {
                "salePriceStart": "2021-07-20T22:00:00.000+0000",
                "salePriceAmount": 6.7,
                "salePriceEnd": "2021-07-25T21:59:59.000+0000",
                "enabled": False,
            }
        ],
        "productCustomAttributes": {
            "pricingMeasurePrice": 13,
            "unitPricingMeasure": {"value": 133, "unitCode": "GRM"},
            "orderUnit": "H87",
            "minOrderQuantity": 2,
        },
    },
}
LEAST = {"name": "Field jacket", "code": "FJ-1"}


@pytest.fixture
def boots(alice: Shop) -> Product:
    """The product that the sample is related to."""
    return a_product(alice, name="Boots", catalog_id="634cea2740033d7c2e7b03a9")


def test_the_published_sample_makes_a_product(server: Server, alice: Shop, boots: Product) -> None:
    answer = server.ask("POST", "/products", SAMPLE)
    assert answer.status_code == 201
    made = answer.get_json()
    assert re.fullmatch("[0-9a-f]{24}", made["id"])
    assert made == {
        "id": made["id"],
        "productId": made["id"],
        "yrn": f"urn:yaas:saasag:caasproduct:product:{alice.slug};{made['id']}",
    }
    facts = facts_of(alice, Product.get(catalog_id=made["id"]))
    assert (facts["names"], facts["mixins"]) == ({"en": SAMPLE["name"]}, SAMPLE["mixins"])
    assert facts["related"] == [{"ref": boots.catalog_id, "type": "CONSUMABLE"}]


def test_every_other_field_is_kept_and_what_is_read_only_passed_over(
    server: Server, alice: Shop
) -> None:
    seller = a_seller(alice, external_id="VND001")
    body = {
        **LEAST,
        "id": "Jacket_1",
        "brandId": "larch",
        "labelIds": ["new"],
        "vendor": {"id": "VND001", "name": "Somebody"},
        "weightDependent": True,
        "metadata": {
            "version": 7,
            "schema": "https://schemas.example/product.json",
            "createdAt": "2020-01-01T00:00:00.000Z",
        },
        "yrn": "urn:whatever",
        "media": [{"id": "1"}],
        "categoryIds": ["c1"],
    }
    assert server.post("/products", body)["id"] == "Jacket_1"
    product = Product.get(catalog_id="Jacket_1")
    assert (product.brand_code, product.seller, product.version) == ("larch", seller, 1)
    assert product.sheet == {
        "labels": ["new"],
        "schema": "https://schemas.example/product.json",
        "weight_dependent": True,
    }


@pytest.mark.parametrize(
    ("language", "name", "kept"),
    [
        ("", "Jacke", {"en": "Jacke"}),
        ("de", "Jacke", {"de": "Jacke"}),
        ("*", {"de": "Jacke", "en": "Jacket"}, {"en": "Jacket", "de": "Jacke"}),
        ("", {"de": "Jacke"}, {"de": "Jacke"}),
    ],
    ids=["default language", "one language", "all languages", "map without a header"],
)
def test_the_name_is_in_the_languages_sent(
    server: Server, alice: Shop, language: str, name: Any, kept: dict[str, str]
) -> None:
    Shop.update(locales=["en", "de"]).execute()
    sent = {"Content-Language": language} if language else {}
    answer = server.ask("POST", "/products", {**LEAST, "name": name}, headers=sent)
    assert answer.status_code == 201, answer.text
    product = Product.get()
    assert facts_of(Shop.get_by_id(alice.id), product)["names"] == kept


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"name": ""}, "name"),
        ({"name": {}}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": {"xx": "Jacket"}}, "name.xx"),
        ({"name": {"en": 3}}, "name"),
        ({"code": ""}, "code"),
        ({"code": 12}, "code"),
        ({"id": "a" * 33}, "id"),
        ({"id": "a/b"}, "id"),
        ({"id": "bulk"}, "id"),
        ({"id": ".."}, "id"),
        ({"published": "yes"}, "published"),
        ({"productType": "basic"}, "productType"),
        ({"mixins": []}, "mixins"),
        ({"mixins": {"a": {"b": "\x07"}}}, "mixins"),
        ({"relatedItems": [{"refId": "x"}]}, "relatedItems.0.type"),
        ({"template": {"id": "t"}}, "template.version"),
        ({"template": {"id": "t", "version": "latest"}}, "template.version"),
        ({"template": {"id": "t", "version": "1"}}, "template"),
        ({"vendor": {"id": "nobody"}}, "vendor"),
        ({"metadata": {"colour": "red"}}, "metadata.colour"),
        ({"colour": "red"}, "colour"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_kept_is_refused_at_its_place(
    server: Server, sent: dict[str, Any], place: str
) -> None:
    answer = server.ask("POST", "/products", {**LEAST, **sent})
    assert refusal(answer)[0] == 400
    assert [each["field"] for each in answer.json["details"]] == [place]  # type: ignore[index]
    assert not Product.select().count()


def test_deep_mixins_and_numbers_beyond_reason_are_refused_or_kept(server: Server) -> None:
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    assert refusal(server.ask("POST", "/products", {**LEAST, "mixins": {"a": deep}}))[0] == 400
    for large in (1e300, [-1e20], {"b": 2e19}):
        answer = server.ask("POST", "/products", {**LEAST, "mixins": {"a": large}})
        assert refusal(answer)[0] == 400
    kept = {"a": 2**63 - 1, "b": 1.5e18, "c": "ü\n😀", "d": 1e-300}
    made = server.post("/products", {**LEAST, "mixins": {"free": kept}})
    assert server.get(f"/products/{made['id']}")["mixins"] == {"free": kept}


@pytest.mark.parametrize("body", [b'{"name": "\\ud800", "code": "a"}', b"{", b"[]", b"", b"\xff"])
def test_what_is_no_json_object_is_refused(server: Server, body: bytes) -> None:
    answer = server.client.post(
        f"/product/{server.shop.slug}/products",
        data=body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {server.token}"},
    )
    assert refusal(answer)[0] == 400


@pytest.mark.parametrize(
    ("field", "sent"),
    [("id", {"id": "jacket", "code": "FJ-2"}), ("code", {"code": "FJ-1"})],
    ids=["id", "code"],
)
def test_ids_and_codes_are_taken_once(server: Server, field: str, sent: dict[str, Any]) -> None:
    server.post("/products", {**LEAST, "id": "jacket"})
    answer = server.ask("POST", "/products", {**LEAST, **sent})
    assert refusal(answer)[0] == 409
    [detail] = answer.json["details"]  # type: ignore[index]
    assert (detail["field"], detail["type"]) == (field, "conflict_resource")


def test_publishing_takes_a_scope_of_its_own(client: FlaskClient, alice: Shop) -> None:
    server = a_server(client, alice, scopes.CREATE)
    assert refusal(server.ask("POST", "/products", {**LEAST, "published": True}))[0] == 403
    server.post("/products", LEAST)
    publisher = a_server(client, alice, scopes.CREATE, scopes.PUBLISH)
    publisher.post("/products", {**LEAST, "code": "FJ-2", "published": True})
    assert [each.published for each in Product.select().order_by(Product.id)] == [False, True]
