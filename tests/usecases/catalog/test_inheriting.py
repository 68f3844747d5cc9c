"""Inheriting: variants say what their parent says, but for what they override."""

from __future__ import annotations

import copy
import json
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.broadcast import PRODUCT, LiveChange
from models.content import ContentProduct
from models.database import database
from models.errors import Invalid
from models.product import Product
from models.shop import Shop
from models.webhook import Delivery
from tests.builders import a_live, a_seller, a_video, a_webhook, an_event
from tests.usecases.catalog.families_at_work import (
    a_parent,
    a_template,
    a_variant,
    an_attribute,
    settled,
    variants_of,
    written,
)
from usecases.catalog import writing
from usecases.catalog.paths import ATTRIBUTES

WHOLE: dict[str, Any] = {
    "name": "Field jacket",
    "description": "Warm",
    "published": True,
    "brand_code": "larch",
    "mixins": {"dimensions": {"height": 10, "width": 20}, "care": ["wash", "iron"]},
}
SHEET: dict[str, Any] = {
    "tax_classes": {"DE": "STANDARD", "FR": "REDUCED"},
    "labels": ["new"],
    "mixin_schemas": {"dimensions": "https://shop.example/dimensions.json"},
    "weight_dependent": False,
}


def a_family(shop: Shop, **facts: Any) -> tuple[Product, Product]:
    """Make a parent that says all there is to say, and its one variant."""
    translations = {"name": {"de": "Feldjacke"}, "description": {"de": "Warm"}}
    whole = {**WHOLE, "locale": "en", "translations": translations, "sheet": SHEET, **facts}
    parent = a_parent(shop, {"color": ["RED"]}, **copy.deepcopy(whole))
    return parent, variants_of(parent)[0]


def overriding(variant: Product, *paths: str, **facts: Any) -> Product:
    """Let a variant override paths, with other facts, and read it anew."""
    variant = Product.get_by_id(variant.id)
    variant.sheet = {**(variant.sheet or {}), "overridden": list(paths)}
    for name, value in facts.items():
        setattr(variant, name, value)
    written(variant)
    return Product.get_by_id(variant.id)


def test_a_new_variant_says_what_its_parent_says(alice: Shop) -> None:
    parent, variant = a_family(alice)
    for name in ("name", "description", "published", "brand_code", "locale", "translations"):
        assert getattr(variant, name) == getattr(parent, name), name
    assert variant.template_id == parent.template_id
    assert variant.mixins == {**WHOLE["mixins"], ATTRIBUTES: {"color": "RED"}}
    assert variant.sheet == SHEET


def test_a_variant_made_by_hand_says_it_too(alice: Shop) -> None:
    parent, _ = a_family(alice)
    parent.sheet = {**SHEET, "variant_attributes": {"color": ["RED", "BLUE"]}}
    written(parent, generating=False)
    variant = a_variant(parent, {"color": "BLUE"}, ref="BY-HAND", published=False)
    kept = Product.get_by_id(variant.id)
    assert (kept.name, kept.published, kept.ref) == ("Field jacket", True, "BY-HAND")
    assert kept.template_id == parent.template_id


