"""Sisters: variants made by hand take their place among the others of their parent."""

from __future__ import annotations

from typing import Any

import pytest

from models.errors import Invalid
from models.product import VARIANT, Product
from models.shop import Shop
from tests.builders import a_product
from tests.usecases.catalog.families_at_work import (
    a_parent,
    a_template,
    a_variant,
    an_attribute,
    variants_of,
    written,
)
from usecases.catalog import families
from usecases.catalog.attributes import MOST_VARIANTS
from usecases.catalog.families import VariantsRemain
from usecases.catalog.paths import ATTRIBUTES

WHERE = f"mixins/{ATTRIBUTES}"


@pytest.fixture
def parent(alice: Shop) -> Product:
    """A jacket in two colours and sizes, of which one variant was made."""
    jacket = a_parent(alice, {"color": ["RED"], "size": ["S"]})
    jacket.sheet = {"variant_attributes": {"color": ["RED", "BLUE"], "size": ["S", "M"]}}
    return written(jacket, generating=False)


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        pytest.param({"color": "BLUE"}, [f"{WHERE}/size"], id="one is missing"),
        pytest.param({}, [f"{WHERE}/color", f"{WHERE}/size"], id="all are missing"),
        pytest.param({"color": "GREEN", "size": "S"}, [f"{WHERE}/color"], id="not the parent's"),
        pytest.param({"color": ["RED"], "size": "S"}, [f"{WHERE}/color"], id="a list"),
        pytest.param(
            {"color": "BLUE", "size": "S", "fabric": "wool"}, [f"{WHERE}/fabric"], id="one more"
        ),
        pytest.param({"color": "RED", "size": "S"}, [WHERE], id="there already"),
    ],
)
def test_a_variant_has_one_value_of_each_attribute(
    parent: Product, values: dict[str, Any], faults: list[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        a_variant(parent, values, ref="BY-HAND")
    assert sorted(each.where for each in refusal.value.problems) == faults
    assert len(variants_of(parent)) == 1


@pytest.mark.parametrize("mixins", [{}, {ATTRIBUTES: None}, {ATTRIBUTES: "RED"}])
def test_values_that_are_none_are_missing(parent: Product, mixins: dict[str, Any]) -> None:
    variant = Product(shop=parent.shop, kind=VARIANT, parent=parent, name="x", currency="EUR")
    variant.mixins = mixins
    with pytest.raises(Invalid, match=f"{WHERE}/color: is required"):
        written(variant)


def test_two_variants_of_one_call_do_not_have_the_same_values(parent: Product) -> None:
    twins = [
        Product(
            shop=parent.shop,
            kind=VARIANT,
            parent=parent,
            name="x",
            currency="EUR",
            mixins={ATTRIBUTES: {"color": "BLUE", "size": "M"}},
        )
        for _ in range(2)
    ]
    first, second = families.check(parent.shop, twins)
    assert first == []
    assert [each.where for each in second] == [WHERE]


def test_a_variant_takes_other_values_that_are_free(parent: Product) -> None:
    [variant] = variants_of(parent)
    variant.mixins = {ATTRIBUTES: {"color": "BLUE", "size": "S"}}
    written(variant)
    assert a_variant(parent, {"color": "RED", "size": "S"}).id


def test_a_replaced_variant_keeps_the_values_that_are_not_sent(parent: Product) -> None:
    [variant] = variants_of(parent)
    variant.mixins = None
    written(variant)
    assert Product.get_by_id(variant.id).mixins == {ATTRIBUTES: {"color": "RED", "size": "S"}}


def test_a_variant_keeps_a_value_that_its_parent_lists_no_more(parent: Product) -> None:
    parent.sheet = {"variant_attributes": {"color": ["BLUE"], "size": ["S"]}}
    written(parent, generating=False)
    [variant] = variants_of(parent)
    variant.ref = "RENAMED"
    written(variant)
    variant.mixins = {ATTRIBUTES: {"color": "RED", "size": "M"}}
    with pytest.raises(Invalid, match=f"{WHERE}/color: must be one of"):
        written(variant)


def test_a_variant_without_a_parent_is_none(alice: Shop) -> None:
    for parent in (None, a_product(alice)):
        orphan = Product(shop=alice, kind=VARIANT, parent=parent, name="x", currency="EUR")
        with pytest.raises(Invalid, match="parent: is required"):
            written(orphan)


def test_a_parent_has_so_many_variants_and_no_more(alice: Shop) -> None:
    numbers = list(range(MOST_VARIANTS))
    template = a_template(alice, [an_attribute("number", [*numbers, -1], type="NUMBER")])
    parent = a_parent(alice, {"number": numbers}, template=template)
    parent.sheet = {"variant_attributes": {"number": [*numbers, -1]}}
    written(parent, generating=False)
    with pytest.raises(Invalid, match="1,000 variants, as many as it may"):
        a_variant(parent, {"number": -1}, ref="ONE-MORE")


def test_a_parent_is_removed_with_its_variants_by_who_says_so(parent: Product) -> None:
    [variant] = variants_of(parent)
    with pytest.raises(VariantsRemain):
        families.to_remove(parent, force=False)
    assert families.to_remove(parent, force=True) == [variant, parent]
    assert families.to_remove(variant, force=False) == [variant]
    variant.delete_instance()
    assert families.to_remove(parent, force=False) == [parent]
