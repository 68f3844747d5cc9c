"""What callers send: JSON and multipart bodies and query strings, parsed once and strictly."""

from __future__ import annotations

import json
import math
import re
import types
import typing
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, TypeVar

import orjson
from flask import request
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import UnsupportedMediaType

from models.errors import Invalid, Problem

MOST_FAULTS = 20
# Only to spell so many takes long.
MANY_FAULTS = 20_000
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,99})")
# The largest honest body has some five thousand fields. Naming the faults of a hundred thousand
# unknown ones would take seconds.
MOST_FIELDS = 20_000
MOST_PARAMETERS = 500
# What the faults that callers meet most are called in plain words.
KINDS = ("function-", "constrained-", "nullable[", "dict[", "list[", "lax-or-strict[")
WORDS = {
    "missing": "is required",
    "extra_forbidden": "is not known here",
    "model_type": "must be a JSON object",
}


class Input(BaseModel):
    """The base of everything callers may send: exact types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)
    # Whether nothing at all may be sent, as if it were `{}`.
    optional: ClassVar[bool] = False


Row = TypeVar("Row", bound=Input)


class Rows(RootModel[list[Row]], Generic[Row]):
    """The base of bodies that are a list: its rows are parsed alike, `root` holds them."""

    most_fields: ClassVar[int] = MOST_FIELDS


Parsed = TypeVar("Parsed", bound=BaseModel)


def without_default(schema: dict[str, Any]) -> None:
    """Leave defaults out of a description, where what is not sent stays as it is."""
    for each in (schema, *schema.get("properties", {}).values()):
        each.pop("default", None)


@cache
def partial(model: type[Parsed]) -> type[Parsed]:
    """Make the model of a change: the same fields, none of them required."""
    optional: dict[str, Any] = {
        name: (field.annotation, FieldInfo.merge_field_infos(field, default=None))
        for name, field in model.model_fields.items()
        if field.is_required()
    }
    named = model.__name__.removeprefix("New").removesuffix("Fields") + "Change"
    told = {"json_schema_extra": without_default}
    return create_model(
        named, __base__=model, __doc__=model.__doc__, __cls_kwargs__=told, **optional
    )


def read_body(
    model: type[Parsed], *, multipart: bool = False, plain: bool = False, exact: bool = False
) -> Parsed:
    """Read the request's body as `model`; raises `Invalid` naming each fault.

    `plain`: JSON may call itself text, as browsers send it without asking first. `exact`: numbers
    with decimals are read as `Decimal`, to the letter.
    """
    kind = request.mimetype
    if kind == "multipart/form-data" and multipart:
        return _validated(model, _from_form(model))
    known = {"application/json", "", *(["text/plain"] if plain else [])}
    if kind not in known and not kind.endswith("+json"):
        raise UnsupportedMediaType
    if may_be_left_out(model) and not request.get_data():
        return _validated(model, {})
    most = model.most_fields if issubclass(model, Rows) else MOST_FIELDS
    sent = _from_json(request.get_data(), most, exact=exact)
    wanted, named = (list, "array") if issubclass(model, RootModel) else (dict, "object")
    if not isinstance(sent, wanted):
        raise Invalid(Problem("", f"the body must be a JSON {named}"))
    return _validated(model, sent)


def may_be_left_out(model: type[BaseModel]) -> bool:
    """Tell whether a request may have no body at all."""
    return issubclass(model, Input) and model.optional


def read_query(model: type[Parsed]) -> Parsed:
    """Read the query as `model`: `tags=a&tags=b`, `tags[]=a&tags[]=b`, `tags=a,b` are alike."""
    if len(request.args) > MOST_PARAMETERS:
        raise Invalid(Problem("", f"the address has more than {MOST_PARAMETERS} parameters"))
    return _validated(model, _loose(model, request.args, commas=True), where="")


def facts_of(body: Input, words: Mapping[str, str]) -> dict[str, Any]:
    """Give what was sent, and nothing that was not, by the house's words."""
    house = {spelled: word for word, spelled in words.items()}
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    return {house.get(name, name): value for name, value in sent.items()}


def _from_json(body: bytes, most: int, *, exact: bool) -> Any:
    try:
        sent = orjson.loads(body)
        # orjson keeps the last of two fields of one name; we refuse rather than lose the first.
        read = json.loads(
            body, object_pairs_hook=_Once(most), parse_float=_decimal if exact else None
        )
    except orjson.JSONDecodeError as error:
        raise Invalid(Problem("", f"the body is not JSON: {error}")) from None
    except RecursionError:
        raise Invalid(Problem("", "the body is nested too deeply")) from None
    return read if exact else sent


