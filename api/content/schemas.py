"""The schemas of the description: what pydantic says of our models, made readable."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter

from api.body import Input
from api.operation import Operation

REF = "#/components/schemas/{model}"
Schema = dict[str, Any]
BODY, ANSWER = "validation", "serialization"


@dataclass(frozen=True)
class Used:
    """The schemas in use: `named` ones, and those of bodies and answers by their model."""

    named: dict[str, Schema]
    whole: dict[tuple[Any, str], Schema]

    def body(self, model: Any) -> Schema:
        """Give the schema of a JSON body."""
        return self.whole[_key(model), BODY]

    def answer(self, model: Any) -> Schema:
        """Give the schema of an answer."""
        return self.whole[_key(model), ANSWER]

    def form(self, model: Any) -> Schema:
        """Give the schema of the same body sent as a form, where pictures are files."""
        name = self.body(model)["$ref"].rpartition("/")[2]
        form = copy.deepcopy(self.named[name])
        for field in form["properties"].values():
            for each in (field, *field.get("anyOf", ())):
                if each.pop("contentEncoding", None):
                    each.pop("examples", None)
                    each["contentMediaType"] = "application/octet-stream"
        return form


def collect(said: Iterable[Operation], refusal: type[BaseModel]) -> Used:
    """Make the schemas of all bodies and answers, each named model once."""
    wanted: dict[tuple[Any, str], TypeAdapter[Any]] = {
        (_key(refusal), ANSWER): TypeAdapter(refusal)
    }
    for each in said:
        if each.body:
            wanted[_key(each.body), BODY] = TypeAdapter(each.body)
        if each.answer is not None:
            wanted[_key(each.answer), ANSWER] = TypeAdapter(each.answer)
    inputs: Any = [(key, mode, adapter) for (key, mode), adapter in wanted.items()]
    whole, shared = TypeAdapter.json_schemas(inputs, ref_template=REF)
    named = {name: tidy(schema) for name, schema in sorted(shared.get("$defs", {}).items())}
    return Used(named, {key: tidy(schema) for key, schema in whole.items()})


def parameters(query: type[Input]) -> list[Schema]:
    """Describe a query string."""
    schema = query.model_json_schema(ref_template=REF)
    told = []
    for name, field in schema["properties"].items():
        plain = tidy(field)
        words = plain.pop("description", "")
        # A query says nothing by leaving a parameter out, never by null.
        kinds = [each for each in plain.pop("anyOf", ()) if each != {"type": "null"}]
        examples = plain.pop("examples", None)
        only = {**(kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {}), **plain}
        parameter = {"name": name, "in": "query", "description": words, "schema": only}
        if examples:
            parameter["example"] = examples[0]
        told.append(parameter)
    return told


def tidy(schema: Any) -> Any:
    """Leave out what says nothing: made-up titles, defaults of null."""
    if isinstance(schema, list):
        return [tidy(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for word, value in schema.items():
        if word in ("properties", "$defs"):
            kept[word] = {name: tidy(each) for name, each in value.items()}
        elif word in ("examples", "default", "enum", "const"):
            kept[word] = value
        elif word != "title":
            kept[word] = tidy(value)
    if "default" in kept and kept["default"] is None:
        del kept["default"]
    return kept


def _key(model: Any) -> str:
    # Generic answers are made anew by each mention, but spelled alike.
    return f"{getattr(model, '__module__', '')}.{getattr(model, '__qualname__', '')}:{model!r}"
