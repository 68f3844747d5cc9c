"""The journey of a product with variants: generated, inheriting, overridden, removed."""

from __future__ import annotations

from typing import Any

import pytest

from models.product import Product
from models.shop import Shop
from models.webhook import Delivery
from tests.api.catalog.conftest import Server
from tests.builders import a_webhook
from tests.usecases.catalog.families_at_work import a_template

COLORS = {"color": [{"key": "RED"}, {"key": "BLUE"}]}


@pytest.fixture
def jacket(alice: Shop) -> dict[str, Any]:
    """What is sent of a jacket in two colours."""
    return {
        "id": "jacket-1",
        "name": "Field jacket",
        "code": "JACKET",
        "description": "Warm",
        "published": True,
        "productType": "PARENT_VARIANT",
        "template": {"id": a_template(alice).catalog_id, "version": 1},
        "variantAttributes": COLORS,
        "brandId": "larch",
        "mixins": {"productCustomAttributes": {"pricingMeasurePrice": 13, "orderUnit": "H87"}},
    }


def variants(server: Server) -> dict[str, dict[str, Any]]:
    """Give the variants there are by their codes."""
    listed = server.get("/products", pageSize=100)
    return {each["code"]: each for each in listed if each["productType"] == "VARIANT"}


def test_a_product_with_variants_is_made_with_them(server: Server, jacket: dict[str, Any]) -> None:
    assert server.post("/products", jacket)["id"] == "jacket-1"
    parent = server.get("/products/jacket-1")
    assert (parent["productType"], parent["variantAttributes"]) == ("PARENT_VARIANT", COLORS)
    made = variants(server)
    assert set(made) == {"JACKET-RED", "JACKET-BLUE"}
    red = server.get(f"/products/{made['JACKET-RED']['id']}")
    assert red["id"].startswith("jacket-1--")
    assert red["parentVariantId"] == "jacket-1"
    for field in ("name", "description", "published", "brandId", "template"):
        assert red[field] == parent[field], field
    assert red["mixins"] == {**jacket["mixins"], "productVariantAttributes": {"color": "RED"}}
    assert red["metadata"]["version"] == 1


def test_variants_are_told_with_their_parent(server: Server, jacket: dict[str, Any]) -> None:
    server.post("/products", jacket)
    id_ = variants(server)["JACKET-RED"]["id"]
    told = server.get(f"/products/{id_}", expand="parentVariant")
    assert "JACKET" in (each.get("code") for each in told.values() if isinstance(each, dict))


def test_none_are_generated_where_that_is_not_wanted(
    server: Server, jacket: dict[str, Any]
) -> None:
    server.post("/products", jacket, skipVariantGeneration="true")
    assert variants(server) == {}
    server.patch("/products/jacket-1", {"brandId": "birch"}, skipVariantGeneration="true")
    assert variants(server) == {}
    server.patch("/products/jacket-1", {"brandId": "birch"})
    assert len(variants(server)) == 2


def test_another_value_adds_a_variant_and_one_less_takes_none_away(
    server: Server, jacket: dict[str, Any]
) -> None:
    server.post("/products", jacket)
    server.patch("/products/jacket-1", {"variantAttributes": {"color": [{"key": "GREEN"}]}})
    assert set(variants(server)) == {"JACKET-RED", "JACKET-BLUE", "JACKET-GREEN"}


def test_a_change_of_the_parent_is_one_of_its_variants(
    server: Server, jacket: dict[str, Any]
) -> None:
    server.post("/products", jacket)
    server.put("/products/jacket-1", {**jacket, "name": "Rain jacket", "published": False})
    for each in variants(server).values():
        assert (each["name"], each["published"]) == ("Rain jacket", False)
        assert each["metadata"]["version"] == 2


