"""What `q` and `sort` name, in the words of the house; what they name wrongly is refused."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.catalog import field_names, searched
from api.catalog.query import BadQuery, read
from models.errors import Problem
from models.product import Product
from models.product_template import ProductTemplate, TemplateVersion
from models.shop import Shop
from usecases.catalog.findable import product_field, template_field
from usecases.catalog.patterns import BadPattern
from usecases.catalog.searching import condition, template_condition
from usecases.catalog.sorting import Key, order, template_order
from usecases.criteria import AnyOf, Criterion

# Published -> in the house.
FIELDS = {
    "name:x": "names:x",
    "name.en:~x": "names.en:~x",
    "description.de-CH:exists": "descriptions.de-CH:exists",
    "productType:PARENT_VARIANT": "kind:(parent_variant)",
    "productType:(BASIC,VARIANT)": "compoundLogicalQuery:((kind:(basic)) OR (kind:(variant)))",
    "productType:exists": "kind:exists",
    "productType:~VARIANT": "kind:(parent_variant,variant,dynamic_variant)",
    "productType:>BUNDLE": "kind:(parent_variant,variant,dynamic_variant)",
    "parentVariantId:x": "parent:x",
    "template.id:x template.version:2": "template.id:x template.version:2",
    "brandId:null": "brand_code:null",
    "labelIds:(a,b)": "labels:(a,b)",
    "vendor.id:x": "seller.id:x",
    "taxClasses.EN:STANDARD": "tax_classes.EN:STANDARD",
    "relatedItems.type:ACCESSORY relatedItems.refId:x": "related.type:ACCESSORY related.ref:x",
    "bundledProducts.productId:x": "bundled.product:x",
    "bundledProducts.id:x": "bundled.product:x",
    "bundledProducts.amount:>1": "bundled.amount:>1",
    "variantAttributes.color:RED": "variant_attributes.color:RED",
    "variantAttributes.color.key:RED": "variant_attributes.color:RED",
    "mixins.productCustomAttributes.maxOrderQuantity:>20": (
        "mixins.productCustomAttributes.maxOrderQuantity:>20"
    ),
    "metadata.version:1": "version:1",
    "version:1": "version:1",
    'metadataCreatedAt:>"2021-05-18"': 'created_at:>"2021-05-18"',
    'metadata.modifiedAt:>"2021-05-18"': 'updated_at:>"2021-05-18"',
    "metadata.mixins.care:exists": "mixin_schemas.care:exists",
    "metadata.overridden:name": "overridden:name",
    "yrn:urn:yaas:saasag:caasproduct:product:alice;x": 'id:"x"',
    "yrn:urn:yaas:saasag:caasproduct:product:alice;x;y": 'id:"x"',
    "yrn:exists": "id:exists",
}


def plain(criterion: Criterion) -> Criterion:
    """Spell several values of one alike, however deep they stand."""
    if isinstance(criterion, AnyOf) and len(criterion.parts) == 1:
        return plain(criterion.parts[0])
    if hasattr(criterion, "parts"):
        return type(criterion)(tuple(map(plain, criterion.parts)))
    return criterion


@pytest.mark.parametrize("text", FIELDS)
def test_each_field_is_known_by_its_published_name(text: str) -> None:
    assert plain(searched.product_criterion(text, "alice")) == plain(read(FIELDS[text]))


@pytest.mark.parametrize(
    "text",
    ["productType:basic", "productType:CAR", "productType:~^V$", "yrn:x",
     "yrn:urn:yaas:saasag:caasproduct:product:charlie;x"],
)  # fmt: skip
def test_what_no_product_can_be_is_asked_of_none(text: str) -> None:
    assert searched.product_criterion(text, "alice") == AnyOf(())


@pytest.mark.parametrize(
    "field",
    ["weight", "name.en.x", "mixins..x", "mixins.", "template.name", "shop", "shop_id",
     "id.x", "metadata", "metadata.x", "catalog_id", "relatedItems.ref", "sheet.labels",
     "taxClasses.EN.x", "mixins.a b", "mixins.a'b", "mixins.\0", "__class__", "code.",
     "names", "variantAttributes.a.b"],
)  # fmt: skip
def test_a_field_that_there_is_not_is_refused(field: str) -> None:
    with pytest.raises(BadQuery) as refused:
        searched.product_keys(f"code,{field}:desc")
    assert refused.value.problems == (Problem("sort", f"no field is called {field}"),)
    with pytest.raises(BadQuery):
        searched.product_criterion(f"id:a {field}:x", "alice")


def test_a_yrn_is_compared_whole() -> None:
    with pytest.raises(BadQuery):
        searched.product_criterion("yrn:~x", "alice")


def test_sort_names_fields_and_directions() -> None:
    text = "name.en:asc, code:desc,metadata.createdAt:DESC,id:Desc,brandId,,productType:up:desc"
    assert searched.product_keys(text) == [
        Key(("names", "en")),
        Key(("code",), True),
        Key(("created_at",), True),
        Key(("id",)),
        Key(("brand_code",)),
        Key(("kind",)),
    ]
    assert searched.product_keys("") == []
    with pytest.raises(BadQuery):
        searched.product_keys(",".join(["code"] * 11))


def test_every_field_that_is_named_can_be_asked_for_and_sorted_by(alice: Shop) -> None:
    more = {f"{begin}.en": f"{house}.en" for begin, house in field_names.PRODUCT_OPEN.items()}
    for path in {**field_names.PRODUCT, **more}.values():
        field = product_field(alice, ["en"], tuple(path.split(".")))
        for ask in (f"{path}:x", f"{path}:>1", f"{path}:~x", f"{path}:exists", f"{path}:(a,b)"):
            rows: Any = Product.select().where(condition(alice, read(ask), ["en"]))
            assert list(rows.order_by(*field.ordered(), Product.id)) == []


def test_every_field_of_templates_can_be_asked_for_and_sorted_by(alice: Shop) -> None:
    more = {f"{begin}.en": f"{house}.en" for begin, house in field_names.TEMPLATE_OPEN.items()}
    for path in {**field_names.TEMPLATE, **more}.values():
        field = template_field(alice, ["en"], tuple(path.split(".")))
        for ask in (f"{path}:x", f"{path}:>1", f"{path}:~x", f"{path}:exists", f"{path}:(a,b)"):
            rows = templates().where(template_condition(alice, read(ask), ["en"]))
            assert list(rows.order_by(*field.ordered(), ProductTemplate.id)) == []


def test_templates_are_found_and_sorted_by_what_their_newest_version_says(alice: Shop) -> None:
    for name, key, versions in (("shirt", "color", 2), ("trousers", "size", 1)):
        template = ProductTemplate.create(shop=alice, catalog_id=name, version=versions)
        for version in range(1, versions + 1):
            attribute = {"key": key, "name": {"en": key.title()}, "type": "TEXT", "default": "RED"}
            more = {"mandatory": False, "variant": version == 2, "values": ["RED", 7]}
            TemplateVersion.create(
                template=template,
                version=version,
                name={"en": f"{name.title()} {version}", "de": f"{9 - version}"},
                attributes=[{**attribute, **more}, {**attribute, "key": "care", "values": None}],
                created_at=template.created_at,
            )
    found = {
        "id:shirt": "s",
        "name.en:~2": "s",
        "name.en:~1": "t",
        "name:~T": "t",
        "version:2": "s",
        "metadata.version:<2": "t",
        "attributes.key:size": "t",
        "attributes.key:care attributes.metadata.variantAttribute:true": "",
        "attributes.key:color attributes.metadata.variantAttribute:true": "s",
        "attributes.values.key:7": "st",
        "attributes.values.key:8": "",
        "attributes.metadata.defaultValue:RED": "st",
        "attributes.name.en:Size": "t",
        "attributes:exists": "st",
    }
    asked: dict[str, str] = {}
    for text in found:
        where = template_condition(alice, searched.template_criterion(text), ["en"])
        rows = templates().where(where).order_by(ProductTemplate.id)
        asked[text] = "".join(each.catalog_id[0] for each in rows)
    assert asked == found
    keys = searched.template_keys("name.de:desc")
    rows = templates().order_by(*template_order(alice, keys, ["en"]))
    assert [each.catalog_id for each in rows] == ["trousers", "shirt"]


def templates() -> Any:
    newest = (TemplateVersion.template == ProductTemplate.id) & (  # type: ignore[attr-defined]
        TemplateVersion.version == ProductTemplate.version
    )
    return ProductTemplate.select().join(TemplateVersion, on=newest)


HOSTILE = [
    "id:'; drop table product; --",
    "id:x' or '1'='1",
    'id:"x\' or 1=1 --"',
    "mixins.a'b:x",
    'mixins.a"b:x',
    "mixins.$.a:x",
    "mixins.a[0]:x",
    "mixins.a->>b:x",
    "name.en');--:x",
    "id:%s",
    "id:?",
    "id:~'; select pg_sleep(9)",
    "id:\x00",
    "mixins.\x00:x",
    "mixins.ʼ:x",
    "mixins.%s.?:x",
    "mixins.a.b-c_d.é:(%s,?)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_injected_sql_is_text_or_refused(alice: Shop, text: str) -> None:
    ask(alice, text)
    ask_sorted(alice, text.rpartition(":")[0])


def test_whatever_is_asked_is_answered_or_refused(alice: Shop) -> None:
    words = some.sampled_from(
        ["id", "code", "name.en", "mixins.a", "mixins.a.b", "labelIds", "version", "productType",
         ":", "~", "(", ")", '"', ",", "<", ">=", " ", "AND ", " OR ", "compoundLogicalQuery:(",
         "'", "--", ";", "%", "?", "$", "null", "exists", "true", "1", "1e999", "\\", "[", "*",
         "\x00", "\ud800", "é", "2026-01-01", "{9}"]
    )  # fmt: skip

    @given(some.lists(words, max_size=12).map("".join) | some.text(max_size=30))
    def asked(text: str) -> None:
        ask(alice, text)
        ask_sorted(alice, text)

    asked()


def ask(shop: Shop, text: str) -> None:
    with suppress(BadQuery):
        criterion = searched.product_criterion(text, shop.slug)
        with suppress(BadPattern):
            rows: Any = Product.select().where(condition(shop, criterion, ["en"]))
            assert list(rows) == []


def ask_sorted(shop: Shop, text: str) -> None:
    with suppress(BadQuery):
        rows: Any = Product.select().order_by(*order(shop, searched.product_keys(text), ["en"]))
        assert list(rows) == []
