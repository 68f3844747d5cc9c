"""Makes an example that fits a JSON schema, from the examples its fields carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
PLAIN: dict[str, Any] = {"string": "text", "integer": 1, "number": 1.0, "boolean": True}


def sample(schema: Schema, named: Mapping[str, Schema]) -> Any:
    """Make an example; `named` holds the schemas that `$ref`s point to."""
    if "$ref" in schema:
        return sample(named[schema["$ref"].rpartition("/")[2]], named)
    for word in ("examples", "enum"):
        if schema.get(word):
            return schema[word][0]
    if "const" in schema:
        return schema["const"]
    if schema.get("default") is not None:
        return schema["default"]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], named)
    if schema.get("type") == "array":
        return [sample(schema["items"], named)]
    if schema.get("type") == "object":
        fields = schema.get("properties", {})
        return {name: sample(each, named) for name, each in fields.items()}
    return PLAIN.get(schema.get("type", ""))
