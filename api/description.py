"""An API described in OpenAPI 3.1, made from its operations themselves.

What an operation guards, parses and answers is what stands there (`api/operation.py`), so a
description cannot fall behind; `tests/house/test_description.py` holds both against each other.
What no operation knows, its API says in a `Dialect`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from flask import Flask, Response, current_app
from pydantic import BaseModel, Field

from api import limits, schemas
from api.auth import NoCredentials, OutOfScope
from api.body import may_be_left_out
from api.errors import MESSAGES, status_of
from api.operation import Operation, Schemes, Spelling
from api.paging import HEADERS
from api.repeats import WORDS as REPEAT_WORDS
from api.samples import sample
from models.api_key import BadKey
from models.errors import DomainError, Invalid
from models.message import BadToken, TokenExpired
from models.meter import TooManyRequests
from models.replay import InFlight, KeyReused
from usecases.replays import HEADER

BOTH: Schemes = {"AppId": [], "ApiKey": []}
REPEATS = {
    "name": HEADER,
    "in": "header",
    "description": REPEAT_WORDS,
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
    "example": "0b6f2c9e-6c1e-4a52-9d0e-3f1a7b5c8d20",
}
ORIGIN = {
    "name": "Origin",
    "in": "header",
    "description": "The page's origin, one of the shop's allowed origins; browsers send it.",
    "schema": {"type": "string"},
    "example": "https://shop.example",
}


@dataclass(frozen=True)
class Part:
    """A part of addresses: what it is, one that could be, and what it must look like."""

    words: str
    example: str
    schema: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Dialect:
    """What is said of an API beside its operations.

    `name` is its blueprint's, `base` what all its addresses begin with. `groups` have an order and
    words; a group is a resource (a blueprint), or one that others join. `parts` are those of
    addresses, `schemes` how callers show who they are (an `x-public` one is no secret), `security`
    what an operation asks of them unless it says so itself. `refusal` is the model of every
    refusal, `refused` spells one: from status, code and sentence the name of its kind and its body.
    `statuses` are those that the API has another one for.
    """

    name: str
    title: str
    about: str
    groups: Mapping[str, str]
    refusal: type[BaseModel]
    refused: Spelling
    schemes: Mapping[str, Any]
    security: tuple[Schemes, ...]
    base: str = ""
    statuses: Mapping[int, int] = field(default_factory=dict)
    joins: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)

    def group(self, endpoint: str) -> str:
        """Name the group that an operation stands in."""
        resource = endpoint.split(".")[1]
        return self.joins.get(resource, resource)

    def place(self, endpoint: str) -> tuple[int, int]:
        """Tell where an operation stands: its group first, then its resource."""
        resources = [*self.groups, *self.joins]
        group = list(self.groups).index(self.group(endpoint))
        return group, resources.index(endpoint.split(".")[1])


class Document(BaseModel):
    """An OpenAPI document."""

    openapi: str = Field(examples=["3.1.0"])
    info: dict[str, Any] = Field(examples=[{"title": "Vitrine content API", "version": "1"}])
    paths: dict[str, Any] = Field(examples=[{"/videos": {"get": {"summary": "List videos"}}}])


def description(dialect: Dialect) -> dict[str, Any]:
    """Give the description of the running application, made once."""
    kept: dict[str, Any] = current_app.extensions.setdefault("vitrine.descriptions", {})
    if dialect.name not in kept:
        kept[dialect.name] = describe(current_app, dialect, current_app.config["PUBLIC_URL"])
    made: dict[str, Any] = kept[dialect.name]
    return made


def sent(dialect: Dialect) -> Response:
    """Answer the description."""
    return Response(orjson.dumps(description(dialect)), mimetype="application/json")


def operations(app: Flask, dialect: Dialect) -> Iterator[tuple[str, str, str, Operation, str]]:
    """List an API's operations: method, path, endpoint, what is said of it, its sentence."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        said: Operation | None = getattr(view, "operation", None)
        if rule.endpoint.startswith(f"{dialect.name}.") and said and not said.hidden:
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(dialect.base))
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method.lower(), path, rule.endpoint, said, view.__doc__ or ""


def describe(app: Flask, dialect: Dialect, server: str) -> dict[str, Any]:
    """Describe every operation of an API."""
    found = list(operations(app, dialect))
    used = schemas.collect([said for *_, said, _ in found], dialect.refusal)
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    methods = ["get", "post", "put", "patch", "delete"]
    found.sort(key=lambda each: (dialect.place(each[2]), each[1], methods.index(each[0])))
    for method, path, endpoint, said, sentence in found:
        repeats = method == "post" and said.scope is not None
        told = _operation(dialect, endpoint, path, said, sentence, used, repeats=repeats)
        paths[path][method] = told
    return {
        "openapi": "3.1.0",
        "info": {"title": dialect.title, "version": "1", "description": dialect.about},
        "servers": [{"url": server + dialect.base}],
        "security": list(dialect.security),
        "tags": [{"name": name, "description": words} for name, words in dialect.groups.items()],
        "paths": dict(paths),
        "components": {"schemas": used.named, "securitySchemes": dict(dialect.schemes)},
    }


