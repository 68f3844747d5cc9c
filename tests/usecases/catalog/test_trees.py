"""Trees: products below one another, in whatever order they come."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from models.errors import Invalid
from models.product import BASIC, Product
from models.shop import Shop
from tests.builders import a_product, a_seller
from tests.usecases.catalog.conftest import kept, some_facts, spelled
from tests.usecases.catalog.trees_at_work import a_chain, a_node, an_attribute, node
from usecases import products
from usecases.catalog import branching, trees, writing
from usecases.catalog.families import VariantsRemain
from usecases.catalog.trees import Place, read_trees


def place(shop: Shop, id_: str) -> Place:
    """Where a product stands."""
    product = kept(shop, id_)
    return read_trees(shop, [product], below=False).place(product)


def below(shop: Shop, id_: str) -> list[str]:
    """What stands below a root."""
    product = kept(shop, id_)
    levels = read_trees(shop, [product], below=True).levels_below(product)
    return [each.catalog_id or "" for level in levels for each in level]


@pytest.mark.parametrize("order", list(permutations(["root", "l1", "l2"])), ids="-".join)
def test_a_tree_is_the_same_in_whatever_order_it_came(alice: Shop, order: tuple[str, ...]) -> None:
    above = {"root": None, "l1": "root", "l2": "l1"}
    for each in order:
        a_node(alice, each, above[each])
    assert place(alice, "l2") == Place(("l1", "root"))
    assert place(alice, "root") == Place()
    assert below(alice, "root") == ["l1", "l2"]


def test_an_id_that_leads_to_nothing_is_told(alice: Shop) -> None:
    a_node(alice, "l2", "l1")
    assert place(alice, "l2") == Place((), missing="l1")
    a_node(alice, "l1", "root")
    assert place(alice, "l2") == Place(("l1",), missing="root")


def test_a_circle_is_told_and_can_be_opened(alice: Shop) -> None:
    a_node(alice, "a", "b")
    a_node(alice, "b", "a")
    assert place(alice, "a") == Place(("b",), cyclic=True)
    a_node(alice, "c", "a")
    assert place(alice, "c") == Place(("a", "b"), cyclic=True)
    writing.patch(alice, {"id": "b", "parent": None})
    assert place(alice, "c") == Place(("a", "b"))
    assert below(alice, "b") == ["a", "c"]


def test_a_circle_is_removed_with_all_in_it(alice: Shop) -> None:
    a_node(alice, "a", "b")
    a_node(alice, "b", "a")
    with pytest.raises(VariantsRemain):
        writing.remove(alice, "a")
    writing.remove(alice, "a", force=True)
    assert not Product.select().count()


def test_a_tree_has_four_levels(alice: Shop) -> None:
    a_chain(alice, "a", "b", "c", "d")
    with pytest.raises(Invalid, match="4 levels"):
        a_node(alice, "e", "d")
    assert place(alice, "d") == Place(("c", "b", "a"))


def test_a_product_cannot_come_above_four_levels(alice: Shop) -> None:
    for id_, above in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]:
        a_node(alice, id_, above)
    with pytest.raises(Invalid, match="4 levels"):
        a_node(alice, "e")
    assert place(alice, "a") == Place(("b", "c", "d"), missing="e")


def test_rows_of_one_body_are_held_together(alice: Shop) -> None:
    above = {"a": "b", "b": "c", "c": "d", "d": "e", "e": "f"}
    outcomes = writing.create_many(alice, [node(*each) for each in above.items()])
    assert spelled(outcomes) == ["a", "b", "c", "d", "invalid"]
    assert place(alice, "a") == Place(("b", "c", "d"), missing="e")
    assert spelled(writing.create_many(alice, [node("e"), node("f")])) == ["invalid", "f"]


def test_a_circle_has_no_more_levels_either(alice: Shop) -> None:
    a_chain(alice, "a", "b", "c", "d")
    writing.patch(alice, {"id": "a", "parent": "d"})
    assert place(alice, "b").cyclic
    with pytest.raises(Invalid, match="4 levels"):
        a_node(alice, "e", "a")


def test_a_branch_moves_with_all_below_it(alice: Shop) -> None:
    a_chain(alice, "a", "b", "c")
    a_node(alice, "z")
    writing.patch(alice, {"id": "b", "parent": "z"})
    assert place(alice, "c") == Place(("b", "z"))
    assert (below(alice, "a"), below(alice, "z")) == ([], ["b", "c"])
    a_chain(alice, "k", "l")
    with pytest.raises(Invalid, match="4 levels"):
        writing.patch(alice, {"id": "k", "parent": "c"})
    assert below(alice, "k") == ["l"]


def test_a_replacement_that_names_none_stays_where_it_is(alice: Shop) -> None:
    a_chain(alice, "a", "b")
    writing.replace(alice, some_facts(id="b", code="B", variant_type="H1"))
    assert place(alice, "b") == Place(("a",))
    assert kept(alice, "b").sheet == {"variant_type": "H1", "sellable": False}


def test_what_is_above_a_product_does_not_change_its_version(alice: Shop) -> None:
    a_chain(alice, "a", "b")
    writing.patch(alice, {"id": "a", "own_attributes": {"size": an_attribute("L")}})
    assert (kept(alice, "a").version, kept(alice, "b").version) == (2, 1)
    trees = read_trees(alice, [kept(alice, "b")], below=False)
    assert trees.inherited(Place(("a",))) == {"size": an_attribute("L")}


def test_nearer_attributes_come_before_others(alice: Shop) -> None:
    for id_, above, size in [("a", None, "S"), ("b", "a", "M"), ("c", "b", "L")]:
        a_node(alice, id_, above, own_attributes={"size": an_attribute(size)})
    product = kept(alice, "c")
    trees = read_trees(alice, [product], below=False)
    assert trees.inherited(trees.place(product)) == {"size": an_attribute("M")}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"parent": "me", "id": "me"}, "below itself"),
        ({"parent": "basic"}, "another type"),
        ({"parent": "a b"}, "no id that"),
        ({"parent": "x" * 81}, "no id that"),
        ({"parent": "a\0b"}, "no id that"),
        ({"own_attributes": {"a": an_attribute(1)}}, "own_attributes/a/value/qualifier.*text"),
        ({"own_attributes": {"a": an_attribute(True, "NUMBER")}}, "a number"),
        ({"own_attributes": {"a": an_attribute("1", "DECIMAL")}}, "a number"),
        ({"own_attributes": {"a": an_attribute(1, "BOOLEAN")}}, "true or false"),
        ({"own_attributes": dict.fromkeys(map(str, range(101)), an_attribute("a"))}, "at most"),
        ({"overridden": ["name"]}, "does not belong"),
        ({"bundled": [{"product": "basic", "amount": 1}]}, "does not belong"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_is_refused(alice: Shop, facts: dict[str, Any], why: str) -> None:
    a_product(alice, catalog_id="basic")
    with pytest.raises(Invalid, match=why):
        writing.create(alice, {**node("n"), **facts})
    assert Product.select().count() == 1


@pytest.mark.parametrize("fact", branching.OF_KIND)
def test_products_of_other_types_are_not_like_these(alice: Shop, fact: str) -> None:
    value = {"variant_type": "H1", "sellable": False, "own_attributes": {}}[fact]
    with pytest.raises(Invalid, match=f"{fact}.*does not belong"):
        writing.create(alice, some_facts(**{fact: value}))


def test_a_product_of_another_type_takes_nobody_in(alice: Shop) -> None:
    a_node(alice, "l1", "root")
    writing.create(alice, some_facts(id="root", kind=BASIC))
    assert place(alice, "l1") == Place((), missing="root")
    writing.patch(alice, {"id": "l1", "sellable": True})


def test_a_tree_is_no_larger_than_may_be(alice: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branching, "MOST_IN_TREE", 3)
    a_chain(alice, "a", "b")
    rows = [node("c", "a"), node("d", "b"), node("e")]
    assert spelled(writing.create_many(alice, rows)) == ["c", "invalid", "e"]
    writing.patch(alice, {"id": "c", "parent": "b"})


def test_a_branch_goes_with_all_below_it(alice: Shop) -> None:
    a_chain(alice, "a", "b", "c", "d")
    a_node(alice, "x", "a")
    with pytest.raises(VariantsRemain):
        writing.remove(alice, "b")
    writing.remove(alice, "b", force=True)
    assert below(alice, "a") == ["x"]
    assert {each.catalog_id for each in Product.select()} == {"a", "x"}
    writing.remove(alice, "x")


def test_no_other_api_removes_a_branch(alice: Shop) -> None:
    a_chain(alice, "a", "b")
    with pytest.raises(VariantsRemain):
        products.remove(alice, kept(alice, "a").uid)
    products.remove(alice, kept(alice, "b").uid)


def test_other_shops_and_other_sellers_stand_in_no_tree_of_ours(alice: Shop, charlie: Shop) -> None:
    a_node(alice, "root")
    a_node(charlie, "l1", "root")
    seller, other = a_seller(alice, external_id="one"), a_seller(alice, external_id="two")
    a_node(alice, "ones", seller="one")
    a_node(alice, "others", "ones", seller="two")
    a_node(alice, "own", "ones", seller="one")
    assert below(alice, "root") == []
    assert below(alice, "ones") == ["own"]
    assert place(charlie, "l1") == Place((), missing="root")
    assert place(alice, "others") == Place((), missing="ones")
    writing.patch(alice, {"id": "others", "seller": "one"})
    assert below(alice, "ones") == ["others", "own"]
    assert {seller.id, other.id} >= {each.seller_id for each in Product.select() if each.seller_id}


def test_a_page_takes_a_fixed_number_of_statements(alice: Shop, statements: list[str]) -> None:
    for number in range(5):
        a_chain(alice, f"a{number}", f"b{number}", f"c{number}", f"d{number}")
    rows = list(Product.select())
    statements.clear()
    read_trees(alice, rows, below=True)
    assert len(statements) <= 4
    statements.clear()
    read_trees(alice, [a_product(alice)], below=True)
    assert not [
        each for each in statements if each.lower().startswith("select") and "above" in each
    ]


def test_one_answer_tells_no_more_of_trees_than_it_should_hold(
    alice: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_chain(alice, "a", "b", "c")
    roots = [kept(alice, "a")]
    monkeypatch.setattr(trees, "MOST_TOLD", 2)
    with pytest.raises(Invalid) as refused:
        read_trees(alice, roots, below=True)
    assert refused.value.problems[0].where == "pageSize"
    assert len(trees.read_trees(alice, roots, below=False).rows) == 1
