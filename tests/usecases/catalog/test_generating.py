"""Generating: a product with variants gets those that it lacks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.database import database
from models.errors import Invalid
from models.product import PARENT_VARIANT, VARIANT, Product
from models.shop import Shop
from tests.builders import a_product
from tests.usecases.catalog.families_at_work import (
    COLORS,
    SIZES,
    a_parent,
    a_template,
    a_variant,
    a_version,
    an_attribute,
    settled,
    values_in,
    variants_of,
    written,
)
from usecases.catalog import families
from usecases.catalog.attributes import MOST_VARIANTS
from usecases.catalog.parents import MOST_AT_ONCE
from usecases.catalog.paths import ATTRIBUTES

MANY = [an_attribute("number", list(range(1_001)), type="NUMBER")]


def test_a_parent_gets_a_variant_of_each_combination(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED", "BLUE"], "size": ["S", "M"]})
    variants = variants_of(parent)
    assert [each.ref for each in variants] == [
        "JACKET-RED-S",
        "JACKET-RED-M",
        "JACKET-BLUE-S",
        "JACKET-BLUE-M",
    ]
    assert variants[0].mixins == {ATTRIBUTES: {"color": "RED", "size": "S"}}
    assert {(each.kind, each.name, each.version) for each in variants} == {
        (VARIANT, "Field jacket", 1)
    }


def test_ids_of_variants_begin_with_their_parent_s(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED", "BLUE"]}, catalog_id="jacket-1")
    ids = [str(each.catalog_id) for each in variants_of(parent)]
    assert len(set(ids)) == 2
    for each in ids:
        whose, own = each.split("--")
        assert whose == "jacket-1"
        assert len(own) == 24
        assert int(own, 16) >= 0


def test_none_are_generated_where_that_is_not_wanted(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"]})
    parent.sheet = {"variant_attributes": {"color": ["RED", "BLUE"]}}
    written(parent, generating=False)
    assert values_in(parent) == [("RED",)]
    written(parent)
    assert values_in(parent) == [("BLUE",), ("RED",)]


def test_another_value_makes_the_new_combinations_alone(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"], "size": ["S", "M"]})
    before = {each.id: each.version for each in variants_of(parent)}
    parent.sheet = {"variant_attributes": {"color": ["RED", "BLUE"], "size": ["S", "M"]}}
    made = settled(parent).made
    assert [each.ref for each in made] == ["JACKET-BLUE-S", "JACKET-BLUE-M"]
    after = {each.id: each.version for each in variants_of(parent)}
    assert {id_: after[id_] for id_ in before} == before


def test_a_value_that_is_taken_out_keeps_its_variants(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED", "BLUE"]})
    parent.sheet = {"variant_attributes": {"color": ["RED"]}}
    assert settled(parent).made == []
    assert values_in(parent) == [("BLUE",), ("RED",)]


def test_an_attribute_that_is_taken_out_makes_no_second_variants(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED", "BLUE"], "size": ["S"]})
    parent.sheet = {"variant_attributes": {"color": ["RED", "BLUE"]}}
    assert settled(parent).made == []


def test_a_new_attribute_makes_variants_that_have_it(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"]})
    parent.sheet = {"variant_attributes": {"color": ["RED"], "size": ["S", "M"]}}
    assert [each.ref for each in settled(parent).made] == ["JACKET-RED-S", "JACKET-RED-M"]


def test_a_variant_that_was_removed_comes_back_with_the_next_change(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED", "BLUE"]})
    variants_of(parent)[0].delete_instance()
    assert [each.ref for each in settled(parent).made] == ["JACKET-RED"]


def test_codes_tell_values_in_the_order_of_the_template(alice: Shop) -> None:
    parent = a_parent(alice, {"size": ["S"], "color": ["RED"]})
    variants_of(parent)[0].delete_instance()
    # Read anew: a database may keep the attributes in another order.
    assert [each.ref for each in settled(Product.get_by_id(parent.id)).made] == ["JACKET-RED-S"]


def test_a_variant_made_by_hand_is_one_that_is_there(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"]})
    parent.sheet = {"variant_attributes": {"color": ["RED", "BLUE"]}}
    written(parent, generating=False)
    a_variant(parent, {"color": "BLUE"}, ref="BY-HAND")
    assert settled(parent).made == []


def test_a_code_that_is_taken_gets_an_end_of_its_own(alice: Shop) -> None:
    a_product(alice, ref="JACKET-RED")
    [variant] = variants_of(a_parent(alice, {"color": ["RED"]}))
    assert variant.ref == f"JACKET-RED-{str(variant.catalog_id)[-12:]}"


def test_values_with_dashes_make_no_code_twice(alice: Shop) -> None:
    dashed = [an_attribute("one", ["A", "A-B"]), an_attribute("two", ["C", "B-C"])]
    template = a_template(alice, dashed)
    parent = a_parent(alice, {"one": ["A", "A-B"], "two": ["C", "B-C"]}, template=template)
    refs = [str(each.ref) for each in variants_of(parent)]
    assert len(set(refs)) == 4
    assert sum(each.startswith("JACKET-A-B-C") for each in refs) == 2


def test_codes_of_another_shop_are_no_hindrance(alice: Shop, charlie: Shop) -> None:
    a_product(charlie, ref="JACKET-RED")
    [variant] = variants_of(a_parent(alice, {"color": ["RED"]}))
    assert variant.ref == "JACKET-RED"


def test_a_long_code_leaves_room_for_none_longer_than_codes_are(alice: Shop) -> None:
    parent = a_parent(alice, {"color": COLORS}, ref="J" * 200)
    refs = [str(each.ref) for each in variants_of(parent)]
    assert {len(each) for each in refs} == {200}
    assert len(set(refs)) == 3


def test_a_parent_without_a_code_lends_its_id(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"]}, ref=None, catalog_id="jacket-1")
    assert variants_of(parent)[0].ref == "jacket-1-RED"


def test_numbers_and_booleans_are_values_like_any(alice: Shop) -> None:
    template = a_template(
        alice,
        [
            an_attribute("length", [1, 2.5], type="NUMBER"),
            an_attribute("lined", [True, False], type="BOOLEAN"),
        ],
    )
    parent = a_parent(alice, {"length": [1.0, 2.5], "lined": [True, False]}, template=template)
    assert {each.ref for each in variants_of(parent)} == {
        "JACKET-1-true",
        "JACKET-1-false",
        "JACKET-2.5-true",
        "JACKET-2.5-false",
    }
    assert settled(parent).made == []


@pytest.mark.parametrize(
    ("attributes", "where"),
    [
        pytest.param({}, "variant_attributes", id="no attributes"),
        pytest.param({"color": []}, "variant_attributes/color", id="no values"),
        pytest.param({"weight": ["1"]}, "variant_attributes/weight", id="unknown to the template"),
        pytest.param({"fabric": ["wool"]}, "variant_attributes/fabric", id="no variant attribute"),
        pytest.param({"color": ["PINK"]}, "variant_attributes/color/0", id="a value not listed"),
        pytest.param({"color": [True]}, "variant_attributes/color/0", id="a value of another type"),
        pytest.param(
            {"color": ["RED", "RED"]}, "variant_attributes/color/1", id="a value that stands twice"
        ),
    ],
)
def test_attributes_are_those_that_the_template_lists(
    alice: Shop, attributes: dict[str, list[Any]], where: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        a_parent(alice, attributes)
    assert [each.where for each in refusal.value.problems] == [where]
    assert not Product.select().exists()


def test_of_many_faults_some_are_told(alice: Shop) -> None:
    """Who sends a million wrong values is not told of each."""
    wrong: dict[str, list[Any]] = {"color": [f"no {each}" for each in range(500)]}
    for attributes in (wrong, {f"a/{each}" * 100: ["x"] for each in range(500)}):
        with pytest.raises(Invalid) as refusal:
            a_parent(alice, attributes)
        assert len(refusal.value.problems) == 20
        assert all(len(each.where) < 200 for each in refusal.value.problems)


def test_true_is_not_one(alice: Shop) -> None:
    template = a_template(alice, [an_attribute("number", [1, 2], type="NUMBER")])
    with pytest.raises(Invalid, match="must be one of 1, 2"):
        a_parent(alice, {"number": [True]}, template=template)


def test_a_parent_is_made_by_a_template(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"]})
    parent.template = None
    with pytest.raises(Invalid, match="template: is required"):
        written(parent)


def test_a_version_of_the_template_that_there_is_not_is_refused(alice: Shop) -> None:
    with pytest.raises(Invalid, match="template/version"):
        a_parent(alice, {"color": ["RED"]}, template_version=2)


def test_a_new_value_takes_the_template_s_new_version(alice: Shop) -> None:
    template = a_template(alice)
    parent = a_parent(alice, {"color": ["RED"]}, template=template)
    a_version(template, [an_attribute("color", [*COLORS, "PINK"]), an_attribute("size", SIZES)])
    parent.sheet = {"variant_attributes": {"color": ["RED", "PINK"]}}
    with pytest.raises(Invalid, match="must be one of"):
        written(parent)
    parent.template_version = 2
    assert [each.ref for each in settled(parent).made] == ["JACKET-PINK"]
    assert {each.template_version for each in variants_of(parent)} == {2}


def test_the_template_stays_while_there_are_variants(alice: Shop) -> None:
    parent = a_parent(alice, {"color": ["RED"]})
    parent.template = a_template(alice)
    with pytest.raises(Invalid, match="template/id: stays the same"):
        written(parent)
    Product.delete().where(Product.parent == parent).execute()
    written(parent)


def test_too_many_combinations_are_refused_before_one_is_made(alice: Shop) -> None:
    template = a_template(alice, MANY)
    with pytest.raises(Invalid, match="more than 1,000 variants"):
        a_parent(alice, {"number": list(range(1_001))}, template=template)
    assert not Product.select().exists()


def test_variants_that_are_kept_count_for_the_limit(alice: Shop) -> None:
    template = a_template(alice, MANY)
    parent = a_parent(alice, {"number": list(range(1_000))}, template=template)
    parent.sheet = {"variant_attributes": {"number": [1_000]}}
    with pytest.raises(Invalid, match="more than 1,000 variants"):
        written(parent)
    written(parent, generating=False)


def test_one_call_makes_so_many_variants_of_all_its_parents_and_no_more(alice: Shop) -> None:
    template = a_template(alice, MANY)
    numbers = list(range(MOST_VARIANTS))
    parents = [
        Product(
            shop=alice,
            kind=PARENT_VARIANT,
            name="Field jacket",
            currency="EUR",
            template=template,
            template_version=1,
            sheet={"variant_attributes": {"number": numbers}},
        )
        for _ in range(MOST_AT_ONCE // MOST_VARIANTS + 1)
    ]
    *sound, last = families.check(alice, parents)
    assert not any(sound)
    assert [each.where for each in last] == ["variant_attributes"]
    assert not any(families.check(alice, parents, generating=False))


def test_a_thousand_variants_are_made_by_a_fixed_number_of_statements(
    alice: Shop, statements: list[str]
) -> None:
    template = a_template(alice, MANY)
    few = a_parent(alice, {"number": [1]}, template=template, ref="FEW")
    few.sheet = {"variant_attributes": {"number": [1, 2]}}
    statements.clear()
    written(few)
    number = len(statements)
    many = a_parent(alice, {"number": [1]}, template=template, ref="MANY")
    many.sheet = {"variant_attributes": {"number": list(range(MOST_VARIANTS))}}
    statements.clear()
    written(many)
    assert len(variants_of(many)) == MOST_VARIANTS
    # The second half of the thousand, and rules in portions of 150.
    assert len(statements) <= number + 14


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    changes=st.lists(
        st.tuples(
            st.lists(st.sampled_from(COLORS), min_size=1, unique=True),
            st.lists(st.sampled_from(SIZES), min_size=1, unique=True),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_a_parent_goes_through_no_combination_is_there_twice_or_lost(
    alice: Shop, changes: list[tuple[list[str], list[str], bool]]
) -> None:
    with database.atomic() as change:
        parent = a_parent(alice, {"color": ["RED"], "size": ["S"]})
        wanted = {("RED", "S")}
        for colors, sizes, generating in changes:
            parent.sheet = {"variant_attributes": {"color": colors, "size": sizes}}
            written(parent, generating=generating)
            if generating:
                wanted |= {(color, size) for color in colors for size in sizes}
            assert values_in(parent) == sorted(wanted)
        change.rollback()
