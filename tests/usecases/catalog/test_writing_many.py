"""Products written many at a time: each for itself, in order, at the cost of few statements."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from models.database import connected, database
from models.display_rule import DisplayRule
from models.product import Product
from models.shop import Shop
from tests.builders import a_product, a_webhook
from tests.usecases.catalog.conftest import events, kept, some_facts, spelled
from usecases.catalog import writing
from usecases.catalog.drafts import How, waves
from usecases.catalog.writing import VersionOutdated

# What SQLite says of a table of products that is read from one end to the other, or a shop's.
WHOLE_SHOP = r"SCAN (t\d|product)\b|product_shop_id_id \(shop_id=\?\)"


def numbered(number: int, **facts: Any) -> dict[str, Any]:
    """One of many products."""
    return some_facts(**{"id": f"p{number}", "code": f"SKU-{number}", **facts})


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that the database is given from now on."""
    seen: list[str] = []
    execute = type(database.obj).execute_sql

    def counted(self: Any, sql: str, *rest: Any, **how: Any) -> Any:
        seen.append(sql)
        return execute(self, sql, *rest, **how)

    monkeypatch.setattr(type(database.obj), "execute_sql", counted)
    return seen


def test_a_refusal_leaves_the_others(alice: Shop) -> None:
    a_webhook(alice)
    a_product(alice, ref="SKU-2", catalog_id="boots")
    rows = [
        numbered(0),
        numbered(1, published=True),
        numbered(2),
        numbered(3, names={}),
        numbered(4, id="boots"),
        numbered(5, code="SKU-0"),
        numbered(6),
    ]
    made = spelled(writing.create_many(alice, rows, How(publish=False)))
    refused = ["may-not-publish", "ref-taken", "invalid", "catalog-id-taken", "ref-taken"]
    assert made == ["p0", *refused, "p6"]
    assert events() == ["product.created"] * 2
    assert {each.text for each in DisplayRule.select()} >= {"ref SKU-0", "ref SKU-6"}


def test_what_a_row_names_may_stand_before_it(alice: Shop) -> None:
    rows = [
        numbered(0),
        numbered(1, related=[{"ref": "p0", "type": "ACCESSORY"}]),
        numbered(2, kind="bundle", bundled=[{"product": "p1", "amount": 2}]),
        numbered(3, related=[{"ref": "p4", "type": "ACCESSORY"}]),
        numbered(4),
    ]
    assert spelled(writing.create_many(alice, rows)) == ["p0", "p1", "p2", "invalid", "p4"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"id": "a"}, {"id": "b"}, {}], [[0, 1, 2]]),
        ([{"id": "a"}, {"id": "a"}, {"id": "a"}], [[0], [1], [2]]),
        ([{"id": "a", "parent": "b"}, {"id": "b"}, {"id": "c", "parent": "b"}], [[0, 1], [2]]),
        ([], []),
    ],
    ids=["strangers", "one product", "a parent", "nothing"],
)
def test_rows_wait_for_what_they_name(rows: Any, expected: Any) -> None:
    assert waves(rows) == expected


def test_codes_pass_from_row_to_row(alice: Shop) -> None:
    writing.create_many(alice, [numbered(0), numbered(1)])
    rows = [numbered(0, code="NEW"), numbered(1, code="SKU-0"), numbered(2, code="NEW")]
    changed = spelled(writing.replace_many(alice, rows))
    assert changed == ["p0", "p1", "not-found"]
    assert [kept(alice, each).ref for each in ("p0", "p1")] == ["NEW", "SKU-0"]


def test_two_hundred_take_hardly_more_statements_than_two(
    alice: Shop, statements: list[str]
) -> None:
    a_webhook(alice)
    counts = []
    for first, last in ((0, 2), (2, 202)):
        rows = [numbered(each, brand_code="larch") for each in range(first, last)]
        for write in (writing.create_many, writing.replace_many):
            statements.clear()
            assert spelled(write(alice, rows)) == [each["id"] for each in rows]
            counts.append(len(statements))
    # Rules are written some at a time.
    more = [most - least for least, most in zip(counts[:2], counts[2:], strict=True)]
    assert all(0 <= each <= 5 for each in more), counts
    assert len(events()) == 404


@pytest.mark.sqlite
def test_no_statement_looks_through_the_shops_products(alice: Shop, statements: list[str]) -> None:
    rows = [numbered(each) for each in range(200)]
    writing.create_many(alice, rows)
    writing.replace_many(alice, rows)
    asked = [each for each in statements if each.startswith("SELECT") and '"product"' in each]
    assert len(asked) > 4
    plans = {}
    for each in asked:
        plan = database.execute_sql(f"explain query plan {each}", (0,) * each.count("?"))
        plans[each[:200]] = [step[3] for step in plan.fetchall()]
    through = {each for each, plan in plans.items() if re.search(WHOLE_SHOP, str(plan))}
    assert not through, plans


def test_of_changes_at_once_one_wins(alice: Shop) -> None:
    writing.create(alice, some_facts(id="jacket"))
    start, outcomes = threading.Barrier(8), []

    def change(number: int) -> None:
        with connected():
            start.wait()
            try:
                writing.replace(alice, some_facts(id="jacket", code=f"SKU-{number}", version=1))
                outcomes.append(f"SKU-{number}")
            except VersionOutdated:
                outcomes.append("")

    threads = [threading.Thread(target=change, args=(each,)) for each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    [won] = [each for each in outcomes if each]
    assert len(outcomes) == 8
    assert (kept(alice, "jacket").ref, kept(alice, "jacket").version) == (won, 2)


def test_of_new_products_at_once_one_gets_the_code(alice: Shop) -> None:
    start, outcomes = threading.Barrier(6), []

    def make() -> None:
        with connected():
            start.wait()
            outcomes.extend(spelled(writing.create_many(alice, [some_facts()])))

    threads = [threading.Thread(target=make) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(str(each) for each in outcomes)[-5:] == ["ref-taken"] * 5
    assert Product.select().count() == 1
