"""Mixins are held against their template, against schemas of ours, against those they name."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from models.database import database
from models.errors import Problem
from models.fetched_schema import FetchedSchema
from models.product import BASIC, BUNDLE, PARENT_VARIANT, VARIANT, Product
from models.product_template import ProductTemplate, TemplateVersion
from models.shop import Shop
from tests.conftest import NOON
from tests.serving import Site
from usecases.catalog.mixins import Schemas, faults, fetched

ATTRIBUTES: list[dict[str, Any]] = [
    {"key": "fabric", "type": "TEXT", "mandatory": True},
    {"key": "weight", "type": "NUMBER"},
    {"key": "lined", "type": "BOOLEAN"},
    {"key": "woven", "type": "DATETIME"},
    {"key": "care", "type": "TEXT", "values": ["COLD", "WARM"]},
]
AXES: list[dict[str, Any]] = [
    {"key": "color", "type": "TEXT", "variant": True, "mandatory": True, "values": ["RED", "BLUE"]},
    {"key": "size", "type": "NUMBER", "variant": True, "values": [38, 40.5]},
]
ATTRIBUTE = {"mandatory": False, "variant": False, "default": None, "values": None}
WHERE = "mixins/productTemplateAttributes"


def a_template(shop: Shop, *versions: list[dict[str, Any]]) -> ProductTemplate:
    """Keep a template with these attributes in its versions, from 1."""
    template = ProductTemplate.create(shop=shop, catalog_id="jacket", version=len(versions))
    for number, attributes in enumerate(versions, 1):
        said = [{**ATTRIBUTE, "name": {"en": each["key"]}, **each} for each in attributes]
        TemplateVersion.create(
            template=template, version=number, name={"en": "J"}, attributes=said, created_at=NOON
        )
    return template


def a_draft(shop: Shop, **facts: Any) -> Product:
    """Begin a product that is not kept."""
    return Product(shop=shop, currency="EUR", name="Field jacket", **facts)


def of_template(shop: Shop, attributes: Any, *said: dict[str, Any], kind: str = BASIC) -> Any:
    """What is wrong with the attributes of a product of a template with these."""
    template = a_template(shop, list(said) or ATTRIBUTES)
    worn = {"productTemplateAttributes": attributes} if attributes is not None else {}
    draft = a_draft(shop, template=template, template_version=1, mixins=worn, kind=kind)
    return [tuple(each) for each in faults([draft], Schemas())[0]]


def test_what_fits_the_template_is_right(alice: Shop) -> None:
    whole = {"fabric": "wool", "weight": 1.2, "lined": True, "care": "COLD", "woven": "2026-06-15"}
    assert of_template(alice, whole) == []


@pytest.mark.parametrize(
    ("attribute", "value", "why"),
    [
        ("fabric", 7, "must be of the type string"),
        ("weight", "7", "must be of the type number"),
        ("weight", True, "must be of the type number"),
        ("lined", "yes", "must be of the type boolean"),
        ("care", "HOT", 'must be one of "COLD", "WARM"'),
        ("woven", "2026-02-30", "must be of the format iso-8601"),
        ("woven", 20260615, "must be of the type string"),
        ("care", None, "must be of the type string"),
    ],
)
def test_values_are_of_their_attributes_types(
    alice: Shop, attribute: str, value: Any, why: str
) -> None:
    found = of_template(alice, {"fabric": "wool", attribute: value})
    assert (f"{WHERE}/{attribute}", why) in found


def test_what_is_mandatory_must_be_there(alice: Shop) -> None:
    missing = [(WHERE, "fabric is required")]
    assert of_template(alice, {"weight": 1}) == missing


@pytest.mark.parametrize("kind", [BASIC, BUNDLE])
def test_even_where_nothing_is_said(alice: Shop, kind: str) -> None:
    assert of_template(alice, None, kind=kind) == [(WHERE, "fabric is required")]


def test_what_the_template_does_not_know_is_refused(alice: Shop) -> None:
    unknown = [(WHERE, "has what its schema does not know: wool")]
    assert of_template(alice, {"fabric": "wool", "wool": 1}) == unknown


@pytest.mark.parametrize("value", [[], "wool", 7, True])
def test_attributes_are_a_map(alice: Shop, value: Any) -> None:
    assert of_template(alice, value) == [(WHERE, "must be of the type object")]


@pytest.mark.parametrize("mixin", ["productTemplateAttributes", "productVariantAttributes"])
def test_without_a_template_there_are_no_attributes(alice: Shop, mixin: str) -> None:
    draft = a_draft(alice, mixins={mixin: {"fabric": "wool"}})
    why = "needs a template: its attributes say what stands here"
    assert faults([draft], Schemas()) == [[Problem(f"mixins/{mixin}", why)]]


def test_the_version_a_product_names_is_the_one_that_counts(alice: Shop) -> None:
    template = a_template(alice, [ATTRIBUTES[0]], [ATTRIBUTES[1]])
    worn = {"productTemplateAttributes": {"fabric": "wool"}}
    drafts = [
        a_draft(alice, template=template, template_version=number, mixins=worn) for number in (1, 2)
    ]
    first, second = faults(drafts, Schemas())
    assert first == []
    assert second == [Problem(WHERE, "has what its schema does not know: fabric")]


def of_kind(shop: Shop, kind: str, **facts: Any) -> Any:
    """What is wrong with a product of a template with variant attributes."""
    template = a_template(shop, AXES)
    draft = a_draft(shop, template=template, template_version=1, kind=kind, **facts)
    return [tuple(each) for each in faults([draft], Schemas())[0]]


def test_what_a_variant_differs_by_its_parent_says(alice: Shop) -> None:
    # A value that the template has no longer stays with the variants that have it.
    assert of_kind(alice, VARIANT, mixins={"productVariantAttributes": {"color": "GREEN"}}) == []


@pytest.mark.parametrize("kind", [BASIC, BUNDLE, PARENT_VARIANT])
def test_other_products_have_at_most_what_the_template_lists(alice: Shop, kind: str) -> None:
    worn = {"productVariantAttributes": {"color": "GREEN"}}
    sheet = {"variant_attributes": {"color": ["RED"]}}
    where, why = "mixins/productVariantAttributes/color", 'must be one of "RED", "BLUE"'
    assert of_kind(alice, kind, mixins=worn, sheet=sheet) == [(where, why)]


def test_a_parent_uses_what_is_mandatory(alice: Shop) -> None:
    assert of_kind(alice, PARENT_VARIANT, sheet={"variant_attributes": {"color": ["RED"]}}) == []
    required = [("variant_attributes/color", "is required by the template")]
    found = of_kind(a_shop_beside(alice), PARENT_VARIANT, sheet={"variant_attributes": {}})
    assert found == required


def a_shop_beside(shop: Shop) -> Shop:
    """Open another shop, which has no templates yet."""
    return Shop.create(name="Dora", slug=f"{shop.slug[:10]}b")


PUBLISHED = {
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
        "unitPricingBaseMeasure": {"value": 100, "unitCode": "GRM"},
        "pricingMeasure": {"value": 100, "unitCode": "GRM"},
        "orderUnit": "H87",
        "minOrderQuantity": 2,
        "maxOrderQuantity": 10,
        "defaultOrderQuantity": 5,
        "taxClass": "Vat_23",
    },
}


def test_the_known_mixins_are_as_published(alice: Shop) -> None:
    assert faults([a_draft(alice, mixins=PUBLISHED)], Schemas()) == [[]]


@pytest.mark.parametrize(
    ("mixin", "value", "where"),
    [
        ("productCustomAttributes", {"minOrderQuantity": "two"}, "/minOrderQuantity"),
        ("productCustomAttributes", {"minOrderQuantity": -1}, "/minOrderQuantity"),
        ("productCustomAttributes", {"pricingMeasure": {"value": "x"}}, "/pricingMeasure/value"),
        ("productCustomAttributes", [], ""),
        ("salePricesData", {}, ""),
        ("salePricesData", [{"enabled": 1}], "/0/enabled"),
        ("salePricesData", [{"salePriceStart": "soon"}], "/0/salePriceStart"),
    ],
)
def test_the_known_mixins_have_types(alice: Shop, mixin: str, value: Any, where: str) -> None:
    [[problem]] = faults([a_draft(alice, mixins={mixin: value})], Schemas())
    assert problem.where == f"mixins/{mixin}{where}"


def test_what_a_known_mixin_has_besides_is_kept(alice: Shop) -> None:
    more = {"productCustomAttributes": {"shelf": "B4", "pricingMeasure": {"per": 1}}}
    assert faults([a_draft(alice, mixins=more)], Schemas()) == [[]]


def test_a_mixin_that_names_no_schema_is_free(alice: Shop) -> None:
    free = a_draft(alice, mixins={"mine": {"whatever": [1, None, "text"]}, "more": 7})
    assert faults([free], Schemas()) == [[]]


@pytest.mark.parametrize("value", [[["a\0b"]], {"a\0": 1}], ids=["text", "name"])
def test_but_nothing_that_no_database_keeps(alice: Shop, value: Any) -> None:
    [[problem]] = faults([a_draft(alice, mixins={"mine": value})], Schemas())
    assert problem == Problem("mixins/mine", "the character NUL is not allowed")


def test_nor_what_is_deeper_than_anybody_reads(alice: Shop) -> None:
    deep: Any = 1
    for _ in range(500):
        deep = {"in": deep}
    [[problem]] = faults([a_draft(alice, mixins={"a/b": deep})], Schemas())
    assert problem == Problem("mixins/a~1b", "it is more than 64 levels deep")


def worn(url: str, value: Any, name: str = "mine") -> dict[str, Any]:
    """Facts of a product with a mixin that names a schema."""
    return {"mixins": {name: value}, "mixin_schemas": {name: url}}


def held(shop: Shop, *facts: dict[str, Any]) -> list[list[Problem]]:
    """Fetch what products need, and hold them against it."""
    schemas = fetched(shop, facts)
    drafts = [
        a_draft(shop, mixins=each["mixins"], sheet={"mixin_schemas": each["mixin_schemas"]})
        for each in facts
    ]
    return faults(drafts, schemas)


def test_a_mixin_is_held_against_the_schema_it_names(alice: Shop, site: Site) -> None:
    site.pages["/s.json"] = json.dumps({"properties": {"a": {"type": "string"}}}).encode()
    url = site.url("/s.json")
    assert held(alice, worn(url, {"a": "x"}), worn(url, {"a": 1})) == [
        [],
        [Problem("mixins/mine/a", "must be of the type string")],
    ]
    assert len(site.asked) == 1


def test_a_schema_that_cannot_be_had_is_told_with_its_mixin(alice: Shop, site: Site) -> None:
    url = site.url("/none.json")
    why = f"the schema at {url} cannot be had: the server answered 404, not 200"
    assert held(alice, worn(url, {})) == [[Problem("mixins/mine", why)]]


def test_only_what_is_needed_is_fetched(alice: Shop, site: Site) -> None:
    url = site.url("/s.json")
    fetched(alice, [{"mixins": {}, "mixin_schemas": {"mine": url}}, {"mixins": None}, {}])
    of_template = ("productTemplateAttributes", "productVariantAttributes")
    fetched(alice, [worn(url, {}, each) for each in of_template])
    assert site.asked == []


def test_a_schema_that_is_named_counts_before_ours_which_counts_where_it_is_gone(
    alice: Shop, site: Site
) -> None:
    site.pages["/mine.json"] = json.dumps({"required": ["orderUnit"]}).encode()
    name, odd = "productCustomAttributes", {"minOrderQuantity": "two"}
    theirs, gone = site.url("/mine.json"), site.url("/gone.json")
    found = held(alice, worn(theirs, odd, name), worn(gone, odd, name), worn(gone, {}, name))
    assert [each.where for each in found[0]] == ["mixins/productCustomAttributes"]
    assert [each.where for each in found[1]] == ["mixins/productCustomAttributes/minOrderQuantity"]
    assert found[2] == []


def test_holding_asks_nobody(alice: Shop, site: Site) -> None:
    url = site.url("/s.json")
    draft = a_draft(alice, mixins={"mine": {}}, sheet={"mixin_schemas": {"mine": url}})
    [[problem]] = faults([draft], Schemas())
    assert problem.why == f"the schema at {url} was not fetched; send it again"
    assert site.asked == []


def test_our_own_schemas_are_not_fetched(alice: Shop) -> None:
    a_template(alice, ATTRIBUTES)
    base = f"https://vitrine.example/product/{alice.slug}/schemas"
    url = f"{base}/jacket-templateAttributes_v1.json"
    assert held(alice, worn(url, {"fabric": "wool"}), worn(url, {})) == [
        [],
        [Problem("mixins/mine", "fabric is required")],
    ]
    none = f"{base}/jacket-templateAttributes_v2.json"
    assert held(alice, worn(none, {})) == [
        [Problem("mixins/mine", "this shop has no schema jacket-templateAttributes_v2")]
    ]
    why = "is no address of a schema of this shop"
    for other in ("https://vitrine.example/s.json", base.replace(alice.slug, "other") + "/x.json"):
        assert held(alice, worn(other, {})) == [[Problem("mixins/mine", why)]]
    assert FetchedSchema.select().count() == 0


def test_one_request_may_be_so_much_work(alice: Shop, site: Site) -> None:
    site.pages["/s.json"] = b"{}"
    url = site.url("/s.json")
    schemas = fetched(alice, [worn(url, [])])
    schemas.steps_left = 30
    facts = {"mixins": {"mine": list(range(10))}, "sheet": {"mixin_schemas": {"mine": url}}}
    told = faults([a_draft(alice, **facts) for _ in range(3)], schemas)
    assert [len(each) for each in told] == [0, 0, 1]
    assert "send fewer at once" in told[2][0].why


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count the statements that the database is given from now on."""
    counted: list[Any] = []
    execute = database.obj.execute_sql
    monkeypatch.setattr(
        database.obj, "execute_sql", lambda *sql, **how: counted.append(sql) or execute(*sql, **how)
    )
    return lambda: len(counted)


def test_many_products_take_one_query(alice: Shop, queries: Callable[[], int]) -> None:
    template = a_template(alice, ATTRIBUTES)
    worn = {"productTemplateAttributes": {"fabric": "wool"}}
    drafts = [
        a_draft(alice, template=template, template_version=1, mixins=worn) for _ in range(200)
    ]
    before = queries()
    assert faults(drafts, Schemas()) == [[]] * 200
    assert queries() - before == 1
