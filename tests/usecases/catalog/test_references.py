"""References: what products are related to, and what bundles are made of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.database import database
from models.errors import Invalid
from models.product import BUNDLE, Product
from models.shop import Shop
from tests.builders import a_product, a_seller
from tests.usecases.catalog.families_at_work import a_template, an_attribute, written
from usecases.catalog import families

NOTHING = "this shop has no product with this id"


def a_bundle(shop: Shop, *parts: Product | str, **facts: Any) -> Product:
    """Make a bundle of one piece each."""
    sheet = {"bundled": [{"product": _id(each), "amount": 1} for each in parts]}
    plain = {"name": "Set", "currency": shop.currency, "sheet": sheet}
    return written(Product(shop=shop, kind=BUNDLE, **{**plain, **facts}))


def made_of(bundle: Product, *parts: Product) -> Product:
    """Let a bundle be made of other products."""
    bundle.sheet = {"bundled": [{"product": _id(each), "amount": 1} for each in parts]}
    return written(bundle)


def related(shop: Shop, *items: tuple[Any, str], **facts: Any) -> Product:
    """Make a product that is related to others."""
    sheet = {"related": [{"ref": _id(each), "type": type_} for each, type_ in items]}
    return Product(shop=shop, name="Boots", currency="EUR", sheet=sheet, **facts)


def refused(product: Product, **how: bool) -> list[tuple[str, str]]:
    """Say why a product is refused."""
    with pytest.raises(Invalid) as refusal:
        written(product, **how)
    return [tuple(each) for each in refusal.value.problems]


def test_a_bundle_is_made_of_products(alice: Shop) -> None:
    jacket, boots = a_product(alice), a_product(alice)
    bundle = Product.get_by_id(a_bundle(alice, jacket, boots).id)
    assert [each["product"] for each in bundle.sheet["bundled"]] == [_id(jacket), _id(boots)]


def test_a_bundle_says_what_it_is_made_of(alice: Shop) -> None:
    bundle = Product(shop=alice, kind=BUNDLE, name="Set", currency="EUR")
    assert refused(bundle)[0][0] == "bundled"
    assert a_bundle(alice).id


@pytest.mark.parametrize(
    "amount", [0, -1, 1.5, 2.0, True, "1", None, 10**30], ids=lambda each: repr(each)
)
def test_amounts_are_whole_numbers_above_nothing(alice: Shop, amount: Any) -> None:
    sheet = {"bundled": [{"product": _id(a_product(alice)), "amount": amount}]}
    bundle = Product(shop=alice, kind=BUNDLE, name="Set", currency="EUR", sheet=sheet)
    assert [each for each, _ in refused(bundle)] == ["bundled/0/amount"]


@pytest.mark.parametrize("id_", ["unknown", "", "a\x00b", "\ud800", "x" * 5_000])
def test_what_there_is_not_is_in_no_bundle(alice: Shop, id_: str) -> None:
    bundle = Product(
        shop=alice,
        kind=BUNDLE,
        name="Set",
        currency="EUR",
        sheet={"bundled": [{"product": id_, "amount": 1}]},
    )
    assert refused(bundle) == [("bundled/0/product", NOTHING)]


def test_products_of_others_are_in_no_bundle(alice: Shop, charlie: Shop) -> None:
    with pytest.raises(Invalid, match="bundled/0/product"):
        a_bundle(alice, a_product(charlie))
    seller = a_seller(alice)
    theirs, others = a_product(alice, seller=seller), a_product(alice)
    alice.only_seller_id = seller.id
    assert a_bundle(alice, theirs, seller=seller).id
    with pytest.raises(Invalid, match="bundled/0/product"):
        a_bundle(alice, others, seller=seller)


def test_a_bundle_does_not_hold_itself(alice: Shop) -> None:
    with pytest.raises(Invalid, match="does not hold itself"):
        a_bundle(alice, "set-1", catalog_id="set-1")
    bundle = a_bundle(alice)
    with pytest.raises(Invalid, match="does not hold itself"):
        made_of(bundle, bundle)


def test_bundles_hold_bundles_but_in_no_circle(alice: Shop) -> None:
    inner = a_bundle(alice, a_product(alice))
    middle = a_bundle(alice, inner)
    outer = a_bundle(alice, middle, inner)
    for each in (middle, outer):
        with pytest.raises(Invalid, match="one of these holds this bundle itself"):
            made_of(inner, each)
    made_of(outer, inner, middle)


def test_a_bundle_that_held_what_was_removed_closes_no_circle(alice: Shop) -> None:
    lost = a_product(alice, catalog_id="set-1")
    outer = a_bundle(alice, lost)
    lost.delete_instance()
    with pytest.raises(Invalid, match="holds this bundle itself"):
        a_bundle(alice, outer, catalog_id="set-1")


def test_a_long_chain_of_bundles_is_gone_through(alice: Shop) -> None:
    first = last = a_bundle(alice)
    for _ in range(18):
        last = a_bundle(alice, last)
    with pytest.raises(Invalid, match="holds this bundle itself"):
        made_of(first, last)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 4), st.sets(st.integers(0, 4), max_size=3)), max_size=8
    )
)
def test_no_order_of_changes_makes_a_circle(
    alice: Shop, changes: list[tuple[int, set[int]]]
) -> None:
    with database.atomic() as change:
        bundles = [a_bundle(alice) for _ in range(5)]
        holds: dict[int, set[int]] = {each: set() for each in range(5)}
        for which, parts in changes:
            circular = any(which in _below(holds, each) for each in parts)
            try:
                made_of(bundles[which], *(bundles[each] for each in sorted(parts)))
            except Invalid:
                assert circular
            else:
                assert not circular
                holds[which] = parts
            bundles[which] = Product.get_by_id(bundles[which].id)
        change.rollback()


def test_products_are_related_to_others(alice: Shop) -> None:
    jacket = a_product(alice)
    product = written(related(alice, (jacket, "ACCESSORY"), (jacket, "CONSUMABLE")))
    assert Product.get_by_id(product.id).sheet == product.sheet


def test_what_a_product_is_related_to_is_there(alice: Shop, charlie: Shop) -> None:
    wrong = related(alice, ("unknown", "ACCESSORY"), (a_product(charlie), "SPARE"))
    assert refused(wrong) == [
        ("related/1/type", "must be one of ACCESSORY, CONSUMABLE"),
        ("related/0/ref", NOTHING),
        ("related/1/ref", NOTHING),
    ]


def test_where_a_shop_allows_it_related_products_need_not_be_there(alice: Shop) -> None:
    assert written(related(alice, ("unknown", "ACCESSORY")), relating=False).id
    assert refused(related(alice, ("unknown", "SPARE")), relating=False)


def test_so_many_related_products_and_no_more(alice: Shop) -> None:
    jacket = a_product(alice)
    many = related(alice, *[(jacket, "ACCESSORY")] * 1_001)
    assert refused(many) == [("related", "holds at most 1,000 products")]
    bundle = Product(shop=alice, kind=BUNDLE, name="Set", currency="EUR")
    bundle.sheet = {"bundled": [{"product": _id(jacket), "amount": 1}] * 1_001}
    assert refused(bundle) == [("bundled", "holds at most 1,000 products")]


def test_of_many_faults_some_are_told(alice: Shop) -> None:
    assert len(refused(related(alice, *[("unknown", "SPARE")] * 900))) == 20


def test_what_is_removed_leaves_what_names_it(alice: Shop) -> None:
    jacket = a_product(alice)
    bundle, product = a_bundle(alice, jacket), written(related(alice, (jacket, "ACCESSORY")))
    assert families.to_remove(jacket, force=False) == [jacket]
    jacket.delete_instance()
    assert Product.select().where(Product.id.in_([bundle.id, product.id])).count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("bundled", [{"product": "x", "amount": 1}], id="parts"),
        pytest.param("variant_attributes", {"color": ["RED"]}, id="attributes of variants"),
        pytest.param("overridden", ["name"], id="paths"),
    ],
)
def test_plain_products_have_nothing_of_other_kinds(alice: Shop, field: str, value: Any) -> None:
    product = Product(shop=alice, name="Boots", currency="EUR", sheet={field: value})
    assert refused(product) == [(field, "does not belong to products of this type")]


def test_a_template_with_variant_attributes_makes_no_plain_product(alice: Shop) -> None:
    product = Product(shop=alice, name="Boots", currency="EUR", template=a_template(alice))
    product.template_version = 1
    assert [each for each, _ in refused(product)] == ["template"]
    product.template = a_template(alice, [an_attribute("fabric")])
    assert written(product).id


def test_many_products_are_checked_by_a_fixed_number_of_statements(
    alice: Shop, statements: list[str]
) -> None:
    jackets = [a_product(alice) for _ in range(20)]
    products = [related(alice, (each, "ACCESSORY")) for each in jackets]
    statements.clear()
    assert families.check(alice, products) == [[]] * 20
    assert len(statements) == 1


def _id(product: Product | str) -> str:
    return product if isinstance(product, str) else str(product.catalog_id)


def _below(holds: dict[int, set[int]], start: int) -> set[int]:
    seen, ahead = set(), [start]
    while ahead:
        each = ahead.pop()
        if each not in seen:
            seen.add(each)
            ahead += holds[each]
    return seen