def test_a_variant_made_by_hand_keeps_what_it_overrides(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"]})
    parent.sheet = {"variant_attributes": {"color": ["RED", "BLUE"]}}
    written(parent, generating=False)
    own = {"sheet": {"overridden": ["name"]}, "description": "Of its own"}
    variant = Product.get_by_id(a_variant(parent, {"color": "BLUE"}, **own).id)
    assert (variant.name, variant.description) == ("A name of its own", None)


def test_a_change_of_the_parent_reaches_its_variants(alice: Shop) -> None:
    parent, variant = a_family(alice)
    parent.name, parent.mixins = "Rain jacket", {"care": ["wash"]}
    parent.sheet = {"variant_attributes": {"color": ["RED"]}, "labels": ["old"]}
    parent.published = False
    written(parent)
    kept = Product.get_by_id(variant.id)
    assert (kept.name, kept.published, kept.version) == ("Rain jacket", False, 2)
    assert kept.mixins == {"care": ["wash"], ATTRIBUTES: {"color": "RED"}}
    assert kept.sheet == {"labels": ["old"]}
    assert kept.updated_at >= variant.updated_at


def test_a_change_that_gives_variants_nothing_leaves_their_versions(alice: Shop) -> None:
    parent, variant = a_family(alice)
    parent.ref = "ANOTHER-CODE"
    assert settled(parent).changed == []
    kept = Product.get_by_id(variant.id)
    assert (kept.version, kept.ref) == (1, "JACKET-RED")


@pytest.mark.parametrize(
    ("path", "own", "given"),
    [
        pytest.param("name", {"name": "Own"}, {"name": "New"}, id="a name"),
        pytest.param("published", {"published": False}, {"published": True}, id="published"),
        pytest.param("brandId", {"brand_code": "own"}, {"brand_code": "new"}, id="a brand"),
        pytest.param("mixins", {"mixins": {"own": 1}}, {"mixins": {"new": 1}}, id="all mixins"),
    ],
)
def test_what_a_variant_overrides_stays(
    alice: Shop, path: str, own: dict[str, Any], given: dict[str, Any]
) -> None:
    parent, variant = a_family(alice)
    own = {name: _with_color(value) for name, value in own.items()}
    overriding(variant, path, **own)
    for name, value in given.items():
        setattr(parent, name, value)
    parent.description = "Another"
    written(parent)
    kept = Product.get_by_id(variant.id)
    assert {name: getattr(kept, name) for name in own} == own
    assert kept.description == "Another"


def test_one_value_of_a_mixin_is_overridden_beside_others(alice: Shop) -> None:
    parent, variant = a_family(alice)
    mixins = _with_color({"dimensions": {"height": 99, "width": 20}, "care": ["wash", "iron"]})
    overriding(variant, "mixins.dimensions.height", mixins=mixins)
    parent.mixins = {"dimensions": {"height": 11, "width": 21, "depth": 31}}
    written(parent)
    kept = Product.get_by_id(variant.id)
    assert kept.mixins == _with_color({"dimensions": {"height": 99, "width": 21, "depth": 31}})


def test_one_value_survives_where_the_parent_has_the_mixin_no_more(alice: Shop) -> None:
    parent, variant = a_family(alice)
    overriding(variant, "mixins.dimensions.height")
    parent.mixins = None
    written(parent)
    assert Product.get_by_id(variant.id).mixins == _with_color({"dimensions": {"height": 10}})


def test_a_mixin_s_schema_and_a_tax_class_are_overridden(alice: Shop) -> None:
    parent, variant = a_family(alice)
    sheet = {**SHEET, "mixin_schemas": {"dimensions": "https://own.example/d.json"}}
    sheet["tax_classes"] = {"DE": "OWN", "FR": "REDUCED"}
    variant.sheet = {**sheet, "overridden": ["metadata.mixins.dimensions", "taxClasses.DE"]}
    written(variant)
    parent.sheet = {"variant_attributes": {"color": ["RED"]}, "tax_classes": {"DE": "A", "FR": "B"}}
    written(parent)
    kept = Product.get_by_id(variant.id).sheet or {}
    assert kept["mixin_schemas"] == {"dimensions": "https://own.example/d.json"}
    assert kept["tax_classes"] == {"DE": "OWN", "FR": "B"}


def test_what_a_variant_overrides_by_having_none_it_has_not(alice: Shop) -> None:
    parent, variant = a_family(alice)
    kept = overriding(variant, "description", description=None, translations=None)
    assert kept.description is None
    parent.description = "Another"
    written(parent)
    assert Product.get_by_id(variant.id).description is None


def test_a_path_that_is_overridden_no_more_gives_the_parent_s_value_back(alice: Shop) -> None:
    parent, variant = a_family(alice)
    overriding(variant, "name", "mixins.care", name="Own", mixins=_with_color({"care": []}))
    parent.name = "Rain jacket"
    written(parent)
    kept = overriding(variant)
    assert kept.name == "Rain jacket"
    assert kept.mixins == _with_color(WHOLE["mixins"])


def test_one_language_of_a_name_is_overridden(alice: Shop) -> None:
    alice.locales = ["en", "de"]
    alice.save()
    parent, variant = a_family(alice)
    overriding(variant, "name.de", translations={"name": {"de": "Eigene"}})
    parent.name, parent.translations = "Rain jacket", {"name": {"de": "Regenjacke"}}
    written(parent)
    kept = Product.get_by_id(variant.id)
    assert (kept.name, kept.translations) == ("Rain jacket", {"name": {"de": "Eigene"}})


def test_a_variant_that_would_be_left_without_a_name_has_its_parent_s(alice: Shop) -> None:
    parent, variant = a_family(alice, translations=None)
    overriding(variant, "name.en", locale="de", name="Eigene")
    assert Product.get_by_id(variant.id).name == parent.name


def test_values_of_another_type_are_other_values(alice: Shop) -> None:
    parent, variant = a_family(alice, mixins={"m": {"number": 1, "flag": True}})
    parent.mixins = {"m": {"number": True, "flag": 1}}
    written(parent)
    told = (Product.get_by_id(variant.id).mixins or {})["m"]
    assert told["number"] is True
    assert told["flag"] == 1
    assert told["flag"] is not True


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("id", "never overridden", id="the id"),
        pytest.param("code", "never overridden", id="the code"),
        pytest.param("template.version", "never overridden", id="the template"),
        pytest.param("variantAttributes", "never overridden", id="the attributes"),
        pytest.param("price", "must begin with one of", id="a field that there is not"),
        pytest.param("mixins..height", "must begin with one of", id="a path with a hole"),
        pytest.param("", "must begin with one of", id="no path"),
        pytest.param("metadata.version", "must begin with one of", id="the version"),
        pytest.param("mixins." + "x" * 500, "at most 500 letters", id="a path without an end"),
    ],
)
def test_paths_that_cannot_be_overridden_are_refused(alice: Shop, path: str, why: str) -> None:
    _, variant = a_family(alice)
    with pytest.raises(Invalid, match=why) as refusal:
        overriding(variant, "name", path)
    assert refusal.value.problems[0].where == "overridden/1"
    assert Product.get_by_id(variant.id).version == 1


