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
PICTURES = "image/jpeg, image/png, image/webp, image/gif"
NULL = {"type": "null"}
EMPTY = {"type": "string", "maxLength": 0}
BOUNDS = {"ge": "minimum", "le": "maximum"}
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
        """Tell of the same body sent as a form, where pictures are files: schema and encoding."""
        name = self.body(model)["$ref"].rpartition("/")[2]
        form = copy.deepcopy(self.named[name])
        pictures: Schema = {}
        for word, field in form["properties"].items():
            if _is_file(field):
                pictures |= _send_as_file(word, field)
            else:
                _send_as_text(field)
        return {"schema": form, **({"encoding": pictures} if pictures else {})}


def _is_file(field: Schema) -> bool:
    return any("contentEncoding" in each for each in (field, *field.get("anyOf", ())))


def _send_as_file(name: str, field: Schema) -> Schema:
    """Tell of a file as a part of a form; give the encoding of a picture's part."""
    _narrow(field, _kinds(field))
    for word in ("contentEncoding", "examples", "pattern"):
        field.pop(word, None)
    if field.setdefault("contentMediaType", "application/octet-stream") == "image/*":
        return {name: {"contentType": PICTURES}}
    return {}


def _send_as_text(field: Schema) -> None:
    """Tell of a field of a form. A form has no null and no empty list: empty texts say both."""
    optional = NULL in field.get("anyOf", ())
    kinds = _kinds(field)
    if optional and kinds[0].get("type") != "array":
        field["anyOf"] = [*kinds, EMPTY]
        return
    _narrow(field, kinds)
    if field.get("type") == "array":
        field["items"] = {"anyOf": [field["items"], EMPTY]}


def _kinds(field: Schema) -> list[Schema]:
    return [each for each in field.pop("anyOf", ()) if each != NULL]


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
        examples = plain.pop("examples", None)
        # A query says nothing by leaving a parameter out, never by null.
        optional = NULL in plain.get("anyOf", ())
        _narrow(plain, _kinds(plain))
        parameter = {"name": name, "in": "query", "description": words, "schema": plain}
        if optional:
            parameter["allowEmptyValue"] = True
        if name in schema.get("required", ()):
            parameter["required"] = True
        if examples:
            parameter["example"] = examples[0]
        told.append(parameter)
    return told


def _narrow(field: Schema, kinds: list[Schema]) -> None:
    if len(kinds) == 1:
        field.update({**kinds[0], **field})
    elif kinds:
        field["anyOf"] = kinds


def tidy(schema: Any) -> Any:
    """Leave out what says nothing: made-up titles, defaults of null; spell bounds as JSON Schema.

    pydantic leaves the bounds of a number behind a validator in words of its own.
    """
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
            kept[BOUNDS.get(word, word)] = tidy(value)
    if "default" in kept and kept["default"] is None:
        del kept["default"]
    return kept


def _key(model: Any) -> str:
    # Generic answers are made anew by each mention, but spelled alike.
    return f"{getattr(model, '__module__', '')}.{getattr(model, '__qualname__', '')}:{model!r}"
