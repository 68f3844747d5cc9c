"""Parts of objects picked by paths."""

from __future__ import annotations

import copy
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from api.catalog.picking import picked

TOLD = {
    "id": "1",
    "name": "Jacket",
    "mixins": {"care": {"degrees": 30, "by": {"hand": True}}, "size": {"chest": 50}},
    "labels": [{"id": "new"}],
    "brand": None,
}

CASES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "nothing": ([], {}),
    "a field": (["name"], {"name": "Jacket"}),
    "one that is null": (["brand"], {"brand": None}),
    "one that is not there": (["colour", "mixins.fabric", "mixins.care.x.y", ""], {}),
    "one inside": (["mixins.care.by.hand"], {"mixins": {"care": {"by": {"hand": True}}}}),
    "two inside": (
        ["mixins.care.degrees", "mixins.size.chest"],
        {"mixins": {"care": {"degrees": 30}, "size": {"chest": 50}}},
    ),
    "the whole after a part": (["mixins.care.by", "mixins"], {"mixins": TOLD["mixins"]}),
    "a part after the whole": (["mixins", "mixins.care.by"], {"mixins": TOLD["mixins"]}),
    "a part after a larger part": (
        ["mixins.care", "mixins.care.by.hand"],
        {"mixins": {"care": {"degrees": 30, "by": {"hand": True}}}},
    ),
    "inside of a text": (["name.en"], {"name": "Jacket"}),
    "inside of a list": (["labels.id"], {"labels": [{"id": "new"}]}),
    "with spaces around": ([" id ", "name"], {"id": "1", "name": "Jacket"}),
    "dots alone": (["...", "mixins.", ".mixins"], {}),
}


@pytest.mark.parametrize(("paths", "kept"), CASES.values(), ids=CASES)
def test_what_stands_at_the_paths_is_kept(paths: list[str], kept: dict[str, Any]) -> None:
    told = copy.deepcopy(TOLD)
    assert picked(told, paths) == kept
    assert told == TOLD


NAMES = st.sampled_from(["a", "b", "c"])
OBJECTS = st.recursive(
    st.integers() | st.lists(st.integers()),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@given(
    st.dictionaries(NAMES, OBJECTS),
    st.lists(st.lists(NAMES, min_size=1, max_size=4).map(".".join), max_size=6),
)
def test_the_order_of_paths_makes_no_difference(told: dict[str, Any], paths: list[str]) -> None:
    before = copy.deepcopy(told)
    assert picked(told, paths) == picked(told, reversed(paths))
    assert picked(told, told.keys()) == told == before