def test_a_variant_overrides_so_many_paths_and_no_more(alice: Shop) -> None:
    _, variant = a_family(alice)
    with pytest.raises(Invalid, match="at most 500 paths"):
        overriding(variant, *[f"mixins.m{each}" for each in range(501)])


def test_a_template_s_new_version_reaches_variants(alice: Shop) -> None:
    parent, variant = a_family(alice)
    parent.template_version = 1
    other = a_template(alice, [an_attribute("color", ["RED"])])
    assert variant.template_id != other.id
    overriding(variant, "name", template=other, template_version=7)
    kept = Product.get_by_id(variant.id)
    assert (kept.template_id, kept.template_version) == (parent.template_id, 1)


def test_a_parent_s_seller_is_its_variants_seller(alice: Shop) -> None:
    parent, variant = a_family(alice)
    larch = a_seller(alice)
    parent.seller = larch
    written(parent)
    assert Product.get_by_id(variant.id).seller_id == larch.id


def test_a_variant_has_its_parent_s_price_and_page_once(alice: Shop) -> None:
    house = {"price_amount": 12900, "url": "https://shop.example/jacket", "currency": "CHF"}
    parent, variant = a_family(alice, **house)
    assert {name: getattr(variant, name) for name in house} == house
    parent.price_amount = 100
    written(parent)
    assert Product.get_by_id(variant.id).price_amount == 12900