def test_what_a_variant_overrides_is_its_own_until_it_does_no_more(
    server: Server, jacket: dict[str, Any]
) -> None:
    server.post("/products", jacket)
    red = f"/products/{variants(server)['JACKET-RED']['id']}"
    deep = "mixins.productCustomAttributes.pricingMeasurePrice"
    server.patch(
        red,
        {
            "name": {"en": "Red jacket"},
            "mixins": {"productCustomAttributes": {"pricingMeasurePrice": 99}},
            "metadata": {"overridden": ["name", deep]},
        },
    )
    server.patch("/products/jacket-1", {"name": {"en": "Rain jacket"}, "brandId": "birch"})
    told = server.get(red)
    assert (told["name"], told["brandId"]) == ("Red jacket", "birch")
    custom = told["mixins"]["productCustomAttributes"]
    assert custom == {"pricingMeasurePrice": 99, "orderUnit": "H87"}
    assert told["metadata"]["overridden"] == ["name", deep]
    raw = server.get(red, rawValue="false")
    assert raw["mixins"]["productCustomAttributes"] == {"pricingMeasurePrice": 99}
    assert "brandId" not in raw
    server.patch(red, {"metadata": {"overridden": [deep]}})
    told = server.get(red)
    assert told["name"] == "Rain jacket"
    assert told["mixins"]["productCustomAttributes"]["pricingMeasurePrice"] == 99
    server.patch(red, {"metadata": {"overridden": []}})
    assert server.get(red)["mixins"]["productCustomAttributes"]["pricingMeasurePrice"] == 13


def test_a_variant_is_hidden_alone_by_a_change_of_it(
    server: Server, jacket: dict[str, Any]
) -> None:
    server.post("/products", jacket)
    id_ = variants(server)["JACKET-RED"]["id"]
    server.patch(f"/products/{id_}", {"published": False})
    red = server.get(f"/products/{id_}")
    assert (red["published"], red["metadata"]["overridden"]) == (False, ["published"])
    assert variants(server)["JACKET-BLUE"]["published"] is True
    server.patch("/products/jacket-1", {"description": "Warmer"})
    red = server.get(f"/products/{id_}")
    assert (red["published"], red["description"]) == (False, "Warmer")


def test_a_variant_is_made_by_hand(server: Server, jacket: dict[str, Any]) -> None:
    server.post("/products", jacket, skipVariantGeneration="true")
    variant = {
        "name": "Passed over",
        "code": "BY-HAND",
        "productType": "VARIANT",
        "parentVariantId": "jacket-1",
        "mixins": {"productVariantAttributes": {"color": "RED"}},
    }
    made = server.post("/products", variant)["id"]
    assert made.startswith("jacket-1--")
    assert server.get(f"/products/{made}")["name"] == "Field jacket"
    assert _refused(server, "POST", "/products", {**variant, "code": "TWICE"}) == {
        400: ["mixins.productVariantAttributes"]
    }
    pink = {"productVariantAttributes": {"color": "PINK"}}
    assert 400 in _refused(server, "POST", "/products", {**variant, "code": "C", "mixins": pink})
    orphan = {**variant, "code": "ORPHAN", "parentVariantId": "unknown"}
    assert _refused(server, "POST", "/products", orphan) == {400: ["parentVariantId"]}


def test_a_variant_s_parent_stays(server: Server, jacket: dict[str, Any]) -> None:
    server.post("/products", jacket)
    server.post("/products", {**jacket, "id": "jacket-2", "code": "OTHER"})
    red = variants(server)["JACKET-RED"]
    changed = {"name": red["name"], "code": "RED", "parentVariantId": "jacket-2"}
    server.put(f"/products/{red['id']}", changed)
    told = server.get(f"/products/{red['id']}")
    assert (told["parentVariantId"], told["code"]) == ("jacket-1", "RED")
    assert told["mixins"]["productVariantAttributes"] == {"color": "RED"}


def test_a_parent_is_removed_with_its_variants_by_who_says_so(
    server: Server, jacket: dict[str, Any]
) -> None:
    server.post("/products", jacket)
    assert _refused(server, "DELETE", "/products/jacket-1") == {409: ["force"]}
    assert len(variants(server)) == 2
    server.delete("/products/jacket-1", force="true")
    assert not Product.select().exists()


