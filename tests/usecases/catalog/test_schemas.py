"""JSON Schemas are read in every draft, and none of a stranger's can stop the server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from usecases.catalog.pointers import Unreadable
from usecases.catalog.schemas import MOST_BYTES, read, steps
from usecases.catalog.weighing import MOST_ENTERED, MOST_LEVELS, MOST_SCHEMAS

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"
# Keywords that apply several parts to one value.
TWICE = ("allOf", "anyOf", "oneOf")


def faults(schema: Any, value: Any) -> list[tuple[str, str]]:
    """What a schema has against a value: where and why."""
    return [tuple(each) for each in read(json.dumps(schema)).faults(value, "mixins/m")]


def why_not(schema: Any) -> str:
    """Why a schema cannot be used."""
    with pytest.raises(Unreadable) as refusal:
        read(schema if isinstance(schema, str) else json.dumps(schema))
    return refusal.value.message


def chain(parts: int, link: Any) -> dict[str, Any]:
    """A schema of parts that each lead to the next; `link` spells a part by a reference."""
    named = {f"p{at}": link({"$ref": f"#/definitions/p{at + 1}"}) for at in range(parts)}
    return {"$ref": "#/definitions/p0", "definitions": {**named, f"p{parts}": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"$schema": DRAFT_4, "minimum": 1, "exclusiveMinimum": True}, 2, 1),
        ({"$schema": "http://json-schema.org/draft-06/schema#", "exclusiveMinimum": 1}, 2, 1),
        ({"$schema": DRAFT_7, "if": {"const": 1}, "then": False}, 2, 1),
        (
            {
                "$schema": "https://json-schema.org/draft/2019-09/schema",
                "properties": {"a": {}},
                "unevaluatedProperties": False,
            },
            {"a": 1},
            {"b": 1},
        ),
        ({"$schema": DRAFT_2020, "prefixItems": [{"type": "string"}]}, ["a"], [1]),
        ({"minimum": 1, "exclusiveMinimum": True}, 2, 1),
        ({"items": [{"type": "string"}]}, ["a"], [1]),
    ],
    ids=["draft 4", "draft 6", "draft 7", "2019-09", "2020-12", "a silent 4", "a silent 7"],
)
def test_every_draft_is_read(schema: Any, right: Any, wrong: Any) -> None:
    assert faults(schema, right) == []
    assert faults(schema, wrong) != []


def test_faults_are_told_where_they_are_in_words() -> None:
    schema = {
        "type": "object",
        "required": ["size"],
        "additionalProperties": False,
        "properties": {"colour": {"enum": ["RED", 1]}, "a/b": {"type": ["number", "null"]}},
    }
    assert sorted(faults(schema, {"colour": "BLUE", "a/b": "x", "wet": True})) == [
        ("mixins/m", "has what its schema does not know: wet"),
        ("mixins/m", "size is required"),
        ("mixins/m/a~1b", "must be of the type null or number"),
        ("mixins/m/colour", 'must be one of "RED", 1'),
    ]


def test_of_a_large_value_the_first_fault_is_told() -> None:
    assert len(faults({"items": {"type": "string"}}, list(range(10)))) == 10
    assert len(faults({"items": {"type": "string"}}, list(range(100_000)))) == 1


@pytest.mark.parametrize(
    "reference",
    ["#/definitions/n", "#n", "https://x.example/s.json#/definitions/n", "s.json#n", "m.json"],
)
def test_parts_are_found_by_pointers_anchors_and_addresses(reference: str) -> None:
    number = {"$id": "#n", "type": "number"}
    parts = {"n": number, "m": {"$id": "m.json", "type": "number"}}
    schema = {
        "$schema": DRAFT_7,
        "$id": "https://x.example/s.json",
        "definitions": parts,
        "properties": {"size": {"$ref": reference}},
    }
    assert faults(schema, {"size": 1}) == []
    assert faults(schema, {"size": "S"}) == [("mixins/m/size", "must be of the type number")]


@pytest.mark.parametrize(
    ("draft", "schema"),
    [
        (DRAFT_7, {"properties": {"in": {"$ref": "#"}, "or": {"$ref": "#"}}}),
        (DRAFT_2020, {"$dynamicAnchor": "n", "properties": {"in": {"$dynamicRef": "#n"}}}),
        (
            "https://json-schema.org/draft/2019-09/schema",
            {"$recursiveAnchor": True, "properties": {"in": {"$recursiveRef": "#"}}},
        ),
    ],
    ids=["draft 7", "2020-12", "2019-09"],
)
def test_a_schema_may_lead_back_to_itself_further_in(draft: str, schema: Any) -> None:
    assert faults({"$schema": draft, "type": "object", **schema}, {"in": {"in": {}}}) == []
    [(where, _)] = faults({"$schema": draft, "type": "object", **schema}, {"in": {"in": 1}})
    assert where == "mixins/m/in/in"


@pytest.mark.parametrize(
    "reference",
    [
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://x.example/s.json",
        "#/definitions/none",
        "#none",
        "http://[",
    ],
)
def test_nothing_outside_is_ever_looked_at(reference: str) -> None:
    told = why_not({"properties": {"a": {"$ref": reference}}})
    assert reference in told


@pytest.mark.parametrize("told", [7, None, {}, ["#"]])
def test_a_reference_is_text(told: Any) -> None:
    assert "which is not in it" in why_not({"properties": {"a": {"$ref": told}}})


def test_a_reference_may_lead_to_everything_or_nothing() -> None:
    schema = {"definitions": {"no": False, "yes": True}, "properties": {}}
    for name in schema["definitions"]:
        schema["properties"][name] = {"$ref": f"#/definitions/{name}"}
    assert faults(schema, {"yes": 1}) == []
    assert [where for where, _ in faults(schema, {"no": 1})] == ["mixins/m/no"]


def test_a_part_refers_to_others_in_one_way() -> None:
    both = {"$schema": DRAFT_2020, "properties": {"a": {"$ref": "#", "$dynamicRef": "#"}}}
    assert "in two ways" in why_not(both)


def test_a_reference_into_what_is_no_schema_leads_nowhere() -> None:
    told = why_not({"default": {"type": "string"}, "properties": {"a": {"$ref": "#/default"}}})
    assert "'#/default', which is not in it" in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ("12", "is not a JSON object"),
        ('{"type": "strin"}', "is no JSON Schema"),
        ('{"$schema": "https://x.example/mine"}', "not in one of the drafts"),
        ('{"$schema": 7}', "not in one of the drafts"),
        ('{"pattern": "("}', "is no JSON Schema"),
        ('{"pattern": "(?=a)b"}', "is no JSON Schema"),
        ('{"pattern": "^(\\\\w{1000}){1000}$"}', "is no JSON Schema"),
        ('{"$ref": "#"}', "leads back to itself"),
        ('{"allOf": [{"anyOf": [{"$ref": "#"}]}]}', "leads back to itself"),
    ],
)
def test_what_is_no_schema_is_told_apart(text: str, why: str) -> None:
    assert why in why_not(text)


@pytest.mark.parametrize("word", TWICE)
def test_parts_that_double_and_double_are_refused(word: str) -> None:
    hostile = chain(25, lambda part: {word: [part, part]})
    assert "too long" in why_not(hostile)
    harmless = chain(3, lambda part: {word: [part, part]})
    assert read(json.dumps(harmless)).weight > 8


def test_parts_that_double_with_every_level_of_a_value_are_refused() -> None:
    assert "too long" in why_not({"allOf": [{"properties": {"in": {"$ref": "#"}}}] * 2})
    overlapping = {"properties": {"in": {"$ref": "#"}}, "patternProperties": {"i": {"$ref": "#"}}}
    assert "too long" in why_not(overlapping)


def test_a_tree_is_not_taken_for_one_that_doubles() -> None:
    sides = {side: {"properties": {"node": {"$ref": "#"}}} for side in ("left", "right")}
    assert read(json.dumps({"properties": sides})).weight < 10


def test_no_chain_of_parts_is_longer_than_the_stack_bears() -> None:
    long = chain(MOST_ENTERED + 1, lambda part: part)
    assert f"more than {MOST_ENTERED} times" in why_not(long)
    unevaluated = chain(2_000, lambda part: {"oneOf": [part], "unevaluatedProperties": False})
    # What looks at its neighbours once more doubles with each.
    assert "too long" in why_not({"$schema": DRAFT_2020, **unevaluated})


@pytest.mark.parametrize("opening", ['{"not":', '{"properties":{"a":', '{"items":'])
def test_a_schema_that_is_nested_without_end_is_refused(opening: str) -> None:
    closing = "}" * opening.count("{")
    for depth in (300, 100_000):
        why_not(opening * depth + "{}" + closing * depth)


def test_a_schema_of_too_many_parts_is_refused() -> None:
    many = {"properties": {f"p{at}": {} for at in range(MOST_SCHEMAS)}}
    assert f"more than {MOST_SCHEMAS:,} parts" in why_not(many)


def test_a_pattern_takes_time_by_the_length_of_a_text_alone() -> None:
    # A matcher that tries every way would be at this until the sun is gone.
    assert len(faults({"pattern": "^(a+)+$"}, "a" * 1_000_000 + "b")) == 1


def test_many_patterns_share_one_store() -> None:
    large = "^.{1,1000}$"
    assert faults({"pattern": large}, "word") == []
    many = {"patternProperties": {f"{large}|{at}": {} for at in range(40)}}
    assert "or too large a one" in why_not(many)


def test_large_enumerations_weigh_what_they_cost() -> None:
    many = [f"value {at}" for at in range(10_000)]
    assert read(json.dumps({"items": {"enum": many}})).weight > 10_000
    assert len(json.dumps(many)) < MOST_BYTES


def test_what_a_value_weighs_counts_all_in_it() -> None:
    assert steps({"a": [1, 2, {"b": None}]}) == 6
    assert steps("x" * 1_000) == 11


@pytest.mark.parametrize("value", ["a\0b", {"a\0": 1}, [["\0"]]], ids=["text", "name", "deep"])
def test_nul_is_refused_before_a_database_meets_it(value: Any) -> None:
    with pytest.raises(ValueError, match="NUL"):
        steps(value)


def test_values_are_followed_down_to_a_depth() -> None:
    value: Any = 1
    for _ in range(MOST_LEVELS):
        value = [value]
    assert steps(value) == MOST_LEVELS + 1
    with pytest.raises(ValueError, match="levels deep"):
        steps([value])
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="levels deep"):
        steps(value)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-06-15", True),
        ("2026-06-15T12:00:00Z", True),
        ("2021-07-20T22:00:00.000+0000", True),
        ("2026-02-30", False),
        ("tomorrow", False),
        ("", False),
    ],
)
def test_moments_are_iso_8601(text: str, right: bool) -> None:
    assert (faults({"$schema": DRAFT_7, "format": "iso-8601"}, text) == []) is right


def test_what_costs_more_than_a_look_weighs_more() -> None:
    texts = read(json.dumps({"enum": ["a", "b"]})).weight
    objects = read(json.dumps({"enum": [{"a": 1}, {"b": 1}]})).weight
    patterns = read(json.dumps({"patternProperties": {"a": {}, "b": {}}})).weight
    assert texts * 10 < min(objects, patterns)
    assert steps({"x" * 1_000: 1}) == 12
