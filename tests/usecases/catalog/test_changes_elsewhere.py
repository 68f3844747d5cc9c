"""Products of the product service are changed, followed and removed by the other APIs as well."""

from __future__ import annotations

import pytest

from models.product import Product
from models.shop import Shop
from tests.builders import a_webhook
from tests.usecases.catalog.conftest import events, kept, some_facts, told
from tests.usecases.catalog.families_at_work import a_parent, variants_of
from usecases import products
from usecases.catalog import writing
from usecases.catalog.drafts import How, MayNotPublish
from usecases.catalog.families import VariantsRemain


@pytest.fixture
def parent(alice: Shop) -> Product:
    """A jacket in two colours."""
    attributes = {"color": ["RED", "GREEN"], "size": ["S"]}
    made = a_parent(alice, attributes, catalog_id="jacket", published=True)
    assert len(variants_of(made)) == 2
    return made


def test_a_name_changed_elsewhere_is_in_the_language_it_was_kept_in(alice: Shop) -> None:
    Shop.update(locales=["en", "de"]).execute()
    made = writing.create(alice, some_facts(names={"de": "Jacke"}))
    products.change(alice, made.uid, name="Feldjacke", ref="FJ-1")
    facts = told(alice, made)
    assert (facts["names"], facts["code"]) == ({"de": "Feldjacke"}, "FJ-1")


def test_variants_follow_what_another_api_changes_of_their_parent(
    alice: Shop, parent: Product
) -> None:
    a_webhook(alice)
    products.change(alice, parent.uid, name="Harbour jacket", published=False)
    assert {(each.name, each.published) for each in variants_of(parent)} == {
        ("Harbour jacket", False)
    }
    assert events() == ["product.updated"] * 3


def test_what_another_api_changes_of_a_variant_is_its_own(alice: Shop, parent: Product) -> None:
    first, second = variants_of(parent)
    products.change(alice, first.uid, name="Last one", price="9.90")
    products.change(alice, first.uid, name="The last one")
    writing.patch(alice, {"id": "jacket", "names": {"en": "Harbour jacket"}})
    assert [each.name for each in variants_of(parent)] == ["The last one", "Harbour jacket"]
    assert (kept(alice, first.catalog_id).sheet or {})["overridden"] == ["name"]
    assert kept(alice, second.catalog_id).price_amount == parent.price_amount


def test_giving_a_variant_its_parents_value_back_publishes_it_too(
    alice: Shop, parent: Product
) -> None:
    [first, _] = variants_of(parent)
    hidden = {"id": first.catalog_id, "published": False, "overridden": ["published"]}
    writing.patch(alice, hidden)
    with pytest.raises(MayNotPublish):
        writing.patch(alice, {"id": first.catalog_id, "overridden": []}, How(publish=False))
    assert not kept(alice, first.catalog_id).published
    writing.patch(alice, {"id": first.catalog_id, "overridden": []})
    assert kept(alice, first.catalog_id).published


def test_a_variant_of_what_is_published_needs_no_right_to_publish(
    alice: Shop, parent: Product
) -> None:
    values = {"productVariantAttributes": {"color": "GREEN", "size": "S"}}
    twin = some_facts(kind="variant", parent="jacket", mixins=values)
    writing.remove(alice, str(variants_of(parent)[1].catalog_id))
    assert writing.create(alice, twin, How(publish=False)).published


def test_a_product_with_variants_is_not_removed_elsewhere(alice: Shop, parent: Product) -> None:
    with pytest.raises(VariantsRemain):
        products.remove(alice, parent.uid)
    for each in variants_of(parent):
        products.remove(alice, each.uid)
    products.remove(alice, parent.uid)
    assert not Product.select().count()
