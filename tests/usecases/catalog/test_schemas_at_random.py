"""Whatever a schema says, it is read as the library reads it, or it is refused."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
from hypothesis import given
from hypothesis import strategies as st

from usecases.catalog.pointers import Unreadable
from usecases.catalog.schemas import read, steps

NAMES = ("a", "b", "c/d", "e~f", "g h%")
REFERENCES = ("#", *(f"#/definitions/{each}" for each in ("a", "b", "c~1d", "e~0f", "g%20h%25")))
TYPES = st.sampled_from(["string", "number", "object", "array", "boolean", "null"])


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas made of schemas."""
    named = st.dictionaries(st.sampled_from(NAMES), inner, max_size=2)
    several = st.lists(inner, min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES,
            "properties": named,
            "additionalProperties": inner,
            "items": inner,
            "allOf": several,
            "anyOf": several,
            "oneOf": several,
            "not": inner,
            "if": inner,
            "then": inner,
            "dependencies": named,
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "b$"]), inner, max_size=1),
        },
    )


LEAVES = st.one_of(
    st.booleans(),
    st.fixed_dictionaries({"type": TYPES}),
    st.fixed_dictionaries({"enum": st.lists(st.sampled_from([1, "x", None]), min_size=1)}),
    st.fixed_dictionaries({"$ref": st.sampled_from(REFERENCES)}),
)
SCHEMAS = st.recursive(LEAVES, schemas, max_leaves=8)
DOCUMENTS = st.builds(
    lambda schema, named: {"allOf": [schema], "definitions": named},
    SCHEMAS,
    st.fixed_dictionaries(dict.fromkeys(NAMES, SCHEMAS)),
)
VALUES = st.recursive(
    st.sampled_from([1, "x", None, True]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=6,
)
DRAFT_7 = "http://json-schema.org/draft-07/schema#"


@given(DOCUMENTS, VALUES)
def test_references_brought_to_one_form_mean_the_same(document: Any, value: Any) -> None:
    try:
        schema = read(json.dumps({"$schema": DRAFT_7, **document}))
    except Unreadable:
        # What leads back to itself, or to the same part in too many ways.
        return
    expected = jsonschema_rs.Draft7Validator(document, offline=True).is_valid(value)
    assert (schema.faults(value, "m") == []) is expected


KEYWORDS = (
    *("$ref", "$id", "id", "$anchor", "$schema", "$dynamicRef", "$defs", "definitions", "type"),
    *("properties", "items", "prefixItems", "enum", "const", "pattern", "format", "required"),
    *("unevaluatedProperties", "dependentSchemas", "multipleOf", "maxLength", "contains", "not"),
)
ANYTHING = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from(KEYWORDS), st.text(max_size=3)), inner, max_size=4
        ),
    ),
    max_leaves=12,
)


@given(ANYTHING, ANYTHING)
def test_nonsense_is_refused_or_read_and_no_more(document: Any, value: Any) -> None:
    try:
        schema = read(json.dumps(document))
    except Unreadable:
        return
    try:
        assert steps(value) * schema.weight >= 1
    except ValueError:
        return
    for where, why in schema.faults(value, "m"):
        assert where.startswith("m")
        assert why