def test_webhooks_are_told_of_each_variant(alice: Shop) -> None:
    a_webhook(alice, events=["*"])
    parent, _ = a_family(alice)
    parent.name = "Rain jacket"
    written(parent)
    told = [each.event for each in Delivery.select().order_by(Delivery.id)]
    assert told == ["product.created"] * 2 + ["product.updated"] * 2


def test_lives_tell_anew_what_is_on_screen(alice: Shop) -> None:
    parent, variant = a_family(alice)
    live = a_live(alice, state="started")
    ContentProduct.create(content=live, product=variant)
    an_event(live, PRODUCT, product=variant)
    parent.name = "Rain jacket"
    written(parent)
    [told] = LiveChange.select().where(LiveChange.content == live, LiveChange.kind == "screen")
    assert [each["name"] for each in orjson.loads(told.body)["products"]] == ["Rain jacket"]


def test_a_seller_whose_contents_carry_a_variant_keeps_it(alice: Shop) -> None:
    larch, birch = a_seller(alice), a_seller(alice, name="Birch")
    parent, variant = a_family(alice, seller=larch)
    a_video(alice, seller=larch, products=(variant,))
    parent.seller = birch
    with pytest.raises(Invalid, match="seller: 'Rain test' belongs to another seller"):
        written(parent)
    assert Product.get_by_id(parent.id).seller_id == larch.id
    overriding(variant, "vendor")
    written(parent)
    assert Product.get_by_id(variant.id).seller_id == larch.id


def test_many_variants_follow_and_go_by_as_many_statements_as_few(
    alice: Shop, statements: list[str]
) -> None:
    a_webhook(alice)
    template = a_template(alice, [an_attribute("number", list(range(120)), type="NUMBER")])
    changing, removing = [], []
    for number in (2, 120):
        facts = {"ref": f"J-{number}", "catalog_id": f"j-{number}", "template": template}
        parent = a_parent(alice, {"number": list(range(number))}, **facts)
        parent.name, parent.published = "Rain jacket", False
        statements.clear()
        assert len(settled(parent).changed) == number
        changing.append(len(statements))
        statements.clear()
        writing.remove(alice, f"j-{number}", force=True)
        removing.append(len(statements))
    # No more than the portions in which events are written.
    assert changing[1] - changing[0] <= 2, changing
    assert removing[1] - removing[0] <= 2, removing
    assert not Product.select().exists()


VALUES = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.just({"deep": 1}))
SOME = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("parent"), SOME, st.none()),
        st.tuples(st.just("variant"), SOME, st.sets(st.sampled_from("abc"))),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=STEPS)
def test_in_any_order_of_changes_a_variant_says_its_own_there_and_its_parent_s_else(
    alice: Shop, steps: list[tuple[str, dict[str, Any], set[str] | None]]
) -> None:
    with database.atomic() as change:
        parent, variant = a_family(alice, mixins={"m": {}})
        own: dict[str, Any] = {}
        paths: set[str] = set()
        for who, values, overridden in steps:
            if overridden is None:
                parent.mixins = {"m": values}
                written(parent)
            else:
                paths, own = overridden, values
                names = [f"mixins.m.{each}" for each in sorted(paths)]
                overriding(variant, *names, mixins=_with_color({"m": values}))
            given_ = (Product.get_by_id(parent.id).mixins or {})["m"]
            told = {name: value for name, value in given_.items() if name not in paths}
            told |= {name: own[name] for name in paths if name in own}
            kept = (Product.get_by_id(variant.id).mixins or {})["m"]
            assert json.dumps(kept, sort_keys=True) == json.dumps(told, sort_keys=True), who
        change.rollback()


def _with_color(value: Any) -> Any:
    return {**value, ATTRIBUTES: {"color": "RED"}} if isinstance(value, dict) else value