def _operation(
    dialect: Dialect,
    endpoint: str,
    path: str,
    said: Operation,
    sentence: str,
    used: schemas.Used,
    *,
    repeats: bool,
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": endpoint.removeprefix(f"{dialect.name}."),
        "summary": said.summary,
        "description": re.sub(r"\s+", " ", sentence).strip(),
        "tags": [dialect.group(endpoint)],
        "parameters": _parameters(dialect, path, said),
        "responses": _responses(dialect, said, used, repeats=repeats),
    }
    if repeats:
        told["parameters"].append(REPEATS)
    if said.body or said.raw_body:
        told["requestBody"] = _body(said, used)
    security = _security(said)
    if security is not None and security != dialect.security:
        told["security"] = list(security)
    if said.extension:
        told["x-extension"] = True
    return told


def _security(said: Operation) -> tuple[Schemes, ...] | None:
    """List what callers of an operation may show, any one of it; None: what all ask for."""
    if said.door:
        return said.door.security
    if said.pages:
        return {"AppId": []}, BOTH
    if said.roles:
        return BOTH, {"HostLink": []}
    if said.scope is None:
        return ({}, BOTH) if said.key_optional else ()
    return None


def _parameters(dialect: Dialect, path: str, said: Operation) -> list[dict[str, Any]]:
    told = []
    for name in re.findall(r"{(\w+)}", path):
        part = dialect.parts[name]
        schema = {"type": "string", **part.schema}
        plain = {"schema": schema, "description": part.words, "example": part.example}
        told.append({"name": name, "in": "path", "required": True, **plain})
    if said.by_page or said.pages:
        told.append({**ORIGIN, "required": not (said.key_optional or said.pages)})
    told += [{"in": "header", **each} for each in said.asks]
    return told + (schemas.parameters(said.query) if said.query else [])


def _body(said: Operation, used: schemas.Used) -> dict[str, Any]:
    if said.raw_body:
        return {"required": True, "content": {said.raw_body: {"schema": dict(said.raw_schema)}}}
    schema = used.body(said.body)
    example = said.example or sample(schema, used.named)
    content = {"application/json": {"schema": schema, "example": example}}
    if said.multipart:
        content["multipart/form-data"] = used.form(said.body)
    needed = said.body is None or not may_be_left_out(said.body)
    return {"required": needed, "content": content}


def _responses(
    dialect: Dialect, said: Operation, used: schemas.Used, *, repeats: bool
) -> dict[str, Any]:
    good: dict[str, Any] = {"description": HTTPStatus(said.status).phrase}
    if said.answer is not None:
        schema = used.answer(said.answer)
        example = {"schema": schema, "example": sample(schema, used.named)}
        good["content"] = {"application/json": example}
        if said.also:
            good["content"][said.also] = {"schema": {"type": "string"}}
    if tells := {**(HEADERS if said.paged else {}), **said.tells}:
        good["headers"] = _told(tells)
    kinds = _refusals(dialect, said, repeats=repeats)
    spell = said.refused or dialect.refused
    refused = {
        str(status): _refusal(dialect, spell, status, found) for status, found in kinds.items()
    }
    if "429" in refused:
        refused["429"]["headers"] = _told({**limits.HEADERS, "Retry-After": "Seconds to wait."})
    silent = {"204": {"description": said.silent}} if said.silent else {}
    return {str(said.status): good, **silent, **refused}


def _told(headers: dict[str, str]) -> dict[str, Any]:
    return {
        name: {"description": words, "schema": {"type": "string"}}
        for name, words in headers.items()
    }


def _refusals(
    dialect: Dialect, said: Operation, *, repeats: bool
) -> dict[int, list[tuple[str, str]]]:
    """List code and sentence of all refusals by status."""
    kinds: list[type[DomainError]] = [NoCredentials, BadKey, OutOfScope] if said.scope else []
    kinds = list(said.door.refusals) if said.door else kinds
    kinds += [BadToken, TokenExpired] if said.roles else []
    kinds += said.errors
    kinds += [InFlight, KeyReused] if repeats else []
    kinds += [TooManyRequests] if said.counted and not said.door else []
    if (said.body or said.query) and Invalid not in kinds:
        kinds.append(Invalid)
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for kind in dict.fromkeys(kinds):
        sentence = re.sub(r"\s+", " ", kind.__doc__ or "").strip()
        status = status_of(kind)
        found[dialect.statuses.get(status, status)].append((kind.code, sentence))
    if said.body:
        found[413].append(("request-entity-too-large", MESSAGES[413]))
        found[415].append(("unsupported-media-type", MESSAGES[415]))
    if said.query:
        found[414].append(("request-uri-too-long", MESSAGES[414]))
    return dict(sorted(found.items()))


def _refusal(
    dialect: Dialect, spell: Spelling, status: int, kinds: list[tuple[str, str]]
) -> dict[str, Any]:
    examples = {}
    for code, sentence in kinds:
        name, body = spell(status, code, sentence)
        examples[name] = {"summary": sentence, "value": body}
    schema = {"$ref": schemas.REF.format(model=dialect.refusal.__name__)}
    return {
        "description": " ".join(dict.fromkeys(sentence for _, sentence in kinds)),
        "content": {"application/json": {"schema": schema, "examples": examples}},
    }
