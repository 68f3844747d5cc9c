"""What callers send: JSON and multipart bodies and query strings, parsed once and strictly."""

from __future__ import annotations

import base64
import binascii
import math
import types
import typing
from typing import Annotated, Any, TypeVar

import orjson
from flask import request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from models.errors import Invalid, Problem


class Input(BaseModel):
    """The base of everything callers may send: exact types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)


Parsed = TypeVar("Parsed", bound=Input)


def _whole(value: object) -> object:
    # JSON Schema counts 2.0 as an integer.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _clean(text: str) -> str:
    """Refuse what no name or description has: NUL and other control characters, lone surrogates."""
    if any(each < " " and each not in "\n\r\t" for each in text) or "\x7f" in text:
        raise ValueError("control characters are not allowed")
    if any("\ud800" <= each <= "\udfff" for each in text):
        raise ValueError("is not valid Unicode")
    return text


def _picture(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.split(",", 1)[1] if value.startswith("data:") and "," in value else value
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("a picture inside JSON is base64 text") from None


Whole = Annotated[int, BeforeValidator(_whole)]
Text = Annotated[str, AfterValidator(_clean)]
Name = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_clean)]
Picture = Annotated[
    bytes,
    BeforeValidator(_picture),
    Field(json_schema_extra={"type": "string", "format": "byte"}),
]


def read_body(model: type[Parsed], *, multipart: bool = False) -> Parsed:
    """Read the request's body as `model`; raises `Invalid` naming each fault."""
    kind = request.mimetype
    if kind == "multipart/form-data" and multipart:
        return _validated(model, _from_form(model))
    if kind not in ("application/json", "") and not kind.endswith("+json"):
        raise UnsupportedMediaType
    try:
        sent = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise Invalid(Problem("", f"the body is not JSON: {error}")) from None
    if not isinstance(sent, dict):
        raise Invalid(Problem("", "the body must be a JSON object"))
    return _validated(model, sent)


def read_query(model: type[Parsed]) -> Parsed:
    """Read the query string as `model`: `tags=a&tags=b`, `tags[]=a` and `tags=a,b` are alike."""
    return _validated(model, _loose(model, request.args, commas=True), where="")


def _from_form(model: type[Input]) -> dict[str, Any]:
    sent = _loose(model, request.form, commas=False)
    for name, file in request.files.items():
        sent[name] = file.read()
    return sent


def _loose(model: type[Input], texts: MultiDict[str, str], *, commas: bool) -> dict[str, Any]:
    """Turn texts into what the model's types expect; what does not fit is left to be refused."""
    sent: dict[str, Any] = {}
    for name in dict.fromkeys(each.removesuffix("[]") for each in texts):
        values = texts.getlist(name) + texts.getlist(name + "[]")
        field = model.model_fields.get(name)
        kinds = _kinds(field.annotation) if field else {str}
        if list in kinds:
            sent[name] = [
                part for value in values for part in (value.split(",") if commas else [value])
            ]
        elif len(values) > 1:
            raise Invalid(Problem(name, "stands more than once"))
        elif type(None) in kinds and values[0] == "":
            sent[name] = None
        elif kinds & {int, bool, float, dict}:
            sent[name] = _literal(values[0])
        else:
            sent[name] = values[0]
    return sent


def _literal(text: str) -> Any:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {"True": True, "False": False}.get(text, text)
    return text if isinstance(value, float) and not math.isfinite(value) else value


def _kinds(annotation: Any) -> set[Any]:
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _kinds(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return set().union(*(_kinds(each) for each in typing.get_args(annotation)))
    return {origin or annotation}


def _validated(model: type[Parsed], sent: dict[str, Any], where: str = "/") -> Parsed:
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        raise Invalid(*(_problem(where, each["loc"], each["msg"]) for each in faults)) from None


def _problem(where: str, place: tuple[int | str, ...], message: str) -> Problem:
    return Problem(where + "/".join(map(str, place)), message.removeprefix("Value error, "))