def test_many_at_once_a_parent_and_its_variants(server: Server, jacket: dict[str, Any]) -> None:
    rows = [
        {
            "name": "x",
            "code": f"HAND-{color}",
            "productType": "VARIANT",
            "parentVariantId": "jacket-1",
            "mixins": {"productVariantAttributes": {"color": color}},
        }
        for color in ("RED", "BLUE", "RED")
    ]
    answer = server.post("/products/bulk", [jacket, *rows], skipVariantGeneration="true")
    assert [each["code"] for each in answer] == [201, 201, 201, 400]
    assert set(variants(server)) == {"HAND-RED", "HAND-BLUE"}


def test_webhooks_are_told_of_parent_and_variants(
    server: Server, jacket: dict[str, Any], alice: Shop
) -> None:
    a_webhook(alice)
    server.post("/products", jacket)
    server.patch("/products/jacket-1", {"brandId": "birch"})
    server.delete("/products/jacket-1", force="true")
    told = [each.event for each in Delivery.select().order_by(Delivery.id)]
    assert told == [f"product.{each}" for each in ("created", "updated", "removed") for _ in "abc"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"template": None}, "template", id="no template"),
        pytest.param({"variantAttributes": {}}, "variantAttributes", id="no attributes"),
        pytest.param(
            {"variantAttributes": {"color": [{"key": "PINK"}]}},
            "variantAttributes.color.0",
            id="a value that the template does not list",
        ),
        pytest.param({"bundledProducts": []}, None, id="no parts are none"),
        pytest.param(
            {"metadata": {"overridden": ["name"]}}, "metadata.overridden", id="paths of a variant"
        ),
    ],
)
def test_what_is_wrong_with_a_parent_is_told_where_it_stands(
    server: Server, jacket: dict[str, Any], change: dict[str, Any], field: str | None
) -> None:
    answer = server.ask("POST", "/products", {**jacket, **change})
    if field is None:
        assert answer.status_code == 201
        return
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json["details"]] == [field]


def _refused(server: Server, method: str, path: str, body: Any = None) -> dict[int, list[str]]:
    answer = server.ask(method, path, body)
    return {answer.status_code: [each["field"] for each in answer.json.get("details", ())]}


def test_a_parent_takes_a_new_version_of_its_template_with_all_its_variants(
    server: Server, jacket: dict[str, Any]
) -> None:
    def template(*values: str) -> dict[str, Any]:
        differing = {"mandatory": True, "variantAttribute": True, "defaultValue": None}
        attribute = {"key": "color", "name": {"en": "Color"}, "type": "TEXT"}
        colors = {**attribute, "metadata": differing, "values": [{"key": each} for each in values]}
        return {"name": {"en": "Clothes"}, "attributes": [colors]}

    id_ = server.post("/product-templates", template("RED", "BLUE"))["id"]
    server.post("/products", {**jacket, "template": {"id": id_, "version": 1}})
    second = {**template("BLUE", "PINK"), "metadata": {"version": 1}}
    server.put(f"/product-templates/{id_}", second)
    values = {"color": [{"key": "BLUE"}, {"key": "PINK"}]}
    change = {"template": {"id": id_, "version": 2}, "variantAttributes": values}
    server.patch("/products/jacket-1", change)
    made = variants(server)
    assert set(made) == {"JACKET-RED", "JACKET-BLUE", "JACKET-PINK"}
    assert {each["template"]["version"] for each in made.values()} == {2}
    # What is listed no more is kept, and can be changed.
    red = f"/products/{made['JACKET-RED']['id']}"
    server.patch(red, {"description": {"en": "Last"}, "metadata": {"overridden": ["description"]}})
    told = server.get(red)
    assert told["description"] == "Last"
    assert told["mixins"]["productVariantAttributes"] == {"color": "RED"}
