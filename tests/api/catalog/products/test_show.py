"""`GET /product/<tenant>/products/<id>`: one product, in the language and the depth asked for."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.brand import Brand
from models.product import BUNDLE, PARENT_VARIANT, VARIANT, Product
from models.product_template import TemplateVersion
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, a_server, refusal
from tests.api.catalog.products.conftest import MADE, SAMPLE, a_phone
from tests.builders import a_product, a_seller

PHONE = f"/products/{SAMPLE['id']}"
PICTURE = "https://vitrine.example/media/pictures/9c2e/640.webp"


def test_a_product_is_told_as_published(server: Server, alice: Shop) -> None:
    a_phone(alice)
    assert server.get(PHONE) == SAMPLE


def test_a_product_of_another_api_is_a_basic_one(server: Server, alice: Shop) -> None:
    product = a_product(alice, name="Field jacket")
    told = server.get(f"/products/{product.catalog_id}")
    assert told == {
        "id": product.catalog_id,
        "yrn": f"urn:yaas:saasag:caasproduct:product:myshop;{product.catalog_id}",
        "code": product.catalog_id,
        "name": "Field jacket",
        "published": True,
        "productType": "BASIC",
        "metadata": {
            "version": 1,
            "createdAt": told["metadata"]["createdAt"],
            "modifiedAt": told["metadata"]["modifiedAt"],
        },
    }


def test_everything_else_a_product_may_have_is_told(server: Server, alice: Shop) -> None:
    a_phone(
        alice,
        seller=a_seller(alice, external_id="VND001", name="Vendor1"),
        brand_code="larch",
        picture="media/pictures/9c2e",
        sheet={
            "labels": ["new"],
            "weight_dependent": False,
            "schema": "https://shop.example/product.json",
            "tax_classes": {},
        },
    )
    told = server.get(PHONE)
    assert told["vendor"] == {"id": "VND001", "name": "Vendor1"}
    assert told["brandId"] == "larch"
    assert told["labelIds"] == ["new"]
    assert told["weightDependent"] is False
    assert told["taxClasses"] == {}
    assert told["metadata"]["schema"] == "https://shop.example/product.json"
    assert told["media"] == [
        {"id": "9c2e", "contentType": "image/webp", "url": PICTURE, "uncommittedMedia": False}
    ]
    assert "relatedItems" not in told


def test_a_bundle_tells_what_it_holds(server: Server, alice: Shop) -> None:
    held = [{"product": "53a358901b2e9dd2718b5c12", "amount": 2}]
    a_phone(alice, kind=BUNDLE, sheet={"bundled": held})
    told = server.get(PHONE)
    assert told["productType"] == "BUNDLE"
    assert told["bundledProducts"] == [{"productId": "53a358901b2e9dd2718b5c12", "amount": 2}]


def test_a_parent_tells_the_values_of_its_variants(server: Server, alice: Shop) -> None:
    values = {"color": ["RED", 7, True]}
    a_phone(alice, kind=PARENT_VARIANT, sheet={"variant_attributes": values})
    told = server.get(PHONE)
    assert told["productType"] == "PARENT_VARIANT"
    assert told["variantAttributes"] == {"color": [{"key": "RED"}, {"key": 7}, {"key": True}]}


LANGUAGES: dict[str, tuple[str | None, Any, Any]] = {
    "the default one": (None, "Smartphone Zony Yperia X2", "Its camera works under water."),
    "one": ("pl", "Smartfon", "Its camera works under water."),
    "the best there is": ("fr, de;q=0.1, pl;q=0.7", "Smartfon", "Wasserdicht"),
    "all": (
        "*",
        {"en": "Smartphone Zony Yperia X2", "pl": "Smartfon"},
        {"en": "Its camera works under water.", "de": "Wasserdicht"},
    ),
}


@pytest.mark.parametrize(("asked", "name", "description"), LANGUAGES.values(), ids=LANGUAGES)
def test_texts_are_told_in_the_language_asked_for(
    server: Server, alice: Shop, asked: str | None, name: Any, description: Any
) -> None:
    texts = {"name": {"pl": "Smartfon"}, "description": {"de": "Wasserdicht"}}
    a_phone(alice, locale="en", translations=texts)
    headers = {} if asked is None else {"Accept-Language": asked}
    answer = server.ask("GET", PHONE, headers=headers)
    told: Any = answer.json
    assert (told["name"], told["description"]) == (name, description)
    assert "Accept-Language" in answer.vary


FIELDS: dict[str, tuple[str, set[str]]] = {
    "some": ("name,code", {"name", "code"}),
    "none that is known": ("colour,' or 1=1 --,__class__", set()),
    "some inside": (
        "metadata.version, mixins.productCustomAttributes.orderUnit",
        {"metadata", "mixins"},
    ),
    "the same twice": ("name,name", {"name"}),
    "none": ("", set(SAMPLE) - {"id", "yrn"}),
}


@pytest.mark.parametrize(("fields", "left"), FIELDS.values(), ids=FIELDS)
def test_fields_that_are_chosen_stay_with_id_and_yrn(
    server: Server, alice: Shop, fields: str, left: set[str]
) -> None:
    a_phone(alice)
    told = server.get(PHONE, fields=fields)
    assert set(told) == {"id", "yrn", *left}
    if "metadata." in fields:
        assert told["metadata"] == {"version": 1}
        assert told["mixins"] == {"productCustomAttributes": {"orderUnit": "H87"}}


@pytest.fixture
def variant(alice: Shop) -> Product:
    """A red variant of the phone with a name and a price of its own."""
    parent = a_phone(alice, kind=PARENT_VARIANT, published=True)
    overridden = ["name.pl", "mixins.productCustomAttributes.pricingMeasurePrice"]
    return a_product(
        alice,
        catalog_id=f"{SAMPLE['id']}--631b4bfe61f5e1663c745ffd",
        ref="PHONE-RED",
        kind=VARIANT,
        parent=parent,
        name="Smartphone Zony Yperia X2",
        locale="en",
        translations={"name": {"pl": "Czerwony"}},
        mixins={
            "productCustomAttributes": {"pricingMeasurePrice": 14, "orderUnit": "H87"},
            "productVariantAttributes": {"color": "RED"},
        },
        sheet={"overridden": overridden, "tax_classes": {"EN": "STANDARD"}},
    )


@pytest.mark.parametrize("raw", [{}, {"rawValue": "true"}], ids=["not said", "true"])
def test_a_variant_is_told_with_its_parents_values(
    server: Server, variant: Product, raw: dict[str, str]
) -> None:
    told = server.get(f"/products/{variant.catalog_id}", **raw)
    assert told["parentVariantId"] == SAMPLE["id"]
    assert told["taxClasses"] == {"EN": "STANDARD"}
    assert told["name"] == "Smartphone Zony Yperia X2"


def test_a_variant_is_told_without_its_parents_values(server: Server, variant: Product) -> None:
    path = f"/products/{variant.catalog_id}"
    told: Any = server.ask("GET", path, headers={"Accept-Language": "*"}, rawValue="false").json
    moments = {each: told["metadata"][each] for each in ("createdAt", "modifiedAt")}
    assert told == {
        "id": variant.catalog_id,
        "yrn": f"urn:yaas:saasag:caasproduct:product:myshop;{variant.catalog_id}",
        "code": "PHONE-RED",
        "productType": "VARIANT",
        "parentVariantId": SAMPLE["id"],
        "name": {"pl": "Czerwony"},
        "mixins": {
            "productCustomAttributes": {"pricingMeasurePrice": 14},
            "productVariantAttributes": {"color": "RED"},
        },
        "metadata": {
            "version": 1,
            **moments,
            "overridden": ["name.pl", "mixins.productCustomAttributes.pricingMeasurePrice"],
        },
    }
    assert server.get(path, rawValue="false")["name"] == "Czerwony"


def test_what_is_no_variant_has_no_values_but_its_own(server: Server, alice: Shop) -> None:
    a_phone(alice)
    assert server.get(PHONE, rawValue="false") == SAMPLE


def test_a_variant_comes_with_its_parent(
    server: Server, reader: Server, variant: Product, alice: Shop
) -> None:
    path = f"/products/{variant.catalog_id}"
    told = server.get(path, expand="parentVariant,nonsense")
    assert told["parentVariant"] == server.get(PHONE)
    assert "parentVariant" not in server.get(path, expand="brand")
    assert "parentVariant" not in server.get(path, expand="parentVariant", fields="name")
    assert reader.get(path, expand="parentVariant")["parentVariant"]["published"] is True
    Product.update(published=False).where(Product.kind == PARENT_VARIANT).execute()
    assert "parentVariant" not in reader.get(path, expand="parentVariant")


def test_brand_and_labels_come_as_the_house_knows_them(
    server: Server, alice: Shop, charlie: Shop
) -> None:
    Brand.create(shop=charlie, name="Theirs", identifier="larch")
    a_phone(alice, brand_code="larch", brand="LARCH", sheet={"labels": ["new"]})
    told = server.get(PHONE, expand="brand,labels")
    assert told["brand"] == {"id": "larch", "name": "LARCH"}
    assert told["labels"] == [{"id": "new"}]
    Brand.create(
        shop=alice,
        name="Larch",
        identifier="larch",
        description="Clothes for rain",
        picture="media/pictures/9c2e",
    )
    assert server.get(PHONE, expand="brand")["brand"] == {
        "id": "larch",
        "name": "Larch",
        "description": "Clothes for rain",
        "image": PICTURE,
    }


def test_the_template_comes_in_the_version_that_is_named(server: Server, alice: Shop) -> None:
    template = a_phone(alice).template
    color = {
        "key": "color",
        "name": {"en": "Color"},
        "type": "TEXT",
        "mandatory": False,
        "variant": True,
        "default": None,
        "values": ["GREEN", "RED"],
    }
    for version in (1, 2):
        TemplateVersion.create(
            template=template,
            version=version,
            name={"en": f"Version {version}"},
            attributes=[color],
            created_at=MADE,
        )
    told = server.get(PHONE, expand="template")["template"]
    assert (told["id"], told["version"]) == ("633d774f37937d425ce5570f", 1)
    assert told["name"] == {"en": "Version 1"}
    assert told["attributes"][0]["values"] == [{"key": "GREEN"}, {"key": "RED"}]
    assert told["metadata"]["version"] == 1
    assert set(server.get(PHONE)["template"]) == {"id", "version"}


def test_what_names_nothing_is_not_expanded(server: Server, alice: Shop) -> None:
    a_phone(alice, template=None)
    told = server.get(PHONE, expand="brand,labels,template,parentVariant")
    assert not {"brand", "labels", "template", "parentVariant"} & set(told)


def test_an_unpublished_product_is_shown_to_who_may_read_those(
    client: FlaskClient, server: Server, reader: Server, alice: Shop
) -> None:
    a_phone(alice)
    other = a_server(client, alice, "product.product_create")
    for stranger in (reader, other):
        answer = stranger.ask("GET", PHONE)
        assert refusal(answer)[0] == 404
        assert answer.json is not None
        assert answer.json["productId"] == SAMPLE["id"]
    Product.update(published=True).execute()
    assert reader.get(PHONE) == other.get(PHONE) == server.get(PHONE)


def test_other_shops_and_sellers_products_do_not_exist(
    client: FlaskClient, charlies: Server, alice: Shop
) -> None:
    a_phone(alice, published=True)
    assert refusal(charlies.ask("GET", PHONE))[0] == 404
    seller = a_sellers_server(client, a_seller(alice))
    assert refusal(seller.ask("GET", PHONE))[0] == 404


@pytest.mark.parametrize("id_", ["none", "x" * 5000, "%00", "%ff", "a;b", "%f0%9f%98%80"])
def test_there_is_no_product_of_a_name_that_nothing_has(server: Server, id_: str) -> None:
    assert refusal(server.ask("GET", f"/products/{id_}"))[0] == 404


@pytest.mark.parametrize("value", ["perhaps", "1", "null"])
def test_raw_value_is_true_or_false(server: Server, alice: Shop, value: str) -> None:
    a_phone(alice)
    status, why = refusal(server.ask("GET", PHONE, rawValue=value))
    assert status == 400
    assert why.startswith("rawValue: ")
