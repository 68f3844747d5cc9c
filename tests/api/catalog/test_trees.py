"""Dynamic variants as clients see them: trees written, told, searched, sorted, sent to webhooks."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from models.shop import Shop
from models.webhook import CATALOG, Delivery
from tests.api.catalog.conftest import Server, refusal
from tests.builders import a_webhook

ALL = {"Accept-Language": "*"}
STORAGE = {
    "name": {"en": "Storage", "de": "Speicher"},
    "value": {
        "type": "STRING",
        "qualifier": "256_GB",
        "name": {"en": "256 GB", "de": "256 GB"},
    },
}
SIZE = {"value": {"type": "DECIMAL", "qualifier": 6.1, "unit": "INH"}}
BUNDLE = {"value": {"type": "STRING", "qualifier": "RETAIL_BOX"}}
ENGLISH = {
    "name": "Storage",
    "value": {"type": "STRING", "qualifier": "256_GB", "name": "256 GB"},
}


@pytest.fixture
def alice(alice: Shop) -> Shop:
    """Her shop speaks two languages."""
    alice.locales = ["en", "de"]
    alice.save()
    return alice


def a_body(id_: str, above: str | None = None, **facts: Any) -> dict[str, Any]:
    """What is sent of a dynamic variant."""
    body = {"id": id_, "name": {"en": id_}, "code": id_.upper(), "published": True}
    return {
        **body,
        "productType": "DYNAMIC_VARIANT",
        **({"parentVariantId": above} if above else {}),
        **facts,
    }


@pytest.fixture
def tree(server: Server) -> list[dict[str, Any]]:
    """A phone in three levels, the lowest sent first; what was sent."""
    bodies = [
        a_body(
            "retail",
            "blue",
            sellable=True,
            dynamicVariantType="H1_L2",
            ownVariantAttributes={"bundle": BUNDLE},
        ),
        a_body(
            "blue",
            "phone",
            dynamicVariantType="H1_L1",
            ownVariantAttributes={"storage": STORAGE, "size": SIZE},
        ),
        a_body("phone"),
    ]
    rows = server.post("/products/bulk", bodies)
    assert [each["code"] for each in rows] == [201] * 3
    return bodies


@pytest.mark.usefixtures("tree")
def test_a_root_tells_all_below_it_with_the_attributes_of_all_above(server: Server) -> None:
    phone = server.get("/products/phone")
    assert phone["variants"] == {
        "blue": {
            "version": 1,
            "code": "BLUE",
            "name": "blue",
            "parentVariantId": "phone",
            "sellable": False,
            "published": True,
            "dynamicVariantType": "H1_L1",
            "variantAttributes": {"storage": ENGLISH, "size": SIZE},
        },
        "retail": {
            "version": 1,
            "code": "RETAIL",
            "name": "retail",
            "parentVariantId": "blue",
            "sellable": True,
            "published": True,
            "dynamicVariantType": "H1_L2",
            "variantAttributes": {"storage": ENGLISH, "size": SIZE, "bundle": BUNDLE},
        },
    }
    assert phone["sellable"] is False
    assert not {"parentVariantId", "parentVariantPath", "inheritedVariantAttributes"} & {*phone}


@pytest.mark.usefixtures("tree")
def test_a_product_below_tells_apart_what_is_its_own(server: Server) -> None:
    told = server.get("/products/retail")
    assert told["productType"] == "DYNAMIC_VARIANT"
    assert told["parentVariantId"] == "blue"
    assert told["parentVariantPath"] == ["blue", "phone"]
    assert told["ownVariantAttributes"] == {"bundle": BUNDLE}
    assert told["inheritedVariantAttributes"] == {"storage": ENGLISH, "size": SIZE}
    assert "variants" not in told
    assert "dynamicVariantInfo" not in told["metadata"]


@pytest.mark.usefixtures("tree")
def test_texts_are_told_in_the_language_asked_for(server: Server) -> None:
    whole = server.ask("GET", "/products/blue", headers=ALL).json
    assert whole is not None
    assert whole["ownVariantAttributes"]["storage"] == STORAGE
    german = server.ask("GET", "/products/phone", headers={"Accept-Language": "de"}).json
    assert german is not None
    assert german["variants"]["retail"]["variantAttributes"]["storage"]["name"] == "Speicher"


@pytest.mark.usefixtures("tree")
def test_readers_are_told_what_is_published(server: Server, reader: Server) -> None:
    server.patch("/products/blue", {"published": False})
    assert server.get("/products/phone")["variants"]["blue"]["published"] is False
    variants = reader.get("/products/phone")["variants"]
    assert list(variants) == ["retail"]
    assert "published" not in variants["retail"]
    assert variants["retail"]["variantAttributes"].keys() == {"storage", "size", "bundle"}


def test_what_was_told_can_be_sent_back(server: Server, tree: list[dict[str, Any]]) -> None:
    for each in tree:
        before = server.ask("GET", f"/products/{each['id']}", headers=ALL).json
        assert before is not None
        server.put(f"/products/{each['id']}", before)
        after = server.ask("GET", f"/products/{each['id']}", headers=ALL).json
        assert after is not None
        for told in (before, after):
            told["metadata"] = told["metadata"].get("dynamicVariantInfo")
            for entry in told.get("variants", {}).values():
                del entry["version"]
        assert after == before


@pytest.mark.usefixtures("tree")
def test_a_change_is_seen_at_once_above_and_below(server: Server) -> None:
    server.patch("/products/blue", {"ownVariantAttributes": {"size": SIZE}, "name": {"en": "B"}})
    phone = server.get("/products/phone")
    assert phone["metadata"]["version"] == 1
    assert (phone["variants"]["blue"]["version"], phone["variants"]["blue"]["name"]) == (2, "B")
    assert server.get("/products/retail")["inheritedVariantAttributes"] == {"size": SIZE}
    server.patch("/products/blue", {"ownVariantAttributes": None, "parentVariantId": ""})
    assert list(server.get("/products/blue")["variants"]) == ["retail"]
    assert server.get("/products/phone")["variants"] == {}


def test_trouble_is_told(server: Server) -> None:
    for body in (a_body("lost", "nothing"), a_body("a", "b"), a_body("b", "a")):
        server.post("/products", body)
    told = {each: server.get(f"/products/{each}") for each in ("lost", "a")}
    info = {each: told[each]["metadata"]["dynamicVariantInfo"] for each in told}
    assert info == {"lost": {"missingAncestorId": "nothing"}, "a": {"cycleDetected": True}}


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("productType:DYNAMIC_VARIANT", ["blue", "phone", "retail"]),
        ("parentVariantId:phone", ["blue"]),
        ("parentVariantId:(phone,blue)", ["blue", "retail"]),
        ("parentVariantId:missing", ["phone"]),
        ("parentVariantId:exists", ["blue", "retail"]),
        ("parentVariantId:~^bl", ["retail"]),
        ("parentVariantPath:phone", ["blue", "retail"]),
        ("parentVariantPath:(blue,none)", ["retail"]),
        ("parentVariantPath:missing", ["phone"]),
        ("sellable:true", ["retail"]),
        ("sellable:false dynamicVariantType:exists", ["blue"]),
        ("dynamicVariantType:H1_L2", ["retail"]),
        ("ownVariantAttributes.storage.value.qualifier:256_GB", ["blue"]),
        ("ownVariantAttributes.size.value.qualifier:>6", ["blue"]),
        ("ownVariantAttributes:missing", ["phone"]),
    ],
)
def test_trees_are_searched(server: Server, q: str, found: list[str]) -> None:
    server.post("/products", {"name": "x", "code": "X", "id": "basic"})
    got = [each["id"] for each in server.get("/products", q=q, sort="id")]
    assert [each for each in got if each != "basic"] == found
    assert ("basic" in got) == q.endswith(":missing")


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("parentVariantId", ["phone", "retail", "blue"]),
        ("dynamicVariantType:desc", ["retail", "blue", "phone"]),
        ("sellable:desc,id", ["retail", "blue", "phone"]),
    ],
)
def test_trees_are_sorted(server: Server, sort: str, order: list[str]) -> None:
    assert [each["id"] for each in server.get("/products", sort=sort)] == order


@pytest.mark.usefixtures("tree")
def test_fields_are_chosen_and_the_product_above_told(server: Server) -> None:
    paths = {each: set(server.get("/products/phone", fields=each)) for each in ("variants", "code")}
    assert paths == {"variants": {"id", "yrn", "variants"}, "code": {"id", "yrn", "code"}}
    one = server.get("/products/phone", fields="variants.blue.code")
    assert one["variants"] == {"blue": {"code": "BLUE"}}
    one = server.get("/products/retail", fields="inheritedVariantAttributes.size.value.unit")
    assert one["inheritedVariantAttributes"] == {"size": {"value": {"unit": "INH"}}}
    told = server.get("/products/retail", expand="parentVariant")["parentVariant"]
    assert (told["id"], told["parentVariantPath"]) == ("blue", ["phone"])


@pytest.mark.usefixtures("tree")
def test_a_branch_is_removed_with_all_below_it_where_that_is_confirmed(server: Server) -> None:
    assert refusal(server.ask("DELETE", "/products/blue"))[0] == 409
    server.delete("/products/blue", force="true")
    assert server.get("/products/phone")["variants"] == {}


@pytest.mark.usefixtures("tree")
def test_webhooks_are_sent_trees_whole(server: Server, alice: Shop) -> None:
    webhook = a_webhook(alice, format=CATALOG)
    for id_ in ("phone", "retail"):
        server.patch(f"/products/{id_}", {"brandId": "larch"})
    told = [orjson.loads(each.body) for each in Delivery.select().order_by(Delivery.id)]
    [phone] = [each for each in told if each["id"] == "phone"]
    assert {each.webhook_id for each in Delivery.select()} == {webhook.id}
    assert phone["variants"]["blue"]["variantAttributes"]["storage"] == STORAGE
    [retail] = [each for each in told if each["id"] == "retail"]
    assert retail["inheritedVariantAttributes"]["storage"] == STORAGE


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ownVariantAttributes": []}, "ownVariantAttributes"),
        ({"ownVariantAttributes": {"a": {}}}, "ownVariantAttributes.a.value"),
        ({"ownVariantAttributes": {"a": {"value": {}}}}, "ownVariantAttributes.a.value.type"),
        (
            {"ownVariantAttributes": {"code": {"value": {"type": "NUMBER", "qualifier": "1"}}}},
            "ownVariantAttributes.code.value.qualifier",
        ),
        (
            {"ownVariantAttributes": {"a": {**BUNDLE, "name": {"pl": "x"}}}},
            "ownVariantAttributes.a.name.pl",
        ),
        ({"ownVariantAttributes": {"a": {**BUNDLE, "more": 1}}}, "ownVariantAttributes.a.more"),
        ({"sellable": "true"}, "sellable"),
        ({"dynamicVariantType": 1}, "dynamicVariantType"),
        ({"parentVariantId": "x"}, "parentVariantId"),
        ({"parentVariantId": 1}, "parentVariantId"),
        ({"template": {"id": "t", "version": 1}}, "template"),
        ({"productType": "BASIC", "sellable": True}, "sellable"),
    ],
    ids=str,
)
def test_a_fault_is_told_by_the_names_that_were_sent(
    server: Server, facts: dict[str, Any], field: str
) -> None:
    server.post("/products", {"name": "x", "code": "X0", "id": "x"})
    answer = server.ask("POST", "/products", a_body("n", **facts))
    assert refusal(answer)[0] == 400, answer.text
    assert answer.json is not None
    assert field in {each["field"] for each in answer.json["details"]}
    assert server.ask("GET", "/products/n").status_code == 404