class _Once:
    """Looks at every object of a body: no field twice, and not too many in all."""

    def __init__(self, most: int) -> None:
        self._count, self._most = 0, most

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._count += len(pairs)
        if self._count > self._most:
            raise Invalid(Problem("", f"the body has more than {self._most} fields"))
        names: set[str] = set()
        for name, _ in pairs:
            if name in names:
                raise Invalid(Problem("", f"the field {name[:100]!r} stands twice in one object"))
            names.add(name)
        return dict(pairs)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Invalid(Problem("", f"the number {text[:40]} cannot be read")) from None


def _from_form(model: type[BaseModel]) -> dict[str, Any]:
    if not (request.form or request.files) and not _is_empty_form():
        raise Invalid(Problem("", "the multipart body cannot be read; is its boundary right?"))
    if None in request.form or None in request.files:
        raise Invalid(Problem("", "a part of the form has no name"))
    for name, text in request.form.items(multi=True):
        # What was not UTF-8 has been replaced on the way here.
        if "\ufffd" in name + text:
            raise Invalid(Problem(f"/{_escaped(name[:100])}", "is not UTF-8 text"))
    sent = _loose(model, request.form, commas=False)
    for name, files in request.files.lists():
        # A form sends an empty nameless part for a file that was not chosen.
        chosen = [content for each in files if (content := each.read()) or each.filename]
        if len(chosen) > 1 or (chosen and name in sent):
            raise Invalid(Problem(f"/{name}", "stands more than once"))
        if chosen:
            sent[name] = chosen[0]
    return sent


def _is_empty_form() -> bool:
    """Tell whether the body is nothing but the boundary that ends a form without fields."""
    boundary = request.mimetype_params.get("boundary", "")
    ending = len(f"\r\n--{boundary}--\r\n") if boundary else 0
    return (request.content_length or 0) <= ending


def _loose(model: type[BaseModel], texts: MultiDict[str, str], *, commas: bool) -> dict[str, Any]:
    """Turn texts into what the model's types expect; what does not fit is left to be refused."""
    sent: dict[str, Any] = {}
    for name in dict.fromkeys(each.removesuffix("[]") for each in texts):
        values = texts.getlist(name) + texts.getlist(name + "[]")
        field = model.model_fields.get(name)
        if field is None and model.model_config.get("extra") == "ignore":
            continue
        kinds = _kinds(field.annotation) if field else {str}
        if list in kinds:
            # Between commas stand several; `tags[]` names one, whatever it is called.
            plain = texts.getlist(name)
            parts = [part for each in plain for part in (each.split(",") if commas else [each])]
            sent[name] = [each for each in [*parts, *texts.getlist(name + "[]")] if each]
        elif len(values) > 1:
            raise Invalid(Problem(name if commas else f"/{name}", "stands more than once"))
        elif type(None) in kinds and values[0] == "":
            sent[name] = None
        elif kinds & {int, bool, float, dict} or any(_is_model(each) for each in kinds):
            sent[name] = _literal(values[0])
        else:
            sent[name] = values[0]
    return sent


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _literal(text: str) -> Any:
    if WHOLE.fullmatch(text):
        return int(text)  # however long: orjson rounds what has more than 64 bits
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {"True": True, "False": False}.get(text, text)
    # A form and a query say nothing by leaving a text empty, never by null.
    nothing = value is None or (isinstance(value, float) and not math.isfinite(value))
    return text if nothing else value


def _kinds(annotation: Any) -> set[Any]:
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _kinds(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return set().union(*(_kinds(each) for each in typing.get_args(annotation)))
    return {origin or annotation}


def _validated(model: type[Parsed], sent: Any, where: str = "/") -> Parsed:
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        raise refusal_of(error, where) from None


def refusal_of(error: ValidationError, where: str = "/") -> Invalid:
    """Say in our words what pydantic found, the first of it, below a place."""
    if error.error_count() > MANY_FAULTS:
        return Invalid(Problem("", f"this has more than {MANY_FAULTS} faults"))
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    return Invalid(*(_problem(where, each) for each in faults[:MOST_FAULTS]))


def _problem(where: str, fault: ErrorDetails) -> Problem:
    # A parameter has no places inside it: of a list, and of two types, the name is all there is.
    within = fault["loc"] if where else fault["loc"][:1]
    place = "/".join(_escaped(str(each)[:100]) for each in within if not _is_kind(each))
    why = WORDS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    why = why.replace(" after validation", "")
    return Problem(where + place, why)


def _is_kind(part: object) -> bool:
    """Tell whether a part of a place is pydantic's word for one of the kinds a field may have."""
    return isinstance(part, str) and part.startswith(KINDS)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
